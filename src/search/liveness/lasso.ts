import { BEGINS, type Claim, STAYS, VISITS } from './claims.js'
import { LoopSearch } from './loop.js'
import { NOWHERE } from './regions.js'
import type { StateGraph } from './state-graph.js'

/** A run that never ends, as states: after the last one it goes on as it did after the one at `loop`, which is the same. */
export interface Lasso {
  readonly states: readonly number[]
  /** Equal to the last index if the run stays there for ever. */
  readonly loop: number
}

/** How many places are looked at for the shortest loop, unless said otherwise. */
export const LOOP_BUDGET = 400_000

/**
 * The shortest run that breaks a claim: into a region in which fair runs can stay, and round. With the same
 * length, the one that reaches its loop first. In large regions the loop may be longer than needed, not the way there.
 */
export function shortestLasso(
  graph: StateGraph,
  says: Uint8Array,
  region: Int32Array,
  kind: Claim['kind'],
  budget: number,
): Lasso | null {
  const prefixes = new Prefixes(graph, says)
  const through = (bit: number) => (s: number) => (says[s]! & bit) !== 0
  const loops = new LoopSearch(graph, region, kind === 'eventuallyAlways' ? through(VISITS) : null, budget)
  // Of a leads-to, the left side may become true in the loop only.
  const late = kind === 'leadsTo' ? new LoopSearch(graph, region, through(BEGINS), budget) : null
  let best: Lasso | null = null
  for (const { node, length } of prefixes.inOrder()) {
    const most: number = best === null ? Number.POSITIVE_INFINITY : best.states.length - 1 - length - 1
    if (most < 0) break
    const state = prefixes.stateOf(node)
    if (region[state] === NOWHERE) continue
    const loop: number[] | null = prefixes.hasBegun(node)
      ? loops.from(state, most)
      : (late?.shortest(state, most) ?? null)
    if (loop !== null) best = { states: [...prefixes.pathTo(node), ...loop], loop: length }
    if (best !== null && (loop?.length === 0 || loops.spent)) break
  }
  return best
}

const UNREACHED = -2
const START = -1

/**
 * Shortest ways to the states on which a run breaking a claim may end up. Each state is two nodes: before the claim has
 * begun to be broken (the state's number), and after (that and the number of all states), where only states with
 * STAYS count.
 */
class Prefixes {
  private readonly parent: Int32Array
  private readonly length: Int32Array
  private readonly queue: Int32Array
  private queued = 0

  constructor(
    private readonly graph: StateGraph,
    private readonly says: Uint8Array,
  ) {
    this.parent = new Int32Array(2 * graph.states).fill(UNREACHED)
    this.length = new Int32Array(2 * graph.states)
    this.queue = new Int32Array(2 * graph.states)
    for (let s = 0; s < Math.min(graph.initial, graph.states); s++) this.enter(s, START)
  }

  /** All nodes, nearest first. */
  *inOrder(): Generator<{ readonly node: number; readonly length: number }> {
    const { first, targets, states } = this.graph
    for (let q = 0; q < this.queued; q++) {
      const node = this.queue[q]!
      const state = this.stateOf(node)
      yield { node, length: this.length[node]! }
      for (let e = first.get(state), end = first.get(state + 1); e < end; e++) {
        const target = targets.get(e)
        if (target >= states) continue
        if (node < states) this.enter(target, node)
        else if ((this.says[target]! & STAYS) !== 0) this.reach(target + states, node)
      }
    }
  }

  hasBegun(node: number): boolean {
    return node >= this.graph.states
  }

  stateOf(node: number): number {
    return this.hasBegun(node) ? node - this.graph.states : node
  }

  private reached(node: number): boolean {
    return this.parent[node] !== UNREACHED
  }

  pathTo(node: number): number[] {
    const path: number[] = []
    for (let at = node; at !== START; at = this.parent[at]!) path.push(this.stateOf(at))
    return path.reverse()
  }

  /** Arrives at a state before the claim has begun to be broken; it may begin right there. */
  private enter(state: number, parent: number): void {
    if (this.reached(state)) return
    this.reach(state, parent)
    if ((this.says[state]! & BEGINS) !== 0) this.reach(state + this.graph.states, parent)
  }

  private reach(node: number, parent: number): void {
    if (this.reached(node)) return
    this.parent[node] = parent
    this.length[node] = parent === START ? 0 : this.length[parent]! + 1
    this.queue[this.queued++] = node
  }
}
