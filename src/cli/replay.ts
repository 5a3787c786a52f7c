import { setImmediate } from 'node:timers/promises'
import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { type ReplayReport, replayLine, replaySummary, replaysJson, replayText } from '../report/replays.js'
import type { Look } from '../report/report.js'
import { complain, complainOfRest } from './complain.js'
import type { Context, ExitCode } from './context.js'
import { type CliError, describe } from './errors.js'
import { collect, verboseOption } from './options.js'
import { isWatched, lookOf, sinksFor } from './output.js'
import { type Library, libraryFor, readRecorded } from './recorded.js'
import { writeDocument } from './write-document.js'

interface Flags {
  readonly model?: string
  readonly reporter?: readonly string[]
  readonly verbose?: boolean
}

/** `replay <files...>`: takes recorded runs again. */
export function replayCommand(context: Context): Command {
  return new Command('replay')
    .description('take recorded runs again, and say what has changed where one no longer fits')
    .argument('<files...>', 'files written by `check --out` or `precautions --out`')
    .option('--model <path>', 'where the model is, if it is not of the catalogue')
    .option('--reporter <name[=file]>', 'terminal or json, to standard output or a file; repeatable', collect)
    .addOption(verboseOption())
    .action(async (files: string[], flags: Flags) => context.finish(await replayAll(files, flags, context)))
}

async function replayAll(files: string[], flags: Flags, context: Context): Promise<E.Either<CliError, ExitCode>> {
  const { io } = context
  const sinks = sinksFor(flags.reporter ?? [])
  if (E.isLeft(sinks)) return sinks
  const library = await libraryFor(flags.model, context)
  if (E.isLeft(library)) return library
  const isOnly = files.length === 1
  const each = (report: ReplayReport, look: Look) =>
    isOnly ? replayText(report, look) : `${replayLine(report, look)}\n`
  const show = (text: (look: Look) => string) =>
    sinks.right.some(isWatched) && io.stdout.write(text(lookOf(io, flags.verbose)))
  const taken = await takeAgain(files, library.right, (report) => show((look) => each(report, look)), context)
  if (E.isLeft(taken)) return taken
  const { reports, unread } = taken.right
  const end = isOnly || reports.length + unread === 0 ? '' : replaySummary(reports, unread)
  show(() => end)
  const text = (look: Look) => reports.map((report) => each(report, look)).join('') + end
  const rest = sinks.right.filter((sink) => !isWatched(sink))
  const written = await writeDocument(rest, { json: () => replaysJson(reports), text }, io, flags.verbose)
  return E.isLeft(written) ? written : E.right(exitCode(taken.right, files.length))
}

interface Taken {
  readonly reports: readonly ReplayReport[]
  /** How many files could not be read. */
  readonly unread: number
}

/** One file after the other. One that cannot be read does not keep the others from being told. */
async function takeAgain(
  files: readonly string[],
  library: Library,
  show: (report: ReplayReport) => void,
  { io, signal }: Context,
): Promise<E.Either<CliError, Taken>> {
  const reports: ReplayReport[] = []
  let unread = 0
  for (const file of files) {
    // So that an interruption is heard of.
    await setImmediate()
    if (signal.aborted) break
    const report = await replayFile(file, library, io.cwd)
    if (E.isRight(report)) {
      reports.push(report.right)
      show(report.right)
    } else if (files.length === 1) return report
    else {
      complain(io, describe(report.left))
      unread++
    }
  }
  complainOfRest(io, reports.length + unread, files.length, 'not taken again')
  return E.right({ reports, unread })
}

function exitCode({ reports, unread }: Taken, files: number): ExitCode {
  if (unread > 0) return 2
  if (reports.some(({ stale }) => stale !== null)) return 1
  return reports.length < files ? 3 : 0
}

async function replayFile(file: string, library: Library, cwd: string): Promise<E.Either<CliError, ReplayReport>> {
  const read = await readRecorded(file, library, cwd)
  if (E.isLeft(read)) return read
  const { run, system } = read.right
  const [{ replay }, { describeStale }] = await Promise.all([import('../trace/replay.js'), import('../trace/stale.js')])
  const replayed = replay(run, system)
  if (E.isLeft(replayed)) {
    const { changed } = replayed.left
    return E.right({ file, run, stale: describeStale(replayed.left), changed, why: null, account: null })
  }
  const { changed, why, account } = replayed.right
  return E.right({ file, run, stale: null, changed, why, account })
}
