import { type BreadthFirstOptions, breadthFirst } from './bfs.js'
import type { Expansion } from './expansion.js'
import type { Outcome, Progress } from './outcome.js'

/**
 * A way to look: shown a model's expansion, it visits states in some order until it has seen all of them or meets a bound.
 * It yields from time to time, and whoever runs it decides whether it goes on.
 */
export type Strategy = (expansion: Expansion, options: SearchOptions) => Generator<Progress, Outcome>

export interface SearchOptions extends BreadthFirstOptions {}

/** Every strategy, by the name it has on the command line. */
export const strategies = {
  'breadth-first': breadthFirst,
} as const satisfies { readonly [name: string]: Strategy }

export type StrategyName = keyof typeof strategies
