import { match, P } from 'ts-pattern'
import type { Ledger } from '../search/check.js'
import type { PropertyReport } from './report.js'
import { quoted } from './text.js'

/** What a vacuous result comes to. */
export const FAILS = 'The check fails for it, unless --allow-vacuous is given.'

/** What never happened, so that the property could not have been broken. */
export function vacuousText(
  { name, kind }: PropertyReport,
  { liveness, initialStates }: Pick<Ledger, 'liveness' | 'initialStates'>,
): string {
  const inside = (liveness?.lostStates ?? 0) > 0 ? ' where a fair run can stay within the state constraint' : ''
  const never = initialStates === 0 ? 'the model has no initial state' : whatNeverHappens(kind, inside)
  return `${quoted(name)} holds only because it could not fail: ${never}. ${FAILS}`
}

function whatNeverHappens(kind: PropertyReport['kind'], inside: string): string {
  return match(kind)
    .with('leadsTo', () => `its left side is never true${inside}`)
    .with('refines', () => 'no step ever changes anything in the abstract system')
    .with('linearizable', () => 'no operation ever returns')
    .with(
      P.union('eventually', 'alwaysEventually', 'eventuallyAlways'),
      () => 'no fair run stays within the state constraint',
    )
    .otherwise(() => 'nothing happens by which it could be broken')
}

/** Why a precaution is there for nothing. */
export function vacuousPrecautionText(name: string): string {
  return `The precaution ${quoted(name)} is there for nothing: without it, the same steps are possible in every reachable state, and lead to the same states. ${FAILS}`
}
