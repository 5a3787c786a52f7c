import { type Command, InvalidArgumentError, Option } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { flagOf } from '../report/command.js'
import { rangeText } from '../report/list.js'
import type { CheckOptions } from '../search/check.js'
import { isMemoryModel, MEMORY_MODEL, type MemoryModel, memoryModels } from '../system/memory-model.js'
import { defaultOf, type ParameterType } from '../system/parameters.js'
import { isPlace } from '../system/place.js'
import type { Loaded } from './catalogue.js'
import type { CliError } from './errors.js'

/** What the options come to that say which system is meant, as commander collects them. */
export interface SystemFlags {
  readonly memoryModel?: MemoryModel
  readonly fence?: readonly string[]
  readonly parameter?: readonly string[]
  readonly [parameter: string]: unknown
}

/** What the options of a search come to. */
export interface SearchFlags extends SystemFlags {
  readonly maxStates?: number
  readonly maxDepth?: number
  readonly timeout?: number
  readonly maxMemory?: number
  readonly storage?: 'fingerprints' | 'exact'
}

/** The options of every command that asks for systems; `under` says under which memory model if none is named. */
export function addSystemOptions(command: Command, under = 'sc'): Command {
  return command
    .option('-p, --parameter <name=value>', 'set a parameter of the model (or by its own flag)', collect)
    .option('--memory-model <name>', `how memory behaves: ${memoryModels.join(', ')} (default: ${under})`, memoryModel)
    .option('--fence <place=strength>', 'what stands at a place of the model; repeatable', collect)
}

/** The options of every command that searches. */
export function addSearchOptions(command: Command, under?: string): Command {
  return addSystemOptions(command, under)
    .option('--max-states <n>', 'end after so many distinct states', positive)
    .option('--max-depth <n>', 'follow runs up to so many states; by breadth, end after so many levels', positive)
    .option('--timeout <time>', 'end after so long: 30, 30s, 5m, 1h', seconds)
    .option('--max-memory <bytes>', 'end when the tables are larger: 512M, 4G', memory)
    .addOption(
      new Option('--storage <how>', 'keep a fingerprint of each state, or all of it')
        .choices(['fingerprints', 'exact'])
        .default('fingerprints'),
    )
}

/** For commands that show runs or states. */
export function verboseOption(): Option {
  return new Option('--verbose', 'show all that changes, also what components keep to themselves')
}

export function addReporterOptions(command: Command): Command {
  return command
    .option('--reporter <name[=file]>', 'terminal or json, to standard output or a file; repeatable', collect)
    .option('--out <dir>', 'write the counterexamples to files in this directory')
}

/** A flag for each parameter of the models, unless one of the command's own has the name. */
export function addParameterOptions(command: Command, models: readonly Loaded[], hidden: boolean): Command {
  for (const [name, types] of parametersOf(models)) {
    // A place is named by a phrase, which is no flag: `--fence` is its option.
    if (types.every(isPlace)) continue
    const flag = flagOf(name)
    if (command.options.some((o) => o.long === flag) || flag === '--help') continue
    const [type] = types as [ParameterType]
    const values = [...new Set(types.map(rangeText))].join('; ')
    const option = new ParameterOption(name, `${flag} ${type.tag === 'bool' ? '[value]' : '<value>'}`, values)
    if (types.length === 1) option.description = `${values} (default: ${String(defaultOf(type))})`
    command.addOption(option.helpGroup('Parameters of the model:').hideHelp(hidden))
  }
  return command
}

/** Parameters are kept apart from the command's own options, whatever they are called. */
class ParameterOption extends Option {
  constructor(
    private readonly parameter: string,
    flags: string,
    description: string,
  ) {
    super(flags, description)
  }

  override attributeName(): string {
    return keyOf(this.parameter)
  }
}

function keyOf(parameter: string): string {
  return `parameter ${parameter}`
}

/** The types that the models give to each parameter name. */
function parametersOf(models: readonly Loaded[]): Map<string, ParameterType[]> {
  const types = new Map<string, ParameterType[]>()
  for (const { system } of models)
    for (const [name, type] of Object.entries(system.system.parameters))
      types.set(name, [...(types.get(name) ?? []), type])
  return types
}

/** The parameters that were given, by whichever flag: texts, of which each model makes what it can. */
export function givenParameters(
  flags: SystemFlags,
  models: readonly Loaded[],
): E.Either<CliError, ReadonlyMap<string, string>> {
  const given = new Map<string, string>()
  const known = parametersOf(models)
  const { memoryModel } = flags
  if (memoryModel !== undefined && known.has(MEMORY_MODEL)) given.set(MEMORY_MODEL, memoryModel)
  for (const name of known.keys()) {
    const value = flags[keyOf(name)]
    // A flag without a value switches on.
    if (value !== undefined) given.set(name, String(value))
  }
  for (const assignment of [...(flags.parameter ?? []), ...(flags.fence ?? [])]) {
    const at = assignment.indexOf('=')
    if (at < 1) return E.left({ tag: 'bad assignment', text: assignment })
    given.set(assignment.slice(0, at), assignment.slice(at + 1))
  }
  return E.right(given)
}

export function searchOptions(flags: SearchFlags): CheckOptions {
  const { maxStates: states, maxDepth: depth, timeout, maxMemory, storage } = flags
  return { bounds: { states, depth, seconds: timeout, memory: maxMemory }, storage: storage ?? 'fingerprints' }
}

/** Gathers an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

export function memoryModel(text: string): MemoryModel {
  if (!isMemoryModel(text)) throw new InvalidArgumentError(`It is one of ${memoryModels.join(', ')}.`)
  return text
}

export function positive(text: string): number {
  const n = Number(text.replaceAll('_', ''))
  if (!Number.isSafeInteger(n) || n < 1) throw new InvalidArgumentError('It is a whole number above zero.')
  return n
}

export function whole(text: string): number {
  const n = Number(text)
  if (!Number.isSafeInteger(n) || n < 0 || text.trim() === '') throw new InvalidArgumentError('It is a whole number.')
  return n
}

export function seconds(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(s|m|h)?$/.exec(text)
  const n = Number(match?.[1]) * { s: 1, m: 60, h: 3600 }[match?.[2] ?? 's']!
  if (match === null || n === 0) throw new InvalidArgumentError('It is a time above zero: 30, 30s, 5m or 1h.')
  return n
}

export function memory(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([kmg])?(?:i?b)?$/i.exec(text)
  const unit = { k: 10, m: 20, g: 30 }[(match?.[2] ?? '').toLowerCase()] ?? 0
  const n = Math.floor(Number(match?.[1]) * 2 ** unit)
  if (match === null || n === 0) throw new InvalidArgumentError('It is a size above zero: 4096, 512M or 4G.')
  return n
}
