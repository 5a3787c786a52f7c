import type { Fairness } from '../../system/fairness.js'
import type { Expansion } from '../expansion.js'
import { type Unit, Units } from './units.js'

/**
 * The first promise of fairness that a run breaks if it goes through these states for ever, the last being the same as the
 * first, or stays in the only one; null if it is fair. What is in the expansion is lost.
 */
export function promiseBroken(
  expansion: Expansion,
  loop: readonly Int32Array[],
  fairness: readonly Fairness[],
): Unit | null {
  const units = new Units(expansion, fairness)
  // A state at which a run stays is left by no step.
  const left = loop.length === 1 ? loop : loop.slice(0, -1)
  const seen = left.map((state, i) => stepsFrom(expansion, units, state, loop[i + 1] ?? null))
  const broken = (unit: Unit, u: number) => {
    if (seen.some(({ taken }) => units.sets.has(taken, u))) return false
    const possible = seen.filter((s) => units.sets.has(s.possible, u)).length
    return unit.strength === 'weak' ? possible === seen.length : possible > 0
  }
  return units.all.find(broken) ?? null
}

/** The sets of units that could take a step that changes the state, and to which the step to `next` belongs. */
function stepsFrom(expansion: Expansion, units: Units, state: Int32Array, next: Int32Array | null) {
  let [possible, taken] = [0, 0]
  expansion.load(state, 0)
  expansion.successors(0, 0, () => {
    if (isSame(expansion.draft, state)) return
    const set = units.ofStep()
    possible = units.sets.union(possible, set)
    // Several may take the same step: fairness speaks of states, not of who changed them.
    if (next !== null && isSame(expansion.draft, next)) taken = units.sets.union(taken, set)
  })
  return { possible, taken }
}

export function isSame(a: Int32Array, b: Int32Array): boolean {
  return a.every((word, i) => word === b[i])
}
