import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { type FencesReport, fencesReport, fencesVerdict, type WeakerReport } from '../report/fences.js'
import { fencesJson } from '../report/fences-json.js'
import { fencesText } from '../report/fences-text.js'
import { firstBroken } from '../report/precautions.js'
import { worst } from '../search/check.js'
import { type FencesOptions, searchingFences } from '../search/fences.js'
import { MOST_LEVELS } from '../search/minimal.js'
import { MEMORY_MODEL, memoryModelsOf } from '../system/memory-model.js'
import { placesOf } from '../system/place.js'
import { askedSystems } from './asked.js'
import type { Loaded } from './catalogue.js'
import { complainOfRest } from './complain.js'
import { configureAll, valuesOf } from './configure.js'
import { type Context, type ExitCode, exitCodeFor } from './context.js'
import type { CliError } from './errors.js'
import { writeCounterexamples } from './files.js'
import { investigate } from './investigate.js'
import {
  addParameterOptions,
  addReporterOptions,
  addSearchOptions,
  collect,
  type SearchFlags,
  searchOptions,
} from './options.js'
import { sinksFor } from './output.js'
import { select, selection } from './properties.js'
import { writeDocument } from './write-document.js'

interface Flags extends SearchFlags {
  readonly without?: readonly string[]
  readonly property?: readonly string[]
  readonly exhaustive?: boolean
  readonly reporter?: readonly string[]
  readonly out?: string
}

/** `fences [models...]`: the weakest that must stand at the places of a model for everything to hold. */
export function fencesCommand(context: Context): Command {
  const command = new Command('fences')
    .description('find the weakest fences and orders with which every property holds')
    .argument('[models...]', 'names of the catalogue, or paths; by default, every model that has places for fences')
    .option('--without <precaution>', 'take a precaution away; repeatable', collect)
    .option('--property <name>', 'judge this property only; repeatable', collect)
    .option('--exhaustive', 'check everything that might be minimal, and assume nothing')
  addReporterOptions(addSearchOptions(command, 'each that the model knows, one after the other'))
  addParameterOptions(command, context.named, context.named.length > 3)
  return command.action(async (asked: string[], flags: Flags) => context.finish(await fences(asked, flags, context)))
}

async function fences(asked: string[], flags: Flags, context: Context): Promise<E.Either<CliError, ExitCode>> {
  const sinks = sinksFor(flags.reporter ?? [])
  if (E.isLeft(sinks)) return sinks
  const tasks = await tasksFor(asked, flags, context)
  if (E.isLeft(tasks)) return tasks
  const reports: FencesReport[] = []
  for (const task of tasks.right) {
    const report = await carryOut(task, flags, context)
    if (E.isLeft(report)) return report
    if (report.right === null) break
    reports.push(report.right)
  }
  const left = tasks.right.length - reports.length
  complainOfRest(context.io, reports.length, tasks.right.length, 'not decided')
  const written = await writeDocument(
    sinks.right,
    { json: () => fencesJson(reports), text: (look) => reports.map((r) => fencesText(r, look)).join('') },
    context.io,
  )
  if (E.isLeft(written)) return written
  const verdict = worst(reports.map(fencesVerdict))
  return E.right(verdict === 'holds' && left > 0 ? 3 : exitCodeFor(verdict))
}

/** A system under one memory model. */
interface Task {
  readonly loaded: Loaded
  readonly options: FencesOptions
}

async function tasksFor(asked: string[], flags: Flags, context: Context): Promise<E.Either<CliError, readonly Task[]>> {
  const systems = await askedSystems(asked, flags, context)
  if (E.isLeft(systems)) return systems
  const { parameters } = systems.right
  const models = systems.right.models.filter(({ system }) => placesOf(system.system.parameters).length > 0)
  const wrong = wrongPlaces(models, systems.right.models)
  if (wrong !== null) return E.left({ tag: 'nothing to do', message: wrong })
  const { without = [], property = [], exhaustive = false } = flags
  const configured = configureAll(models, parameters, without)
  if (E.isLeft(configured)) return configured
  const selected = selection(property, configured.right)
  if (E.isLeft(selected)) return selected
  const tasks: Task[] = []
  for (const [i, loaded] of models.entries()) {
    const values = valuesOf(loaded, parameters)
    if (E.isLeft(values)) return values
    const { model } = configured.right[i]!
    const of = { ...searchOptions(flags), exhaustive, without: model.leftOut }
    for (const parameters of underEach(loaded, values.right))
      tasks.push({ loaded, options: { ...of, parameters, judging: (m) => select(m, selected.right) } })
  }
  return E.right(tasks)
}

/** Why there is nothing that could be found out, or null. */
function wrongPlaces(models: readonly Loaded[], all: readonly Loaded[]): string | null {
  const names = all.map(({ system }) => system.system.name).join(', ')
  if (models.length === 0)
    return `${names} has no places for fences: a model declares them among its parameters by place()`
  const levels = ({ system }: Loaded) =>
    placesOf(system.system.parameters).reduce((sum, { strengths }) => sum + strengths.length - 1, 0)
  const large = models.find((model) => levels(model) > MOST_LEVELS)
  return large === undefined
    ? null
    : `${large.system.system.name} has too many places for all their strengths to be looked through; settle some with --fence`
}

/** The parameters with the memory model that was asked for, or with each of those that the system knows. */
function underEach({ system }: Loaded, values: NonNullable<FencesOptions['parameters']>) {
  const { parameters } = system.system
  if (MEMORY_MODEL in values || !(MEMORY_MODEL in parameters)) return [values]
  return memoryModelsOf(parameters).map((memoryModel) => ({ ...values, [MEMORY_MODEL]: memoryModel }))
}

async function carryOut(
  { loaded, options }: Task,
  { out }: Flags,
  context: Context,
): Promise<E.Either<CliError, FencesReport | null>> {
  const result = await investigate(searchingFences(loaded.system, options), context)
  if (E.isLeft(result)) return result
  if (result.right === null) return E.right(null)
  const report = fencesReport(result.right, loaded.asked)
  return out === undefined ? E.right(report) : withFiles(report, loaded.asked, out, context)
}

/** Writes the run that breaks first with each that is too weak. */
async function withFiles(
  report: FencesReport,
  asked: string,
  out: string,
  { io }: Context,
): Promise<E.Either<CliError, FencesReport>> {
  const { declared } = report.result.model
  const alternatives: FencesReport['alternatives'][number][] = []
  for (const alternative of report.alternatives) {
    const weaker: WeakerReport[] = []
    for (const one of alternative.weaker) {
      const broken = firstBroken(one.check)
      if (broken === null) {
        weaker.push(one)
        continue
      }
      const check = { ...one.check, properties: [broken] }
      const written = await writeCounterexamples(check, { declared, asked, suffix: '' }, out, io.cwd)
      if (E.isLeft(written)) return written
      weaker.push({ ...one, check: written.right })
    }
    alternatives.push({ ...alternative, weaker })
  }
  return E.right({ ...report, alternatives })
}
