import { setImmediate } from 'node:timers/promises'
import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { examine, type Finding } from '../prove/examine.js'
import { DEFAULT_TIMEOUT, Prover } from '../prove/prove.js'
import type { Theory } from '../prove/theory.js'
import { type LemmaReport, lemmaReport, operationsIn, type TheoryReport } from '../report/prove.js'
import type { Look } from '../report/report.js'
import { complainOfRest } from './complain.js'
import type { Context, ExitCode } from './context.js'
import type { CliError } from './errors.js'
import { collect, positive, seconds, whole } from './options.js'
import { isWatched, lookOf, type Sink, sinksFor } from './output.js'
import { askedTheories, built } from './theories.js'
import { writeDocument } from './write-document.js'

/** How long a lemma is tried in one way when one is in a hurry, in seconds. */
const QUICK = 1

interface Flags {
  readonly list?: boolean
  readonly lemma?: readonly string[]
  readonly timeout: number
  readonly quick?: boolean
  readonly seed: number
  readonly samples: number
  readonly reporter?: readonly string[]
}

/** `prove [lemmas...]`: lemmas about words, tried for all small words and random large ones, and proved for all. */
export function proveCommand(context: Context): Command {
  return new Command('prove')
    .description('try and prove lemmas about machine words')
    .argument('[lemmas...]', 'names of lemmas, or files that export some; by default, all that there are')
    .option('--list', 'name the lemmas')
    .option('--lemma <name>', 'only this one; repeatable', collect)
    .option('--timeout <time>', 'for trying a lemma in one way, and for its proof', seconds, DEFAULT_TIMEOUT)
    .option('--quick', `only try them, for ${QUICK} s in each way, and prove nothing`)
    .option('--seed <n>', 'of the random words', whole, 1)
    .option('--samples <n>', 'so many random values for each lemma', positive, 1000)
    .option('--reporter <name[=file]>', 'terminal or json, to standard output or a file; repeatable', collect)
    .action(async (asked: string[], flags: Flags) => context.finish(await prove(asked, flags, context)))
}

async function prove(asked: readonly string[], flags: Flags, context: Context): Promise<E.Either<CliError, ExitCode>> {
  const sinks = sinksFor(flags.reporter ?? [])
  if (E.isLeft(sinks)) return sinks
  const found = await askedTheories(asked, (await context.theories?.()) ?? [], context.io.cwd)
  const theories = E.isLeft(found) ? found : built(found.right, false)
  if (E.isLeft(theories)) return theories
  if (theories.right.length === 0)
    return E.left({ tag: 'refused', message: 'no lemmas are shipped with this: name a file' })
  const unknown = unknownLemma(theories.right, flags)
  if (unknown !== null) return E.left(unknown)
  if (flags.list === true) return list(theories.right, sinks.right, context)
  const whole = built(theories.right, true)
  return E.isLeft(whole) ? whole : proveAll(whole.right, flags, sinks.right, context)
}

function unknownLemma(theories: readonly Theory[], { lemma = [] }: Flags): CliError | null {
  const known = theories.flatMap(({ theory, lemmas }) => Object.keys(lemmas(theory.small)))
  const name = lemma.find((one) => !known.includes(one))
  return name === undefined ? null : { tag: 'unknown lemma', name, known }
}

async function list(
  theories: readonly Theory[],
  sinks: readonly Sink[],
  { io }: Context,
): Promise<E.Either<CliError, ExitCode>> {
  const [{ theoriesText }, { theoriesJson }] = await Promise.all([
    import('../report/prove-text.js'),
    import('../report/prove-json.js'),
  ])
  const document = { json: () => theoriesJson(theories), text: (look: Look) => theoriesText(theories, look) }
  const written = await writeDocument(sinks, document, io)
  return E.isLeft(written) ? written : E.right(0)
}

/** Looks at one lemma after the other. People who watch are told of each as soon as it is done. */
async function proveAll(
  theories: readonly Theory[],
  flags: Flags,
  sinks: readonly Sink[],
  context: Context,
): Promise<E.Either<CliError, ExitCode>> {
  const { io, signal } = context
  const [text, { proveJson }] = await Promise.all([
    import('../report/prove-text.js'),
    import('../report/prove-json.js'),
  ])
  const watched = sinks.some(isWatched)
  const show = (piece: string) => watched && io.stdout.write(piece)
  const proves = flags.quick !== true
  const limit = proves ? flags.timeout : Math.min(flags.timeout, QUICK)
  const prover = proves ? await Prover.open({ timeout: limit }) : null
  signal.addEventListener('abort', () => prover?.interrupt())
  const reports: TheoryReport[] = []
  try {
    for (const theory of theories) {
      if (signal.aborted) break
      show(`${reports.length > 0 ? '\n' : ''}${text.proveHead(theory, lookOf(io))}`)
      const lemmas: LemmaReport[] = []
      for (const name of wantedOf(theory, flags)) {
        // So that an interruption is heard of.
        await setImmediate()
        if (signal.aborted) break
        lemmas.push(
          lemmaReport(theory, name, await findingsOf(theory, name, prover, { ...flags, timeout: limit }, context)),
        )
        show(text.proveRow(theory, lemmas.at(-1)!, lookOf(io)))
      }
      reports.push({ theory: theory.theory, lemmas, operations: operationsIn(theory), limit, proves })
      show(text.proveEnd(reports.at(-1)!, lookOf(io)))
    }
  } finally {
    await prover?.close()
  }
  const wanted = theories.flatMap((theory) => wantedOf(theory, flags))
  complainOfRest(io, reports.flatMap(({ lemmas }) => lemmas).length, wanted.length, 'not looked at')
  const whole = (look: Look) => reports.map((report, i) => wholeText(text, theories[i]!, report, look)).join('\n')
  const rest = sinks.filter((sink) => !isWatched(sink))
  const written = await writeDocument(rest, { json: () => proveJson(reports), text: whole }, io)
  return E.isLeft(written) ? written : E.right(exitCode(reports, signal))
}

function wantedOf({ theory, lemmas }: Theory, { lemma }: Flags): readonly string[] {
  return Object.keys(lemmas(theory.small)).filter((name) => lemma === undefined || lemma.includes(name))
}

async function findingsOf(
  theory: Theory,
  name: string,
  prover: Prover | null,
  { samples, seed, timeout }: Flags,
  { io: { stderr }, signal }: Context,
): Promise<readonly Finding[]> {
  const say = (text: string) => stderr.isTTY === true && stderr.write(`\r\x1b[K${text}`)
  const findings: Finding[] = []
  say(name)
  for await (const finding of examine(theory, name, { prover, samples, seed, seconds: timeout, signal })) {
    findings.push(finding)
    say(`${name}: ${finding.way}, ${finding.width} bits: ${finding.verdict}`)
  }
  say('')
  return findings
}

function wholeText(
  { proveHead, proveRow, proveEnd }: typeof import('../report/prove-text.js'),
  theory: Theory,
  report: TheoryReport,
  look: Look,
): string {
  return proveHead(theory, look) + report.lemmas.map((l) => proveRow(theory, l, look)).join('') + proveEnd(report, look)
}

function exitCode(reports: readonly TheoryReport[], signal: AbortSignal): ExitCode {
  const outcomes = reports.flatMap(({ lemmas }) => lemmas.map(({ outcome }) => outcome))
  if (outcomes.includes('unexpected')) return 1
  return signal.aborted || outcomes.includes('inconclusive') ? 3 : 0
}
