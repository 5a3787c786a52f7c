import type { Model } from '../../model/model.js'
import { isTemporal } from '../../property/temporal.js'
import type { Fairness } from '../../system/fairness.js'
import { type Expansion, expansionOf } from '../expansion.js'
import type { Finding, Path } from '../outcome.js'
import { brokenSince, saysOf } from './breach.js'
import { type Claim, claimsOf } from './claims.js'
import { isSame, promiseBroken } from './fair-loop.js'
import type { Unit } from './units.js'

export type Lasso = Extract<Finding, { readonly tag: 'lasso' }>

/** Why a run is no counterexample (any more). */
export type NoLasso =
  | { readonly tag: 'no such property' }
  /** There is nothing at this index of the path. */
  | { readonly tag: 'no such step'; readonly step: number }
  /** The state at this index is outside the state constraint. */
  | { readonly tag: 'outside'; readonly step: number }
  /** The last state is not the one at the index of the loop. */
  | { readonly tag: 'open' }
  /** Going round for ever is unfair to this one, who could go on. */
  | { readonly tag: 'unfair'; readonly unit: Unit }
  /** The run keeps the property. */
  | { readonly tag: 'kept' }

/** Takes the run of a lasso and judges it by the definitions; null if it is a fair run that breaks the property. */
export function whyNoLasso(model: Model, lasso: Lasso): NoLasso | null {
  const { property, of, path, loop, fairness = model.fairness } = lasso
  const claim = claimOf(model, property, of)
  if (claim === null) return { tag: 'no such property' }
  const judgement = lassoJudge(model, [claim], fairness)(path, loop)
  return judgement.tag === 'broken' ? null : judgement
}

/** The claim that a property makes of one process or value, or (null) of the system. */
export function claimOf(model: Model, name: string, of: string | null): Claim | null {
  const property = model.properties[name]
  if (property === undefined || !isTemporal(property)) return null
  return claimsOf(model, name, property).find((claim) => claim.of === of) ?? null
}

/** The run breaks this claim, the first of those it was judged by. */
export interface Broken {
  readonly tag: 'broken'
  readonly claim: Claim
}

/** Judges runs by claims: takes the path, and says whether it is a fair run that breaks one if from its end it goes on as from `loop`. */
export function lassoJudge(
  model: Model,
  claims: readonly Claim[],
  fairness: readonly Fairness[],
): (path: Path, loop: number) => NoLasso | Broken {
  // Without other properties nothing is remembered in the state, which fairness must not see.
  const expansion = expansionOf({ ...model, properties: {} })
  return (path, loop) => {
    const states: Int32Array[] = []
    for (const [step, position] of path.entries()) {
      const state = stateAt(expansion, states.at(-1), position)
      if (state === null) return { tag: 'no such step', step }
      if (isOutside(expansion, state)) return { tag: 'outside', step }
      states.push(state)
    }
    if (loop >= states.length || !isSame(states.at(-1)!, states[loop]!)) return { tag: 'open' }
    const unit = promiseBroken(expansion, states.slice(loop), fairness)
    if (unit !== null) return { tag: 'unfair', unit }
    const breaks = (claim: Claim) => {
      const says = states.map((state) => {
        expansion.show(state, 0)
        return saysOf(claim, expansion.view)
      })
      return brokenSince(claim.kind, says, loop) >= 0
    }
    const claim = claims.find(breaks)
    return claim === undefined ? { tag: 'kept' } : { tag: 'broken', claim }
  }
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

function isOutside(expansion: Expansion, state: Int32Array): boolean {
  const { constraint } = expansion.model
  if (constraint === null) return false
  expansion.show(state, 0)
  return !constraint(expansion.view)
}
