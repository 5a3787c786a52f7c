import type { Expansion, Visit } from '../expansion.js'
import type { Path } from '../outcome.js'
import { Chain } from './chain.js'
import { Ends } from './ends.js'
import { layered } from './layered.js'
import { statesAlong, successorOf } from './retrace.js'
import { Shown } from './shown.js'

/** An expansion of which a step may be several of the system's. */
export interface FoldedExpansion extends Expansion {
  /** Steps taken so far out of states that were not shown. */
  readonly folded: number
}

/**
 * The same system without the states in which nothing is to be chosen or decided: where exactly one step can be taken, it
 * is taken at once, and so on, and only where that ends is shown. A step that touches its own process only is such a step
 * as soon as partial order takes it alone; symmetry or nothing may lie beneath as well.
 *
 * Why nothing is missed: every state of the expansion beneath that can be reached is shown or passed on the way; by
 * induction on its distance from an initial state, each of which is shown. The successors of a state that is shown are
 * shown or begin a chain. A state that is passed has one successor, which is passed or shown in its turn. And a state is
 * passed only if there is nothing to judge in it: a chain ends where a property or the state constraint is decided, or
 * fails, where nothing can happen or more than one thing, and where a step fails. So it is for the search to judge the
 * state, and to say how it came there. What is noted of steps (that they were taken, that a bound cut them off) is noted
 * beneath, of those folded too.
 *
 * A chain that comes round ends at the least state of its circle, so that where a chain ends depends on where it begins
 * alone, and the search, whatever its strategy, meets a state there that it knows.
 */
export function folding(beneath: Expansion): FoldedExpansion {
  const { words, draft, current } = beneath
  const chain = new Chain(beneath)
  const ends = new Ends(words)
  const shown = new Shown(words)
  const source = new Int32Array(words)
  const head = new Int32Array(words)
  let outer: Visit = () => {}

  function collect(low: number, high: number): void {
    shown.push(low, high, 0, draft)
  }

  function visitEnd(low: number, high: number): void {
    if (ends.recall(low, draft, outer)) return
    head.set(draft)
    chain.begin(low, high, head)
    const end = chain.toEnd()
    ends.note(low, head, end)
    draft.set(end.state)
    outer(end.low, end.high)
  }

  return layered(beneath, {
    get folded() {
      return chain.steps
    },
    successors(low: number, high: number, visit: Visit) {
      outer = visit
      source.set(current)
      shown.clear()
      try {
        beneath.successors(low, high, collect)
      } finally {
        // Where a step fails, all that came before it is shown. How it fails is told anew for the run that leads there.
        shown.each(draft, null, visitEnd)
        beneath.load(source, 0)
        draft.set(source)
      }
    },
  })
}

/** A path of the folded system as one of the system beneath: each step with those that it stands for. */
export function unfolded(beneath: Expansion, path: Path): Path {
  const chain = new Chain(beneath)
  const ends = statesAlong(folding(beneath), path)
  return path.flatMap((position, k) => {
    if (k === 0) return [position]
    chain.begin(0, 0, successorOf(beneath, ends[k - 1]!, position))
    // Steps of a chain are the only ones where they are taken, and so the first.
    return [position, ...new Array<number>(chain.lengthTo(ends[k]!)).fill(0)]
  })
}
