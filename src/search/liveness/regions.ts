import { Components } from './components.js'
import type { StateGraph } from './state-graph.js'

/** In no region. */
export const NOWHERE = -1

/**
 * Where fair runs can stay: for each state the number of its region, or NOWHERE. From every state of a region a run can
 * visit all of the region and take all of its steps again and again, which is fair; and every fair run that stays in
 * `group` 0 for ever ends up inside one region.
 *
 * A component in which something weakly fair is possible everywhere and never done has no fair run in any part of it.
 * Where something strongly fair is possible in some states and never done, a fair run avoids these states in the end: what
 * is left is taken apart anew.
 */
export function fairRegions(
  graph: StateGraph,
  group: Int32Array,
  visits: ((state: number) => boolean) | null,
): Int32Array {
  const region = new Int32Array(graph.states).fill(NOWHERE)
  const components = new Components(graph, group)
  const judge = new Judge(graph, group)
  const left: { readonly g: number; readonly members: Int32Array }[] = [{ g: 0, members: membersOf(group, 0) }]
  /** Each component gets a number of its own, as its group and if it is fair as its region. */
  let numbers = 0
  for (let part = left.pop(); part !== undefined; part = left.pop())
    components.find(part.g, part.members, (component) => {
      const number = ++numbers
      for (const s of component) group[s] = number
      if (visits !== null && !component.some(visits)) return
      const avoided = judge.avoided(component, number)
      if (avoided === null) return
      if (avoided.length === 0) {
        for (const s of component) region[s] = number
        return
      }
      const { sets } = graph.units
      const rest = component.filter((s) => !avoided.some((u) => sets.has(graph.enabled.get(s), u)))
      const g = ++numbers
      for (const s of rest) group[s] = g
      if (rest.length > 0) left.push({ g, members: rest })
    })
  return region
}

function membersOf(group: Int32Array, g: number): Int32Array {
  let count = 0
  for (const of of group) if (of === g) count++
  const members = new Int32Array(count)
  let at = 0
  for (let s = 0; s < group.length; s++) if (group[s] === g) members[at++] = s
  return members
}

/** Judges components by the fairness units. */
class Judge {
  /** The last component in which a set of units was seen to be possible, or taken. */
  private readonly possible: number[] = []
  private readonly taken: number[] = []

  constructor(
    private readonly graph: StateGraph,
    private readonly group: Int32Array,
  ) {}

  /**
   * The strongly fair units that are possible somewhere in the component and taken nowhere; null if a weakly fair one is
   * possible everywhere and taken nowhere.
   */
  avoided(component: Int32Array, number: number): number[] | null {
    const { all, sets } = this.graph.units
    if (all.length === 0) return []
    const possible = this.possibleSets(component, number)
    if (possible.every((set) => set === 0)) return []
    const taken = new Set(this.takenSets(component, number).flatMap((set) => sets.units(set)))
    const untaken = [...new Set(possible.flatMap((set) => sets.units(set)))].filter((u) => !taken.has(u))
    if (untaken.some((u) => all[u]!.strength === 'weak' && possible.every((set) => sets.has(set, u)))) return null
    return untaken.filter((u) => all[u]!.strength === 'strong')
  }

  private possibleSets(component: Int32Array, number: number): number[] {
    const found: number[] = []
    for (const s of component) {
      const set = this.graph.enabled.get(s)
      if (this.possible[set] === number) continue
      this.possible[set] = number
      found.push(set)
    }
    return found
  }

  private takenSets(component: Int32Array, number: number): number[] {
    const { first, targets, taking, states } = this.graph
    const found: number[] = []
    if (component.length === 1) return found
    for (const s of component)
      for (let e = first.get(s), end = first.get(s + 1); e < end; e++) {
        const set = taking.get(e)
        const t = targets.get(e)
        if (this.taken[set] === number || t >= states || this.group[t] !== number) continue
        this.taken[set] = number
        found.push(set)
      }
    return found
  }
}
