import type { Bounds } from '../bfs.js'
import { type Expansion, StepFault } from '../expansion.js'
import type { During, Limit, Progress } from '../outcome.js'
import { NumberList } from './number-list.js'
import { StateStore } from './state-store.js'
import type { Units } from './units.js'

/**
 * Every state that was expanded and the steps between them, for questions about whole runs. Two steps with the same states
 * before and after are one here, and belong to the units of both: fairness speaks of states, not of who changed them.
 * Steps that change nothing are left out: any run may stay where it is anyway.
 */
export class StateGraph {
  readonly store: StateStore
  /** States that were expanded: numbers 0 to `states` - 1. Later ones have only been seen. */
  states = 0
  /** Initial states within the constraint. */
  initial = 0
  /** The steps of state `s` are those from `first.get(s)` to `first.get(s + 1)` - 1. */
  readonly first = new NumberList()
  readonly targets = new NumberList()
  /** For each step, the set of units it belongs to; empty if there is no unit at all. */
  readonly taking = new NumberList()
  /** For each state, the set of units that could take a step that changes it. */
  readonly enabled = new NumberList()
  /** Steps out of the constraint: no run takes them, but they count as possible. */
  cut = 0
  generated = 0
  /** Levels expanded. */
  depth = 0
  limit: Limit | null = null
  /** What was thrown while the state after the last one was expanded, and during what. */
  failure: { readonly thrown: unknown; readonly during: During } | null = null

  constructor(
    words: number,
    readonly units: Units,
  ) {
    this.store = new StateStore(words)
    this.first.push(0)
  }

  /** The set of units that the step at this index belongs to. */
  unitsOf(edge: number): number {
    return this.units.all.length === 0 ? 0 : this.taking.get(edge)
  }

  /** The states on a shortest run to a state. As states are numbered level by level, the first step to one comes from a nearest. */
  runTo(state: number): number[] {
    const parent = new Int32Array(this.store.size).fill(-1)
    for (let s = 0; s < this.states; s++)
      for (let e = this.first.get(s), end = this.first.get(s + 1); e < end; e++) {
        const target = this.targets.get(e)
        if (target >= this.initial && parent[target] === -1) parent[target] = s
      }
    const run: number[] = []
    for (let s = state; s !== -1; s = parent[s]!) run.push(s)
    return run.reverse()
  }

  get bytes(): number {
    return this.store.bytes + this.first.bytes + this.targets.bytes + this.taking.bytes + this.enabled.bytes
  }
}

export interface GraphOptions {
  readonly bounds: Bounds
  readonly signal?: AbortSignal | undefined
  /** When to end, by `performance.now`. */
  readonly deadline: number
}

const SLICE = 512

/** What the conditions of fairness assumptions are called where one of them fails. */
export const FAIRNESS = 'the fairness assumption'

/** Bytes a state that looking for loops needs besides the graph. */
const SCRATCH = 48

/** Builds the graph level by level, up to the bounds. */
export function* buildGraph(
  expansion: Expansion,
  units: Units,
  { bounds, signal, deadline }: GraphOptions,
): Generator<Progress, StateGraph> {
  const graph = new StateGraph(expansion.words, units)
  const { store, first, targets, taking, enabled } = graph
  const { constraint } = expansion.model
  const labelled = units.all.length > 0
  /** Of each state, the step that last led to it: whether the state being expanded has one already. */
  const latest = new NumberList()
  let couldTake = 0
  let ownLow = 0
  /** What of the model is being asked, if it is not a step. */
  let asking: string | null = null

  function numberOf(low: number): number {
    const known = store.find(low, expansion.draft)
    if (known >= 0) return known
    asking = 'the state constraint'
    const inside = constraint === null || constraint(expansion.view)
    asking = null
    if (!inside) return -1
    latest.push(-1)
    return store.add(low, expansion.draft)
  }

  function visit(low: number): void {
    graph.generated++
    if (low === ownLow && store.is(graph.states, low, expansion.draft)) return
    asking = FAIRNESS
    const set = units.ofStep()
    asking = null
    couldTake = units.sets.union(couldTake, set)
    const target = numberOf(low)
    if (target < 0) {
      graph.cut++
      return
    }
    const same = latest.get(target)
    if (same >= first.get(graph.states)) {
      if (labelled) taking.set(same, units.sets.union(taking.get(same), set))
      return
    }
    latest.set(target, targets.push(target))
    if (labelled) taking.push(set)
  }

  function expand(): void {
    const state = graph.states
    ownLow = store.lowOf(state)
    couldTake = 0
    expansion.load(store.chunkOf(state), store.offsetOf(state))
    expansion.successors(ownLow, 0, visit)
    // What a bound of the model has cut off could have been taken.
    for (const { site, process } of expansion.cuts.here)
      couldTake = units.sets.union(couldTake, units.ofAny(site, process))
    enabled.push(couldTake)
    first.push(targets.length)
    graph.states++
  }

  function limitNow(): Limit | null {
    const frontier = store.size - graph.states
    if (frontier === 0) return null
    if (signal?.aborted) return { tag: 'interrupted', frontier }
    if (bounds.states !== undefined && store.size >= bounds.states)
      return { tag: 'states', limit: bounds.states, frontier }
    if (performance.now() > deadline) return { tag: 'time', limit: bounds.seconds ?? 0, frontier }
    if (bounds.memory !== undefined && graph.bytes + latest.bytes + store.size * SCRATCH > bounds.memory)
      return { tag: 'memory', limit: bounds.memory, frontier }
    return null
  }

  try {
    expansion.initialStates((low) => {
      graph.generated++
      numberOf(low)
    })
    graph.initial = store.size
    while (graph.limit === null && graph.states < store.size) {
      const levelEnd = store.size
      if (bounds.depth !== undefined && graph.depth + 1 >= bounds.depth) {
        graph.limit = { tag: 'depth', limit: bounds.depth, frontier: store.size - graph.states }
        break
      }
      graph.depth++
      while (graph.limit === null && graph.states < levelEnd) {
        const end = Math.min(levelEnd, graph.states + SLICE)
        while (graph.states < end) expand()
        graph.limit = limitNow()
        yield progressOf(graph)
      }
    }
  } catch (thrown) {
    targets.cut(first.get(graph.states))
    if (labelled) taking.cut(targets.length)
    const frontier = store.size - graph.states
    if (asking !== null) graph.failure = { thrown, during: { tag: 'property', property: asking } }
    else if (thrown instanceof StepFault) {
      const { process, label } = expansion.event()
      graph.failure = { thrown, during: { tag: 'step', process, label } }
    } else if (thrown instanceof RangeError) graph.limit = { tag: 'memory', limit: graph.bytes, frontier }
    else throw thrown
  }
  return graph
}

function progressOf({ generated, store, states, depth, bytes }: StateGraph): Progress {
  return { generated, distinct: store.size, depth, queue: store.size - states, bytes }
}
