import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { type CheckReport, reportOf } from '../report/report.js'
import { asExpected, type CheckOptions, worst } from '../search/check.js'
import { vacuousPrecautions } from '../search/vacuous-precautions.js'
import { askedModels } from './asked.js'
import { complain, complainOfRest } from './complain.js'
import type { Configured } from './configure.js'
import { type Context, type ExitCode, exitCodeFor } from './context.js'
import type { CliError } from './errors.js'
import { writeCounterexamples } from './files.js'
import {
  addParameterOptions,
  addReporterOptions,
  addSearchOptions,
  collect,
  type SearchFlags,
  searchOptions,
  verboseOption,
} from './options.js'
import { Output, sinksFor } from './output.js'
import { type Selection, select, selection, selectResults } from './properties.js'
import { searchOn } from './search.js'
import { searchWords } from './search-words.js'
import { simpler } from './simpler.js'
import {
  addCheckpointOptions,
  addStrategyOptions,
  type CheckpointFlags,
  checkpointOptions,
  type StrategyFlags,
  strategyOptions,
} from './strategy-options.js'

/** What the options of a check come to, as commander collects them. */
export interface CheckFlags extends SearchFlags, StrategyFlags, CheckpointFlags {
  readonly without?: readonly string[]
  readonly property?: readonly string[]
  readonly invariant?: readonly string[]
  readonly keepGoing?: boolean
  readonly allowVacuous?: boolean
  readonly shrink: boolean
  readonly verbose?: boolean
  readonly reporter?: readonly string[]
  readonly out?: string
}

/** `check [models...]`: looks for runs that break what must hold. */
export function checkCommand(context: Context): Command {
  const command = new Command('check')
    .description('check models exhaustively: by default, all of the catalogue')
    .argument('[models...]', 'names of the catalogue, or paths: ./my-lock.ts, ./my-locks.ts#ticketLock')
    .option('--without <precaution>', 'take a precaution away; repeatable', collect)
    .option('--property <name>', 'judge this property only; repeatable', collect)
    .option('--invariant <name>', 'the same as --property', collect)
    .option('--keep-going', 'go on after a violation, until every property is decided')
    .option('--no-shrink', 'show the runs that the search has found, and no simpler ones')
    .option('--allow-vacuous', 'do not fail for a property that could not be broken')
    .addOption(verboseOption())
  addReporterOptions(addCheckpointOptions(addStrategyOptions(addSearchOptions(command))))
  addParameterOptions(command, context.named, context.named.length > 3)
  return command.action(async (models: string[], flags: CheckFlags) =>
    context.finish(await check(models, flags, context)),
  )
}

interface Plan {
  readonly models: readonly Configured[]
  readonly selected: Selection
  readonly options: CheckOptions
  readonly workers: number
  readonly out: string | null
  /** Violations are to be shown by simpler runs. */
  readonly shrink: boolean
  /** How it is searched, for the command that does it again. */
  readonly search: readonly string[]
}

async function check(asked: string[], flags: CheckFlags, context: Context): Promise<E.Either<CliError, ExitCode>> {
  const sinks = sinksFor(flags.reporter ?? [])
  if (E.isLeft(sinks)) return sinks
  const plan = await planFor(asked, flags, context)
  if (E.isLeft(plan)) return plan
  const output = new Output(sinks.right, context.io, flags.verbose ?? false)
  const checks = await carryOut(plan.right, output, context)
  if (E.isLeft(checks)) return checks
  const ended = await output.end({ checks: checks.right })
  if (E.isLeft(ended)) return ended
  if (flags.allowVacuous !== true && checks.right.some(isVacuous)) return E.right(1)
  const verdict = worst(checks.right.map(asExpected))
  return E.right(verdict === 'holds' && context.signal.aborted ? 3 : exitCodeFor(verdict))
}

/** Whether something holds for the only reason that nothing ever happens by which it could be broken, or is there for nothing. */
function isVacuous({ properties, vacuousPrecautions }: CheckReport): boolean {
  return properties.some((p) => p.vacuous) || vacuousPrecautions.length > 0
}

async function planFor(asked: string[], flags: CheckFlags, context: Context): Promise<E.Either<CliError, Plan>> {
  const models = await askedModels(asked, flags, flags.without ?? [], context)
  if (E.isLeft(models)) return models
  const selected = selection([...(flags.property ?? []), ...(flags.invariant ?? [])], models.right)
  if (E.isLeft(selected)) return selected
  if (flags.checkpointEvery !== undefined && flags.checkpoint === undefined)
    return E.left({ tag: 'nothing to do', message: '--checkpoint-every goes with --checkpoint' })
  const options = {
    ...searchOptions(flags),
    ...strategyOptions(flags),
    ...checkpointOptions(flags),
    keepGoing: flags.keepGoing ?? false,
  }
  const workers = flags.workers ?? 1
  const { out = null, shrink } = flags
  const search = searchWords(flags)
  return E.right({ models: models.right, selected: selected.right, options, workers, out, shrink, search })
}

/** Checks one model after the other; interrupted, it tells how far it came. */
async function carryOut(plan: Plan, output: Output, context: Context): Promise<E.Either<CliError, CheckReport[]>> {
  const reports: CheckReport[] = []
  for (const configured of plan.models) {
    if (context.signal.aborted) break
    const report = await checkOne(configured, plan, context)
    if (E.isLeft(report)) return report
    reports.push(report.right)
    output.each(report.right)
  }
  complainOfRest(context.io, reports.length, plan.models.length, 'not checked')
  return E.right(reports)
}

async function checkOne(
  { model, asked }: Configured,
  { selected, options, workers, out, shrink, search }: Plan,
  context: Context,
): Promise<E.Either<CliError, CheckReport>> {
  const result = await searchOn(workers, { model: select(model, selected), asked }, options, context)
  if (E.isLeft(result)) return result
  const { limit } = result.right.ledger
  const { checkpoint } = options
  if (checkpoint !== undefined && limit !== null && limit.tag !== 'violation')
    complain(context.io, `--recover ${checkpoint.file} goes on from where it ended`)
  const found = selectResults(result.right, model, selected)
  // Of a model that goes without some precaution, or was seen in part, nothing can be said about the others.
  const isWhole = model.leftOut.length === 0 && found.ledger.coverage === 'exhaustive'
  const vacuous = isWhole ? vacuousPrecautions(model) : []
  const told = { asked, search, found, vacuousPrecautions: vacuous }
  const report = reportOf(shrink ? await simpler(found, context) : found, told)
  if (out === null) return E.right(report)
  return writeCounterexamples(report, { declared: model.declared, asked }, out, context.io.cwd)
}
