import type { Model } from '../../model/model.js'
import { isTemporal } from '../../property/temporal.js'
import type { Fairness } from '../../system/fairness.js'
import { type Expansion, expansionOf } from '../expansion.js'
import type { Finding } from '../outcome.js'
import { type Claim, claimsOf } from './claims.js'
import { type Unit, Units } from './units.js'

export type Lasso = Extract<Finding, { readonly tag: 'lasso' }>

/** Why a run is no counterexample (any more). */
export type NoLasso =
  | { readonly tag: 'no such property' }
  /** There is nothing at this index of the path. */
  | { readonly tag: 'no such step'; readonly step: number }
  /** The last state is not the one at the index of the loop. */
  | { readonly tag: 'open' }
  /** Going round for ever is unfair to this one, who could go on. */
  | { readonly tag: 'unfair'; readonly unit: Unit }
  /** The run keeps the property. */
  | { readonly tag: 'kept' }

/** Takes the run of a lasso and judges it by the definitions; null if it is a fair run that breaks the property. */
export function whyNoLasso(model: Model, lasso: Lasso, fairness: readonly Fairness[] = model.fairness): NoLasso | null {
  const property = model.properties[lasso.property]
  const claims = property !== undefined && isTemporal(property) ? claimsOf(model, lasso.property, property) : []
  const claim = claims.find((c) => c.of === lasso.of)
  if (claim === undefined) return { tag: 'no such property' }
  // Without other properties nothing is remembered in the state, which fairness must not see.
  const expansion = expansionOf({ ...model, properties: {} })
  const states: Int32Array[] = []
  for (const [i, position] of lasso.path.entries()) {
    const state = stateAt(expansion, states.at(-1), position)
    if (state === null) return { tag: 'no such step', step: i }
    states.push(state)
  }
  const { loop } = lasso
  if (loop >= states.length || !same(states.at(-1)!, states[loop]!)) return { tag: 'open' }
  const unit = unfairTo(expansion, new Units(expansion, fairness), states.slice(loop))
  if (unit !== null) return { tag: 'unfair', unit }
  return isKept(expansion, claim, states, loop) ? { tag: 'kept' } : null
}

/** The successor at this position of a state, or the initial state. */
function stateAt(expansion: Expansion, from: Int32Array | undefined, position: number): Int32Array | null {
  let found: Int32Array | null = null
  let at = 0
  const look = () => {
    if (at++ === position) found = expansion.draft.slice()
  }
  if (from === undefined) expansion.initialStates(look)
  else {
    expansion.load(from, 0)
    expansion.successors(0, 0, look)
  }
  return found
}

/** Somebody to whom it is unfair to go round through these states for ever; the last is the first, or the only one. */
function unfairTo(expansion: Expansion, units: Units, round: readonly Int32Array[]): Unit | null {
  const possible: number[] = []
  const taken = new Set<number>()
  for (const [i, state] of round.entries()) {
    let could = 0
    expansion.load(state, 0)
    expansion.successors(0, 0, () => {
      if (same(expansion.draft, state)) return
      const set = units.ofStep()
      could = units.sets.union(could, set)
      const next = round[i + 1]
      if (next !== undefined && same(expansion.draft, next)) for (const u of units.sets.units(set)) taken.add(u)
    })
    possible.push(could)
  }
  const unfair = units.all.find(({ strength }, u) => {
    const can = (set: number) => units.sets.has(set, u)
    return !taken.has(u) && (strength === 'weak' ? possible.every(can) : possible.some(can))
  })
  return unfair ?? null
}

function isKept(
  expansion: Expansion,
  { kind, when, holds }: Claim,
  states: readonly Int32Array[],
  loop: number,
): boolean {
  const is = (condition: (s: never) => boolean) => (state: Int32Array) => {
    expansion.show(state, 0)
    return condition(expansion.view)
  }
  const round = states.slice(loop)
  switch (kind) {
    case 'leadsTo': {
      const last = states.map(is(holds)).lastIndexOf(true)
      return last >= loop || states.slice(last + 1).every((s) => !is(when)(s))
    }
    case 'eventually':
      return states.some(is(holds))
    case 'alwaysEventually':
      return round.some(is(holds))
    case 'eventuallyAlways':
      return round.every(is(holds))
  }
}

function same(a: Int32Array, b: Int32Array): boolean {
  return a.every((word, k) => word === b[k])
}
