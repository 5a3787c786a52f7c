import { type BreadthFirstOptions, breadthFirst } from './bfs.js'
import { type BitstateOptions, bitstate } from './depth/bitstate.js'
import { depthFirst } from './depth/depth-first.js'
import type { Expansion } from './expansion.js'
import type { Outcome, Progress } from './outcome.js'
import type { ReductionName } from './reduction/refusal.js'
import { type PctOptions, pct } from './sampled/pct.js'
import { randomWalk } from './sampled/random-walk.js'
import { type DelayOptions, delayBounded } from './scheduled/delay-bounded.js'
import { type PreemptionOptions, preemptionBounded } from './scheduled/preemption-bounded.js'

/**
 * A way to look: shown a model's expansion, it visits states in some order until it has seen all of them or meets a bound.
 * It yields from time to time, and whoever runs it decides whether it goes on.
 */
export type Strategy = (expansion: Expansion, options: SearchOptions) => Generator<Progress, Outcome>

export interface SearchOptions
  extends BreadthFirstOptions,
    BitstateOptions,
    PctOptions,
    PreemptionOptions,
    DelayOptions {
  /** Ways to look at fewer states; each is refused where it does not fit. */
  readonly reductions?: readonly ReductionName[]
}

/** Every strategy, by the name it has on the command line. */
export const strategies = {
  'breadth-first': breadthFirst,
  'depth-first': depthFirst,
  bitstate,
  'random-walk': randomWalk,
  pct,
  'preemption-bounded': preemptionBounded,
  'delay-bounded': delayBounded,
} as const satisfies { readonly [name: string]: Strategy }

export type StrategyName = keyof typeof strategies
