import { type Expansion, StepFault } from '../expansion.js'
import type { Path } from '../outcome.js'

/** The states along a path, as the expansion shows them. */
export function statesAlong(expansion: Expansion, path: Path): Int32Array[] {
  const states: Int32Array[] = []
  for (const position of path) states.push(successorOf(expansion, states.at(-1) ?? null, position))
  return states
}

/** The successor in this position of a state, or of none: the initial state. */
export function successorOf(expansion: Expansion, state: Int32Array | null, wanted: number): Int32Array {
  let position = 0
  let found: Int32Array | null = null
  const visit = () => {
    if (position++ === wanted) found = expansion.draft.slice()
  }
  if (state === null) expansion.initialStates(visit)
  else {
    expansion.load(state, 0)
    untilFault(() => expansion.successors(0, 0, visit))
  }
  if (found === null) throw new RangeError(`the reduced system has no successor ${wanted}`)
  return found
}

/** Whether it ran to its end. */
export function untilFault(run: () => void): boolean {
  try {
    run()
    return true
  } catch (thrown) {
    if (!(thrown instanceof StepFault)) throw thrown
    return false
  }
}

export function sameState(a: Int32Array, b: Int32Array): boolean {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false
  return true
}
