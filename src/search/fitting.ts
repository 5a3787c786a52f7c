import type { Model } from '../model/model.js'
import { UsageFailure } from '../system/errors.js'
import { MOST_BYTES } from './depth/bitstate.js'
import { refuseObservers } from './observers/refuse.js'
import { reductionRefusal, refused } from './reduction/refusal.js'
import type { SearchOptions, StrategyName } from './strategy.js'

type Option = keyof SearchOptions

/** Strategies of which the seed decides what they find. */
export const SEEDED: readonly StrategyName[] = ['random-walk', 'pct', 'bitstate']

/** Options that only some strategies have a use for. */
const belongsTo: { readonly [O in Option]?: readonly StrategyName[] } = {
  seed: SEEDED,
  samples: ['random-walk', 'pct'],
  steps: ['random-walk', 'pct'],
  bugDepth: ['pct'],
  preemptions: ['preemption-bounded'],
  delays: ['delay-bounded'],
  bitstateBytes: ['bitstate'],
  hashes: ['bitstate'],
  frontierMemory: ['breadth-first'],
  checkpoint: ['breadth-first'],
  recover: ['breadth-first'],
}

/** What each option is called in a sentence, and the least it can be. */
const least = {
  samples: ['the number of runs', 1],
  steps: ['the number of steps', 1],
  bugDepth: ['the depth of a bug', 1],
  preemptions: ['the number of preemptions', 0],
  delays: ['the number of delays', 0],
  bitstateBytes: ['the size of the bit array', 4],
  hashes: ['the number of bits for each state', 1],
  seed: ['the seed', 0],
} as const

/** What is asked of a search, and on how many threads. */
interface Asked extends SearchOptions {
  readonly strategy?: StrategyName
  readonly workers?: number
}

/**
 * Throws a UsageFailure if a search cannot be made as asked. What would be wrong on one thread, too, comes first: to leave
 * out the workers would be of no use.
 */
export function refuseMisfit(model: Model, { workers = 1, ...options }: Asked): void {
  const { strategy = 'breadth-first', reductions = [] } = options
  const refuse = (reason: string | null) => {
    if (reason !== null) throw new UsageFailure({ tag: 'search refused', system: model.name, reason })
  }
  refuse(misfit(strategy, options))
  for (const name of reductions) {
    const reason = reductionRefusal(model, name, { ...options, strategy })
    if (reason !== null) throw refused(model, name, reason)
  }
  if (workers === 1) return
  const alone = strategy === 'breadth-first' ? reductions[0] : strategy
  refuse(alone === undefined ? null : `${alone} works on one thread only, so leave out the workers`)
  refuseObservers(model, 'several workers')
}

/** Why a search cannot be made with these options, as the end of a sentence; null if it can. */
function misfit(strategy: StrategyName, options: SearchOptions): string | null {
  return foreign(strategy, options) ?? tooSmall(options) ?? tooLarge(strategy, options)
}

function foreign(strategy: StrategyName, options: SearchOptions): string | null {
  for (const [option, strategies] of Object.entries(belongsTo))
    if (options[option as Option] !== undefined && !strategies.includes(strategy))
      return `${strategy} has no use for ${nameOf(option)}, which is for ${new Intl.ListFormat('en-GB').format(strategies)}`
  return null
}

function tooSmall(options: SearchOptions): string | null {
  for (const [option, [name, minimum]] of Object.entries(least)) {
    const value = options[option as keyof typeof least]
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= minimum))
      return `${name} is a whole number from ${minimum}, not ${value}`
  }
  for (const bound of ['states', 'depth', 'seconds', 'memory'] as const) {
    const value = options.bounds?.[bound]
    if (value !== undefined && !(value > 0)) return `a bound on ${bound} is above zero, not ${value}`
  }
  return null
}

function tooLarge(strategy: StrategyName, { bitstateBytes = 0, storage }: SearchOptions): string | null {
  if (bitstateBytes > MOST_BYTES) return `a bit array has ${MOST_BYTES} bytes at most, not ${bitstateBytes}`
  if (strategy === 'bitstate' && storage === 'exact')
    return 'bitstate keeps no whole states, so there is no exact storage'
  return null
}

/** `bugDepth` as people write it: `a bug depth`. */
function nameOf(option: string): string {
  return `"${option.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}"`
}
