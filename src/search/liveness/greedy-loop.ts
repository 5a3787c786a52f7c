import type { StateGraph } from './state-graph.js'

/**
 * A fair loop through a state inside its region, not always a shortest one: goes to the nearest place where something
 * that is left to do gets done, and so on, and then back. On the way back strongly fair units may come up that were not
 * possible before; then it goes round once more.
 */
export function greedyLoop(
  graph: StateGraph,
  region: Int32Array,
  visits: ((state: number) => boolean) | null,
  start: number,
): number[] {
  const way = new Way(graph, region, visits, start)
  while (!way.closed) {
    if (way.left()) way.extend((edge, target) => way.helps(edge, target))
    else way.extend((_, target) => target === start)
  }
  return way.states
}

class Way {
  /** The states after the start. */
  readonly states: number[] = []
  private readonly weak = new Set<number>()
  private readonly asked = new Set<number>()
  private readonly taken = new Set<number>()
  private toVisit: boolean
  private readonly parent = new Map<number, { readonly from: number; readonly edge: number }>()

  constructor(
    private readonly graph: StateGraph,
    private readonly region: Int32Array,
    private readonly visits: ((state: number) => boolean) | null,
    private readonly start: number,
  ) {
    const { units, enabled } = graph
    for (const u of units.sets.units(enabled.get(start))) if (units.all[u]!.strength === 'weak') this.weak.add(u)
    this.toVisit = visits !== null
    this.arrive(start)
  }

  get closed(): boolean {
    return this.states.at(-1) === this.start && !this.left()
  }

  /** Whether something is left to do. */
  left(): boolean {
    return this.toVisit || this.weak.size > 0 || this.asked.size > 0
  }

  /** Whether the step does something that is left to do. */
  helps(edge: number, target: number): boolean {
    const { sets } = this.graph.units
    const taking = this.graph.unitsOf(edge)
    const enabled = this.graph.enabled.get(target)
    return (
      (this.toVisit && this.visits!(target)) ||
      sets.units(taking).some((u) => this.weak.has(u) || this.asked.has(u)) ||
      [...this.weak].some((u) => !sets.has(enabled, u))
    )
  }

  /** Goes on, the shortest way, until a step is as wanted. */
  extend(wanted: (edge: number, target: number) => boolean): void {
    const { first, targets, states } = this.graph
    const here = this.states.at(-1) ?? this.start
    this.parent.clear()
    const queue = [here]
    for (const state of queue)
      for (let edge = first.get(state), end = first.get(state + 1); edge < end; edge++) {
        const target = targets.get(edge)
        if (target >= states || this.region[target] !== this.region[this.start]) continue
        if (wanted(edge, target)) {
          for (const step of [...this.stepsTo(here, state), edge]) this.take(step)
          return
        }
        if (target === here || this.parent.has(target)) continue
        this.parent.set(target, { from: state, edge })
        queue.push(target)
      }
    throw new Error('a fair region has no fair loop')
  }

  private stepsTo(here: number, state: number): number[] {
    const edges: number[] = []
    for (let at = state; at !== here; at = this.parent.get(at)!.from) edges.push(this.parent.get(at)!.edge)
    return edges.reverse()
  }

  private take(edge: number): void {
    for (const u of this.graph.units.sets.units(this.graph.unitsOf(edge))) {
      this.weak.delete(u)
      this.asked.delete(u)
      this.taken.add(u)
    }
    this.states.push(this.graph.targets.get(edge))
    this.arrive(this.graph.targets.get(edge))
  }

  private arrive(state: number): void {
    const { all, sets } = this.graph.units
    const enabled = this.graph.enabled.get(state)
    for (const u of this.weak) if (!sets.has(enabled, u)) this.weak.delete(u)
    for (const u of sets.units(enabled)) if (all[u]!.strength === 'strong' && !this.taken.has(u)) this.asked.add(u)
    if (this.visits?.(state)) this.toVisit = false
  }
}
