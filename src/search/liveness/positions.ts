import type { Expansion } from '../expansion.js'
import type { Path } from '../outcome.js'
import type { StateGraph } from './state-graph.js'

/** The positions that lead through these states of the graph; what is in the expansion is lost. */
export function pathThrough(expansion: Expansion, graph: StateGraph, states: readonly number[]): Path {
  const { store } = graph
  return states.map((state, i) => {
    let position = 0
    let found = -1
    const look = (low: number) => {
      if (found < 0 && store.is(state, low, expansion.draft)) found = position
      position++
    }
    try {
      if (i === 0) expansion.initialStates(look)
      else {
        const from = states[i - 1]!
        expansion.load(store.chunkOf(from), store.offsetOf(from))
        expansion.successors(store.lowOf(from), 0, look)
      }
    } catch (thrown) {
      // A step that fails after the one that is looked for has nothing to do with this run.
      if (found < 0) throw thrown
    }
    return found
  })
}
