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
import { search } from './search.js'

interface Flags extends SearchFlags {
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
  addReporterOptions(addSearchOptions(command))
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
  const reports: PrecautionsReport[] = []
  for (const configured of models.right) {
    if (context.signal.aborted) break
    const report = await examine(configured, searchOptions(flags), context, flags.out ?? null)
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
function wrongMinimal({ minimal: isMinimal, exhaustive, out }: Flags): string | null {
  if (exhaustive === true && isMinimal !== true) return '--exhaustive goes with --minimal'
  return isMinimal === true && out !== undefined ? '--minimal has no counterexamples that --out could write' : null
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

/** The model with all its precautions, and without each: a file for each that goes wrong, if files are wanted. */
export async function examine(
  { model, asked }: Configured,
  options: CheckOptions,
  context: Context,
  out: string | null = null,
): Promise<E.Either<CliError, PrecautionsReport>> {
  const whole = reportOf(await search(model, options, context), { asked })
  const precautions: PrecautionReport[] = []
  for (const name of model.precautions) {
    if (context.signal.aborted) break
    const report = await withFile(
      reportOf(await search(model.without(name), options, context), { asked }),
      { model, asked },
      out,
      context,
    )
    if (E.isLeft(report)) return report
    precautions.push({ name, check: report.right, broken: firstBroken(report.right), vacuous: false })
  }
  const vacuous = precautions.some((p) => p.check.verdict === 'holds') ? vacuousPrecautions(model) : []
  return E.right({
    whole,
    precautions: precautions.map((p) => ({ ...p, vacuous: vacuous.includes(p.name) })),
    left: model.precautions.length - precautions.length,
  })
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
