import type { Expansion } from '../expansion.js'
import type { Path } from '../outcome.js'
import type { Fingerprint, SharedSet } from './shared-set.js'

/** A state on the way: its position among its siblings, and what it is. */
interface Candidate {
  readonly position: number
  readonly state: Int32Array
}

/**
 * The run by which a state of this level was reached: back through the origins of states to candidates for each level, and
 * forward from the initial states through these. What is kept of a parent may fit more states than one; then the first
 * run that comes to the state counts.
 */
export function retrace(expansion: Expansion, set: SharedSet, goal: Fingerprint, level: number): Path {
  const candidates = candidatesFor(set, normal(goal.low, goal.high), level)

  /** The successors of a state, or the initial states, that are candidates for the level. */
  function next(at: number, show: (visit: (low: number, high: number) => void) => void): Candidate[] {
    const found: Candidate[] = []
    let position = 0
    show((low, high) => {
      const here = position++
      if (candidates[at]!.has(keyOf(normal(low, high))))
        found.push({ position: here, state: packed(expansion, low, high) })
    })
    return found
  }

  const path: number[] = []
  const open = [next(0, (visit) => expansion.initialStates(visit))]
  while (path.length <= level) {
    const candidate = open.at(-1)?.shift()
    if (candidate === undefined) {
      open.pop()
      if (path.pop() === undefined) throw new RangeError('no run leads back along the origins of a state')
      continue
    }
    const { position, state } = candidate
    path.push(position)
    if (path.length > level) break
    expansion.load(state, 2)
    open.push(next(path.length, (visit) => expansion.successors(state[0]!, state[1]!, visit)))
  }
  return path
}

/** For each level, the states through which the run may lead; the last is the goal alone. */
function candidatesFor(set: SharedSet, goal: Fingerprint, level: number): ReadonlySet<string>[] {
  const candidates = [new Set([keyOf(goal)])]
  let origins = new Set(set.origins(goal))
  for (let at = level - 1; at >= 0; at--) {
    const parents = [...origins].flatMap((origin) => [...set.parents(origin)])
    candidates.unshift(new Set(parents.map(keyOf)))
    origins = new Set(parents.map((parent) => parent.origin))
  }
  return candidates
}

function packed({ draft, words }: Expansion, low: number, high: number): Int32Array {
  const state = new Int32Array(words + 2)
  state.set([low, high])
  state.set(draft, 2)
  return state
}

/** A fingerprint as sets keep it: none of its halves is zero. */
function normal(low: number, high: number): Fingerprint {
  return { low: low || 1, high: high || 1 }
}

function keyOf({ low, high }: Fingerprint): string {
  return `${low} ${high}`
}
