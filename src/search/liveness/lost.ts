import { Components } from './components.js'
import { fairRegions, NOWHERE } from './regions.js'
import type { StateGraph } from './state-graph.js'

/** Marks the states from which no fair run stays in the graph: what a property says of such runs was not looked at. */
export function lostStates(graph: StateGraph): Uint8Array {
  const region = fairRegions(graph, new Int32Array(graph.states), null)
  const lost = new Uint8Array(graph.states).fill(1)
  const members = Int32Array.from({ length: graph.states }, (_, s) => s)
  // Whatever a component leads to has been handed over before it.
  new Components(graph, new Int32Array(graph.states)).find(0, members, (component) => {
    if (component.some((s) => region[s] !== NOWHERE || leadsOn(graph, lost, s))) for (const s of component) lost[s] = 0
  })
  return lost
}

function leadsOn({ first, targets }: StateGraph, lost: Uint8Array, state: number): boolean {
  for (let e = first.get(state), end = first.get(state + 1); e < end; e++) if (lost[targets.get(e)] === 0) return true
  return false
}
