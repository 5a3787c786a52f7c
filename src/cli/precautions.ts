import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import {
  firstBroken,
  type PrecautionReport,
  type PrecautionsReport,
  precautionsJson,
  precautionsText,
  precautionsVerdict,
} from '../report/precautions.js'
import { type CheckReport, reportOf } from '../report/report.js'
import { type CheckOptions, worst } from '../search/check.js'
import { vacuousPrecautions } from '../search/vacuous-precautions.js'
import { askedModels } from './asked.js'
import type { CheckFlags } from './check.js'
import { complainOfRest } from './complain.js'
import type { Configured } from './configure.js'
import { type Context, type ExitCode, exitCodeFor } from './context.js'
import type { CliError } from './errors.js'
import { writeCounterexamples, writeText } from './files.js'
import { minimal } from './minimal.js'
import {
  addParameterOptions,
  addReporterOptions,
  addSearchOptions,
  type SearchFlags,
  searchOptions,
} from './options.js'
import { fileLook, isWatched, lookOf, type Sink, sinksFor } from './output.js'
import { searchOn } from './search.js'
import { searchWords } from './search-words.js'
import { simpler } from './simpler.js'
import { addStrategyOptions, type StrategyFlags, strategyOptions } from './strategy-options.js'

interface Flags extends SearchFlags, StrategyFlags {
  readonly minimal?: boolean
  readonly exhaustive?: boolean
  readonly reporter?: readonly string[]
  readonly out?: string
}

/** `precautions [models...]`: takes each precaution away, to see what breaks. */
export function precautionsCommand(context: Context): Command {
  const command = new Command('precautions')
    .description('take each precaution away: what breaks, and how soon?')
    .argument('[models...]', 'names of the catalogue, or paths; by default, every model that has precautions')
    .option('--minimal', 'tell instead which of them suffice, and none of which can be spared')
    .option('--exhaustive', 'with --minimal: check every set that might be one, and assume nothing')
  addReporterOptions(addStrategyOptions(addSearchOptions(command)))
  addParameterOptions(command, context.named, context.named.length > 3)
  return command.action(async (asked: string[], flags: Flags) =>
    context.finish(await precautions(asked, flags, context)),
  )
}

async function precautions(asked: string[], flags: Flags, context: Context): Promise<E.Either<CliError, ExitCode>> {
  const sinks = sinksFor(flags.reporter ?? [])
  if (E.isLeft(sinks)) return sinks
  const models = await modelsFor(asked, flags, context)
  if (E.isLeft(models)) return models
  const wrong = wrongMinimal(flags)
  if (wrong !== null) return E.left({ tag: 'nothing to do', message: wrong })
  if (flags.minimal === true) {
    const options = { ...searchOptions(flags), exhaustive: flags.exhaustive === true }
    return minimal(models.right, options, sinks.right, context)
  }
  const options = { ...searchOptions(flags), ...strategyOptions(flags) }
  const reports: PrecautionsReport[] = []
  for (const configured of models.right) {
    if (context.signal.aborted) break
    const report = await examine(configured, { ...flags, options }, context)
    if (E.isLeft(report)) return report
    reports.push(report.right)
    if (sinks.right.some(isWatched)) context.io.stdout.write(precautionsText(report.right, lookOf(context.io)))
  }
  complainOfRest(context.io, reports.length, models.right.length, 'not looked at')
  const written = await writeReports(reports, sinks.right, context)
  if (E.isLeft(written)) return written
  const verdict = worst(reports.map(precautionsVerdict))
  return E.right(verdict === 'holds' && context.signal.aborted ? 3 : exitCodeFor(verdict))
}

/** What cannot be meant, or null. */
function wrongMinimal(flags: Flags): string | null {
  if (flags.minimal !== true) return flags.exhaustive === true ? '--exhaustive goes with --minimal' : null
  if (flags.out !== undefined) return '--minimal has no counterexamples that --out could write'
  const looks = [flags.workers, ...Object.values(strategyOptions(flags))].some((value) => value !== undefined)
  return looks ? '--minimal decides how to look: it searches level by level, on one thread' : null
}

async function modelsFor(
  asked: string[],
  flags: Flags,
  context: Context,
): Promise<E.Either<CliError, readonly Configured[]>> {
  const models = await askedModels(asked, flags, [], context)
  if (E.isLeft(models)) return models
  const withPrecautions = models.right.filter(({ model }) => model.precautions.length > 0)
  if (withPrecautions.length > 0) return E.right(withPrecautions)
  const names = models.right.map(({ model }) => model.name).join(', ')
  return E.left({ tag: 'nothing to do', message: `${names} has no precautions to take away` })
}

/** How to look, as options and in the words of a command line, and where to write what is found. */
export interface Examination extends Partial<CheckFlags> {
  readonly options: CheckOptions
}

/** The model with all its precautions, and without each: a file for each that goes wrong, if files are wanted. */
export async function examine(
  { model, asked }: Configured,
  examination: Examination,
  context: Context,
): Promise<E.Either<CliError, PrecautionsReport>> {
  const whole = await lookInto({ model, asked }, examination, context)
  if (E.isLeft(whole)) return whole
  const precautions: PrecautionReport[] = []
  for (const name of model.precautions) {
    if (context.signal.aborted) break
    const check = await lookInto({ model: model.without(name), asked }, examination, context)
    if (E.isLeft(check)) return check
    const report = await withFile(check.right, { model, asked }, examination.out ?? null, context)
    if (E.isLeft(report)) return report
    precautions.push({ name, check: report.right, broken: firstBroken(report.right), vacuous: false })
  }
  const vacuous = precautions.some((p) => p.check.verdict === 'holds') ? vacuousPrecautions(model) : []
  return E.right({
    whole: whole.right,
    precautions: precautions.map((p) => ({ ...p, vacuous: vacuous.includes(p.name) })),
    left: model.precautions.length - precautions.length,
  })
}

async function lookInto(
  configured: Configured,
  { options, ...flags }: Examination,
  context: Context,
): Promise<E.Either<CliError, CheckReport>> {
  const found = await searchOn(flags.workers ?? 1, configured, options, context)
  if (E.isLeft(found)) return found
  const { asked } = configured
  return E.right(reportOf(await simpler(found.right, context), { asked, search: searchWords(flags) }))
}

/** Writes the run that breaks first, under a name in which no property occurs: one file for each precaution. */
async function withFile(
  check: CheckReport,
  { model, asked }: Configured,
  out: string | null,
  { io }: Context,
): Promise<E.Either<CliError, CheckReport>> {
  const broken = firstBroken(check)
  if (out === null || broken === null) return E.right(check)
  const one = { ...check, properties: [broken] }
  const written = await writeCounterexamples(one, { declared: model.declared, asked, suffix: '' }, out, io.cwd)
  if (E.isLeft(written)) return written
  const [filed] = written.right.properties
  return E.right({ ...check, properties: check.properties.map((p) => (p === broken ? filed! : p)) })
}

async function writeReports(
  reports: readonly PrecautionsReport[],
  sinks: readonly Sink[],
  { io }: Context,
): Promise<E.Either<CliError, void>> {
  for (const { name, file } of sinks) {
    const text =
      name === 'json' ? precautionsJson(reports) : reports.map((r) => precautionsText(r, fileLook())).join('')
    if (file !== null) {
      const written = await writeText(io.cwd, file, text)
      if (E.isLeft(written)) return written
    } else if (name === 'json') io.stdout.write(text)
  }
  return E.right(undefined)
}
