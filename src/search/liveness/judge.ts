import { faultOf } from '../../schema/failure.js'
import type { Expansion } from '../expansion.js'
import type { Finding } from '../outcome.js'
import { ASKED, BEGINS, type Claim, judgeStates, STAYS, VISITS } from './claims.js'
import { shortestLasso } from './lasso.js'
import { pathThrough } from './positions.js'
import { fairRegions, NOWHERE } from './regions.js'
import type { StateGraph } from './state-graph.js'

export interface Judgement {
  readonly finding: Finding | null
  /** Whether there was anything that the claim could have been broken by. */
  readonly asked: boolean
}

/** Looks for a run that breaks a claim. `lost` marks the states from which no fair run was looked at, if there are any. */
export function judgeClaim(
  expansion: Expansion,
  graph: StateGraph,
  claim: Claim,
  { lost, budget }: { readonly lost: Uint8Array | null; readonly budget: number },
): Judgement {
  // Which state a condition was asked about, or none.
  const at = { state: graph.states }
  try {
    const says = judgeStates(expansion, graph, claim, at)
    return { finding: breach(expansion, graph, claim, says, budget), asked: isAsked(graph, claim, says, lost) }
  } catch (thrown) {
    if (at.state === graph.states) throw thrown
    const path = pathThrough(expansion, graph, graph.runTo(at.state))
    const during = { tag: 'property', property: claim.property } as const
    return { finding: { tag: 'fault', fault: faultOf(thrown), during, path }, asked: true }
  }
}

function breach(
  expansion: Expansion,
  graph: StateGraph,
  claim: Claim,
  says: Uint8Array,
  budget: number,
): Finding | null {
  const group = tails(graph, says)
  if (group === null) return null
  const visits = claim.kind === 'eventuallyAlways'
  const region = fairRegions(graph, group, visits ? (s) => (says[s]! & VISITS) !== 0 : null)
  if (region.every((number) => number === NOWHERE)) return null
  const lasso = shortestLasso(graph, says, region, claim.kind, budget)
  if (lasso === null) return null
  const { property, of } = claim
  return { tag: 'lasso', property, of, path: pathThrough(expansion, graph, lasso.states), loop: lasso.loop }
}

/** The states in which a run breaking the claim can be from some moment on: group 0, all others -1. Null if there is none. */
function tails(graph: StateGraph, says: Uint8Array): Int32Array | null {
  const { first, targets, states } = graph
  const group = new Int32Array(states).fill(-1)
  const queue = new Int32Array(states)
  let queued = 0
  const enter = (s: number) => {
    group[s] = 0
    queue[queued++] = s
  }
  for (let s = 0; s < states; s++) if ((says[s]! & BEGINS) !== 0) enter(s)
  for (let q = 0; q < queued; q++)
    for (let e = first.get(queue[q]!), end = first.get(queue[q]! + 1); e < end; e++) {
      const t = targets.get(e)
      if (t < states && group[t] !== 0 && (says[t]! & STAYS) !== 0) enter(t)
    }
  return queued === 0 ? null : group
}

function isAsked(graph: StateGraph, { kind }: Claim, says: Uint8Array, lost: Uint8Array | null): boolean {
  const seen = (s: number) => lost === null || lost[s] === 0
  if (kind === 'leadsTo') return says.some((bits, s) => (bits & ASKED) !== 0 && seen(s))
  for (let s = 0; s < Math.min(graph.initial, graph.states); s++) if (seen(s)) return true
  return false
}
