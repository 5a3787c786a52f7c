import { greedyLoop } from './greedy-loop.js'
import type { StateGraph } from './state-graph.js'

/** Promises are kept track of in the bits of a number, so many at most. */
const MOST_BITS = 24

/**
 * Shortest fair loops inside regions, found breadth first over pairs of a state and what has been done on the way: each
 * weakly fair unit must be taken, or impossible somewhere; each strongly fair one taken, or possible nowhere.
 */
export class LoopSearch {
  /** The budget is used up: loops are found that need not be shortest. */
  spent = false

  constructor(
    private readonly graph: StateGraph,
    private readonly region: Int32Array,
    private readonly visits: ((state: number) => boolean) | null,
    private budget: number,
  ) {}

  /**
   * A shortest fair loop through the state, of at most so many steps: the states after it, the last being the state
   * itself. None at all if staying there is fair; null if there is no loop so short.
   */
  from(start: number, most: number): number[] | null {
    const found = this.shortest(start, most)
    if (found !== null || !this.spent || most < 1) return found
    const loop = greedyLoop(this.graph, this.region, this.visits, start)
    return loop.length <= most ? loop : null
  }

  /** The same, but null too if the budget does not allow to find the shortest. */
  shortest(start: number, most: number): number[] | null {
    const { graph, visits } = this
    if (graph.enabled.get(start) === 0 && (visits === null || visits(start))) return []
    if (most < 1 || this.spent) return null
    const found = this.search(start, most, new Duties(graph, start, visits))
    if (found !== 'spent') return found
    this.spent = true
    return null
  }

  private search(start: number, most: number, duties: Duties): number[] | null | 'spent' {
    const { first, targets, states } = this.graph
    const places = [{ state: start, done: duties.at(start, 0), parent: -1, length: 0 }]
    const seen = new Set<number>()
    for (let i = 0; i < places.length; i++) {
      const { state, done, length } = places[i]!
      if (length === most) return null
      for (let e = first.get(state), end = first.get(state + 1); e < end; e++) {
        const target = targets.get(e)
        if (target >= states || this.region[target] !== this.region[start]) continue
        const after = duties.at(target, duties.taking(this.graph.unitsOf(e), done))
        if (duties.bits > MOST_BITS || this.budget-- <= 0) return 'spent'
        const key = target * 2 ** MOST_BITS + after
        if (seen.has(key)) continue
        seen.add(key)
        places.push({ state: target, done: after, parent: i, length: length + 1 })
        if (target === start && duties.areDone(after)) return loopTo(places)
      }
    }
    return null
  }
}

function loopTo(places: readonly { readonly state: number; readonly parent: number }[]): number[] {
  const loop: number[] = []
  for (let i = places.length - 1; i > 0; i = places[i]!.parent) loop.push(places[i]!.state)
  return loop.reverse()
}

/**
 * What a loop through a state still has to do, in bits. A weakly fair unit that is possible in that state, and the visit,
 * have one bit: done. A strongly fair one has two: asked for by a state on the way, and taken.
 */
class Duties {
  bits = 0
  private readonly weak = new Map<number, number>()
  private readonly strong = new Map<number, { readonly asked: number; readonly taken: number }>()
  private readonly visit: number

  constructor(
    private readonly graph: StateGraph,
    start: number,
    private readonly visits: ((state: number) => boolean) | null,
  ) {
    const { units, enabled } = graph
    this.visit = visits === null ? 0 : this.bit()
    for (const u of units.sets.units(enabled.get(start)))
      if (units.all[u]!.strength === 'weak') this.weak.set(u, this.bit())
  }

  /** What is done after coming to a state. */
  at(state: number, done: number): number {
    const { units, enabled } = this.graph
    const set = enabled.get(state)
    let after = done
    for (const [u, bit] of this.weak) if (!units.sets.has(set, u)) after |= bit
    for (const u of units.sets.units(set)) if (units.all[u]!.strength === 'strong') after |= this.strongBits(u).asked
    return this.visits?.(state) ? after | this.visit : after
  }

  /** What is done after a step of these units. */
  taking(set: number, done: number): number {
    const { all, sets } = this.graph.units
    let after = done
    for (const u of sets.units(set))
      if (all[u]!.strength === 'weak') after |= this.weak.get(u) ?? 0
      else after |= this.strongBits(u).asked | this.strongBits(u).taken
    return after
  }

  areDone(done: number): boolean {
    if ((done & this.visit) !== this.visit) return false
    for (const bit of this.weak.values()) if ((done & bit) === 0) return false
    for (const { asked, taken } of this.strong.values()) if ((done & asked) !== 0 && (done & taken) === 0) return false
    return true
  }

  private strongBits(u: number): { readonly asked: number; readonly taken: number } {
    const known = this.strong.get(u)
    if (known !== undefined) return known
    const bits = { asked: this.bit(), taken: this.bit() }
    this.strong.set(u, bits)
    return bits
  }

  private bit(): number {
    return this.bits < 30 ? 1 << this.bits++ : this.tooMany()
  }

  private tooMany(): number {
    this.bits++
    return 0
  }
}
