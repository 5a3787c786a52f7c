import type { StateGraph } from './state-graph.js'

/** A component has been handed over: nothing that leads to it is a step back. */
const DONE = 0x7fffffff

/**
 * Strongly connected components of parts of a graph, by Tarjan's algorithm without recursion. A part is the states that
 * have a given number in `group`. A state on its own is a component too: a run may stay there.
 */
export class Components {
  private readonly order: Int32Array
  private readonly low: Int32Array
  /** For each state on the way, the next step to follow. */
  private readonly next: Int32Array
  private readonly open: Int32Array
  private readonly way: Int32Array

  constructor(
    private readonly graph: StateGraph,
    private readonly group: Int32Array,
  ) {
    const n = graph.states
    this.order = new Int32Array(n)
    this.low = new Int32Array(n)
    this.next = new Int32Array(n)
    this.open = new Int32Array(n)
    this.way = new Int32Array(n)
  }

  /**
   * Hands over each component of group `g`, whose states are `members`, after all that it leads to. What it hands over is
   * valid until `found` returns; `found` may put these states into other groups.
   */
  find(g: number, members: Int32Array, found: (component: Int32Array) => void): void {
    const { order, low, next, open, way, group } = this
    const { first, targets, states } = this.graph
    let counter = 0
    let opened = 0
    let depth = 0
    const enter = (s: number) => {
      order[s] = low[s] = ++counter
      next[s] = first.get(s)
      open[opened++] = s
      way[depth++] = s
    }
    for (const s of members) order[s] = 0
    for (const root of members) {
      if (order[root] !== 0) continue
      enter(root)
      while (depth > 0) {
        const s = way[depth - 1]!
        if (next[s]! < first.get(s + 1)) {
          const t = targets.get(next[s]!++)
          if (t >= states || group[t] !== g) continue
          if (order[t] === 0) enter(t)
          else if (order[t]! < low[s]!) low[s] = order[t]!
          continue
        }
        depth--
        if (depth > 0 && low[s]! < low[way[depth - 1]!]!) low[way[depth - 1]!] = low[s]!
        if (low[s] !== order[s]) continue
        const end = opened
        do {
          opened--
          order[open[opened]!] = DONE
        } while (open[opened] !== s)
        found(open.subarray(opened, end))
      }
    }
  }
}
