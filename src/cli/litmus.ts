import { setImmediate } from 'node:timers/promises'
import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { type LibraryTest, type LitmusKit, memoryModels } from '../litmus/models.js'
import { broken, differing, impossible, type LitmusReport } from '../report/litmus.js'
import type { Look } from '../report/report.js'
import { complainOfRest } from './complain.js'
import type { Context, ExitCode } from './context.js'
import type { CliError } from './errors.js'
import { type LitmusFlags, modelsFor, reportOn } from './litmus-report.js'
import { askedTests } from './litmus-tests.js'
import { collect, memoryModel, positive, seconds } from './options.js'
import { isWatched, lookOf, type Sink, sinksFor } from './output.js'
import { announce } from './progress.js'
import { writeDocument } from './write-document.js'

interface Flags extends LitmusFlags {
  readonly all?: boolean
  readonly reporter?: readonly string[]
}

/** `litmus [tests...]`: what short programs can end with under each memory model, and on this machine. */
export function litmusCommand(context: Context): Command {
  return new Command('litmus')
    .description('show what litmus tests can end with under each memory model')
    .argument('[tests...]', 'names of the library, or files (*.litmus, also those of herd7 for x86)')
    .option('--all', 'every test of the library, one line each')
    .option('--memory-model <name>', `one of ${memoryModels.join(', ')}; repeatable (default: all)`, models)
    .option('--witness [outcome]', 'a run that ends with what is asked about, or as in "0:r0 = 0, x = 1"')
    .option('--hardware', 'run it on this machine too, and count how it ends')
    .option('--iterations <n>', 'on this machine, so many times', positive)
    .option('--timeout <time>', 'on this machine, for so long: 3 s if nothing is said', seconds)
    .option('--seed <n>', 'of how its timing is varied on this machine', positive)
    .option('--reporter <name[=file]>', 'terminal or json, to standard output or a file; repeatable', collect)
    .action(async (tests: string[], flags: Flags) => context.finish(await litmus(tests, flags, context)))
}

function models(name: string, before: readonly string[] = []): readonly string[] {
  return [...before, memoryModel(name)]
}

async function litmus(asked: readonly string[], flags: Flags, context: Context): Promise<E.Either<CliError, ExitCode>> {
  const { io, signal } = context
  const sinks = sinksFor(flags.reporter ?? [])
  if (E.isLeft(sinks)) return sinks
  const refusal = refusalOf(asked, flags)
  if (refusal !== null) return E.left({ tag: 'refused', message: refusal })
  if (context.litmus === undefined) return E.left({ tag: 'refused', message: 'no litmus tests are shipped with this' })
  const kit = await context.litmus()
  if (asked.length === 0 && flags.all !== true) return list(kit, sinks.right, context)
  const tests = flags.all === true ? E.right(kit.library) : await askedTests(asked, kit.library, io.cwd)
  if (E.isLeft(tests)) return tests
  const reports = await reportsOn(tests.right, kit, flags, sinks.right, context)
  if (E.isLeft(reports)) return reports
  const isBad = (r: LitmusReport) => differing(r).length + broken(r).length + impossible(r).length > 0
  return E.right(reports.right.some(isBad) ? 1 : signal.aborted ? 3 : 0)
}

/** What makes no sense together. */
function refusalOf(asked: readonly string[], flags: Flags): string | null {
  const { all = false, hardware = false, witness, memoryModel, iterations, timeout, seed } = flags
  if (all && asked.length > 0) return 'either name tests, or say --all'
  if (all && witness !== undefined) return '--witness shows a run of one test: name it'
  const forTests = hardware || witness !== undefined || memoryModel !== undefined
  if (!all && asked.length === 0 && forTests) return 'name a test, or say --all; `shootdown litmus` names all of them'
  if (!hardware && [iterations, timeout, seed].some((flag) => flag !== undefined))
    return '--iterations, --timeout and --seed are for runs on this machine: say --hardware too'
  return null
}

async function list(
  { library }: LitmusKit,
  sinks: readonly Sink[],
  { io }: Context,
): Promise<E.Either<CliError, ExitCode>> {
  const [{ libraryText }, { libraryJson }] = await Promise.all([
    import('../report/litmus-summary.js'),
    import('../report/litmus-json.js'),
  ])
  const document = { json: () => libraryJson(library), text: (look: Look) => libraryText(library, look) }
  const written = await writeDocument(sinks, document, io)
  return E.isLeft(written) ? written : E.right(0)
}

/** Looks at one test after the other. People who watch are told of each as soon as it is done. */
async function reportsOn(
  tests: readonly LibraryTest[],
  kit: LitmusKit,
  flags: Flags,
  sinks: readonly Sink[],
  context: Context,
): Promise<E.Either<CliError, readonly LitmusReport[]>> {
  const { io, signal } = context
  const [{ litmusJson }, text] = await Promise.all([import('../report/litmus-json.js'), textFor(tests, flags)])
  const watched = sinks.some(isWatched)
  const show = (piece: string) => watched && io.stdout.write(piece)
  const reports: LitmusReport[] = []
  show(text.head)
  for (const [i, test] of tests.entries()) {
    // So that an interruption is heard of.
    await setImmediate()
    if (signal.aborted) break
    const clear = announce(`${test.test.name} (${i + 1} of ${tests.length})`, io)
    const report = await reportOn(test, kit, flags, signal)
    clear()
    if (E.isLeft(report)) return report
    reports.push(report.right)
    show(text.each(report.right, lookOf(io)))
  }
  complainOfRest(io, reports.length, tests.length, 'not looked at')
  show(text.end(reports, lookOf(io)))
  const whole = (look: Look) => text.head + reports.map((r) => text.each(r, look)).join('') + text.end(reports, look)
  const rest = sinks.filter((sink) => !isWatched(sink))
  const written = await writeDocument(rest, { json: () => litmusJson(reports), text: whole }, io)
  return E.isLeft(written) ? written : E.right(reports)
}

interface Texts {
  readonly head: string
  readonly each: (report: LitmusReport, look: Look) => string
  readonly end: (reports: readonly LitmusReport[], look: Look) => string
}

/** A whole account of each test that was named; of the library, a line. */
async function textFor(tests: readonly LibraryTest[], flags: Flags): Promise<Texts> {
  if (flags.all !== true) {
    const { litmusText } = await import('../report/litmus-text.js')
    return { head: '', each: litmusText, end: () => '' }
  }
  const { summaryEnd, summaryHead, summaryLine } = await import('../report/litmus-summary.js')
  return {
    head: summaryHead(modelsFor(flags), tests, flags.hardware === true),
    each: (report, look) => summaryLine(report, tests, look),
    end: summaryEnd,
  }
}
