import { availableParallelism } from 'node:os'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { CheckOptions } from '../search/check.js'
import { reductionNames } from '../search/reduction/refusal.js'
import { type StrategyName, strategies } from '../search/strategy.js'
import { collectFairness, type FairnessWords, fairnessOf } from './fairness.js'
import { collect, memory, positive, seconds, whole } from './options.js'

/** What the options of a way to look come to, as commander collects them. */
export interface StrategyFlags {
  readonly workers?: number
  readonly strategy?: StrategyName
  readonly reduction?: CheckOptions['reductions']
  readonly seed?: number
  readonly maxSamples?: number
  readonly maxSteps?: number
  readonly bugDepth?: number
  readonly preemptions?: number
  readonly delays?: number
  readonly bitstateMemory?: number
  readonly hashes?: number
  readonly fairness?: FairnessWords
  readonly frontierMemory?: number
}

/** What the options come to that say where a search leaves off and goes on, as commander collects them. */
export interface CheckpointFlags {
  readonly checkpoint?: string
  readonly checkpointEvery?: number
  readonly recover?: string
}

const GROUP = 'How to look:'

/** The options that say how to look. */
export function addStrategyOptions(command: Command): Command {
  const add = (flags: string, description: string, parse: (text: string) => unknown) =>
    command.addOption(new Option(flags, description).argParser(parse).helpGroup(GROUP))
  command.addOption(
    new Option('--strategy <name>', 'breadth-first unless said otherwise')
      .choices(Object.keys(strategies))
      .helpGroup(GROUP),
  )
  command.addOption(
    new Option('--reduction <name>', 'look at fewer states, where that is sound; repeatable')
      .choices(reductionNames)
      .argParser((name: string, before?: readonly string[]) => collect(reduction(name), before))
      .helpGroup(GROUP),
  )
  command.addOption(
    new Option(
      '--fairness <assumption>',
      "assume this of runs, and not what the model says: none, 'weak cpu'; repeatable",
    )
      .argParser(collectFairness)
      .helpGroup(GROUP),
  )
  add('--workers <n>', 'search on so many threads; auto: as many as processors', workersOf)
  add('--seed <n>', 'of strategies that choose at random', whole)
  add('--max-samples <n>', 'how many runs to take at random', positive)
  add('--max-steps <n>', 'how long each of them may be', positive)
  add('--bug-depth <n>', 'pct: how many orderings a bug needs', positive)
  add('--preemptions <n>', 'preemption-bounded: how many to allow', whole)
  add('--delays <n>', 'delay-bounded: how many to allow', whole)
  add('--bitstate-memory <bytes>', 'bitstate: the size of the table', memory)
  add('--hashes <n>', 'bitstate: how many bits to set for each state', positive)
  add('--frontier-memory <bytes>', 'keep so much of the frontier; the rest goes to disk', memory)
  return command
}

/** The options for a single search that is to leave checkpoints, or to go on from one. */
export function addCheckpointOptions(command: Command): Command {
  return command
    .addOption(new Option('--checkpoint <file>', 'leave a checkpoint there now and then').helpGroup(GROUP))
    .addOption(
      new Option('--checkpoint-every <time>', 'how often: 30, 30s, 5m (60s)').argParser(seconds).helpGroup(GROUP),
    )
    .addOption(new Option('--recover <file>', 'go on from a checkpoint').helpGroup(GROUP))
}

export function strategyOptions(flags: StrategyFlags): CheckOptions {
  const { strategy, seed, maxSamples: samples, maxSteps: steps, preemptions, delays, frontierMemory } = flags
  const fairness = fairnessOf(flags.fairness)
  return {
    ...(strategy !== undefined && { strategy }),
    ...(flags.reduction !== undefined && { reductions: flags.reduction }),
    ...(fairness !== undefined && { fairness }),
    seed,
    samples,
    steps,
    bugDepth: flags.bugDepth,
    preemptions,
    delays,
    bitstateBytes: flags.bitstateMemory,
    hashes: flags.hashes,
    frontierMemory,
  }
}

export function checkpointOptions(flags: CheckpointFlags): Pick<CheckOptions, 'checkpoint' | 'recover'> {
  const { checkpoint: file, recover } = flags
  return {
    recover,
    checkpoint: file === undefined ? undefined : { file, everySeconds: flags.checkpointEvery ?? 60 },
  }
}

function reduction(name: string): string {
  if ((reductionNames as readonly string[]).includes(name)) return name
  throw new InvalidArgumentError(`Allowed choices are ${reductionNames.join(', ')}.`)
}

/** Each thread takes memory of its own before it does anything: a slip of the finger must not take all there is. */
const MOST_WORKERS = 128

function workersOf(text: string): number {
  if (text === 'auto') return availableParallelism()
  const n = Number(text)
  if (Number.isSafeInteger(n) && n >= 1 && n <= MOST_WORKERS) return n
  throw new InvalidArgumentError(`It is a number from 1 to ${MOST_WORKERS}, or auto.`)
}
