import type { Model } from '../model/model.js'
import type { CheckResult, Verdict } from './check.js'
import { type Chosen, type MinimalOptions, MOST_LEVELS, searchingMinimal } from './minimal.js'
import { answered, type Investigation, withoutKnownToBreak } from './question.js'

/** With `exhaustive`, every set that might be minimal is checked. */
export type SufficientOptions = MinimalOptions

/** A set of precautions with which a model was checked. */
export interface PrecautionSet {
  readonly precautions: readonly string[]
  readonly verdict: Verdict
  readonly result: CheckResult
}

/** As `MinimalResult` has it: what is minimal, open, contested, checked, assumed, and contradicts the assumption. */
export interface SufficientResult {
  readonly model: Model
  readonly minimal: readonly PrecautionSet[]
  readonly open: readonly PrecautionSet[]
  readonly contested: readonly boolean[]
  readonly checked: readonly PrecautionSet[]
  readonly assumed: number
  readonly exceptions: readonly { readonly suffices: PrecautionSet; readonly larger: PrecautionSet }[]
}

/** As many precautions as can be looked through. */
export const MOST_PRECAUTIONS = MOST_LEVELS

/** The minimal sets of precautions with which every property of the model holds. */
export function sufficientSets(model: Model, options: SufficientOptions = {}): SufficientResult {
  return answered(searchingSufficient(model, options))
}

/** The same as questions, each of which is to be answered by the result of the check. */
export function* searchingSufficient(model: Model, options: SufficientOptions = {}): Investigation<SufficientResult> {
  const { precautions } = model
  if (precautions.length > MOST_PRECAUTIONS)
    throw new RangeError(`more than ${MOST_PRECAUTIONS} precautions: too many for their sets to be looked through`)
  const judged = withoutKnownToBreak(model)
  const found = yield* searchingMinimal(
    {
      heights: precautions.map(() => 1),
      model: (levels) => judged.without(...precautions.filter((_, i) => levels[i] === 0)),
    },
    options,
  )
  const setOf = ({ levels, verdict, result }: Chosen): PrecautionSet => ({
    precautions: precautions.filter((_, i) => levels[i] === 1),
    verdict,
    result,
  })
  return {
    model: judged,
    minimal: found.minimal.map(setOf),
    open: found.open.map(setOf),
    contested: found.contested,
    checked: found.checked.map(setOf),
    assumed: found.assumed,
    exceptions: found.exceptions.map(({ suffices, stronger }) => ({
      suffices: setOf(suffices),
      larger: setOf(stronger),
    })),
  }
}
