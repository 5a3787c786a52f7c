import type { Bounds } from './bfs.js'
import type { Limit } from './outcome.js'

/** How far a search has come, as far as bounds are concerned. */
export interface Spent {
  readonly distinct: number
  readonly frontier: number
  readonly bytes: number
}

export type Limits = (spent: Spent) => Limit | null

/** Tells which bound a search has met, if any. The clock runs from here. */
export function limitsOf(bounds: Bounds = {}, signal?: AbortSignal): Limits {
  const started = performance.now()
  return ({ distinct, frontier, bytes }) => {
    if (signal?.aborted) return { tag: 'interrupted', frontier }
    if (bounds.states !== undefined && distinct >= bounds.states && frontier > 0)
      return { tag: 'states', limit: bounds.states, frontier }
    if (bounds.seconds !== undefined && performance.now() - started > bounds.seconds * 1000)
      return { tag: 'time', limit: bounds.seconds, frontier }
    if (bounds.memory !== undefined && bytes > bounds.memory) return { tag: 'memory', limit: bounds.memory, frontier }
    return null
  }
}
