import * as E from 'fp-ts/lib/Either.js'
import { json } from '../report/json.js'
import type { CheckReport, Look, Report, Reporter } from '../report/report.js'
import { terminal } from '../report/terminal.js'
import type { CliError } from './errors.js'
import { writeText } from './files.js'
import { columnsOf, hasColours, type Io } from './io.js'

/** The reporters by name. */
const REPORTERS: { readonly [name: string]: Reporter } = { terminal, json }

/** A reporter, and where its text goes: a file, or standard output. */
export interface Sink {
  readonly name: string
  readonly file: string | null
}

/** Whether a person reads it while it is written. */
export function isWatched({ name, file }: Sink): boolean {
  return name === 'terminal' && file === null
}

/** Reads `--reporter` as it was given, any number of times; without any, people are written to. */
export function sinksFor(given: readonly string[]): E.Either<CliError, readonly Sink[]> {
  const sinks = (given.length === 0 ? ['terminal'] : given).map((text) => {
    const at = text.indexOf('=')
    return { name: at < 0 ? text : text.slice(0, at), file: at < 0 ? null : text.slice(at + 1) }
  })
  const known = Object.keys(REPORTERS)
  const strange = sinks.find((s) => !known.includes(s.name))
  if (strange !== undefined) return E.left({ tag: 'bad reporter', text: strange.name, known })
  const nowhere = sinks.find((s) => s.file === '')
  if (nowhere !== undefined) return E.left({ tag: 'reporter without file', name: nowhere.name })
  const standard = sinks.filter((s) => s.file === null).map((s) => s.name)
  if (standard.length > 1) return E.left({ tag: 'two reporters on standard output', names: standard })
  return E.right(sinks)
}

/** How text for standard output is to look. */
export function lookOf({ stdout, env }: Io, verbose = false): Look {
  return { columns: columnsOf(stdout), colours: hasColours(stdout, env), verbose }
}

/** How text for a file is to look. */
export function fileLook(verbose = false): Look {
  return { columns: 80, colours: false, verbose }
}

/** Gives every reporter each check as it ends, and all of them at the end. */
export class Output {
  private readonly texts = new Map<Sink, string>()

  constructor(
    private readonly sinks: readonly Sink[],
    private readonly io: Io,
    private readonly verbose: boolean,
  ) {}

  each(check: CheckReport): void {
    for (const sink of this.sinks) this.put(sink, REPORTERS[sink.name]!.each(check, this.look(sink)))
  }

  async end(report: Report): Promise<E.Either<CliError, void>> {
    for (const sink of this.sinks) {
      this.put(sink, REPORTERS[sink.name]!.end(report, this.look(sink)))
      if (sink.file === null) continue
      const written = await writeText(this.io.cwd, sink.file, this.texts.get(sink) ?? '')
      if (E.isLeft(written)) return written
    }
    return E.right(undefined)
  }

  private put(sink: Sink, text: string): void {
    if (sink.file !== null) this.texts.set(sink, (this.texts.get(sink) ?? '') + text)
    else if (text !== '') this.io.stdout.write(text)
  }

  private look(sink: Sink): Look {
    return sink.file === null ? lookOf(this.io, this.verbose) : fileLook(this.verbose)
  }
}
