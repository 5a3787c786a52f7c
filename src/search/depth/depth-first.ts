import type { BreadthFirstOptions } from '../bfs.js'
import type { Expansion } from '../expansion.js'
import type { Outcome, Progress } from '../outcome.js'
import { Fingerprints, WholeStates } from '../visited.js'
import { inDepth } from './in-depth.js'
import { Shallowest } from './shallowest.js'

/**
 * Depth-first search: soon far from the initial states, and with the smallest tables; its runs are long and not the
 * shortest. Without a bound on the depth it sees the same states as breadth-first search. With one it does so too, since a
 * state that is reached again at a lesser depth is expanded again.
 */
export function depthFirst(expansion: Expansion, options: BreadthFirstOptions = {}): Generator<Progress, Outcome> {
  const exact = options.storage === 'exact'
  if (options.bounds?.depth !== undefined) return inDepth(expansion, options, new Shallowest(expansion.words, exact))
  return inDepth(expansion, options, exact ? new WholeStates(expansion.words) : new Fingerprints())
}
