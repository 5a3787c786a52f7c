import * as E from 'fp-ts/lib/Either.js'
import type { Model } from '../model/model.js'
import { wrongFairness } from '../model/temporal.js'
import { describeFairness, type Fairness } from '../system/fairness.js'
import type { Counterexample, RecordedFairness } from './counterexample.js'
import type { StaleError } from './stale.js'

/** An assumption as a file holds it: of a condition on its steps, only that there is one. */
export function recordedFairness({ only, ...rest }: Fairness): RecordedFairness {
  return { ...rest, only: only !== null }
}

/** The assumptions in words, as of those that a model makes. */
export function assumedText(assumed: readonly RecordedFairness[]): string[] {
  return assumed.map((one) => describeFairness({ ...one, only: one.only ? () => true : null }))
}

/**
 * What a recorded run assumes of runs: what the model says now, unless it was found under assumptions of its own. `given` takes
 * the place of those, where the file cannot hold all of them.
 */
export function assumedBy(
  { fairness: recorded }: Counterexample,
  model: Model,
  given: readonly Fairness[] | undefined,
): E.Either<StaleError, readonly Fairness[]> {
  if (given === undefined && recorded === undefined) return E.right(model.fairness)
  if (given === undefined && recorded!.some(({ only }) => only))
    return E.left({ tag: 'assumption not told', assumed: assumedText(recorded!) })
  const assumed = given ?? recorded!.map((one) => ({ ...one, only: null }))
  const problem = wrongFairness(model.behaviour, assumed)
  return problem === null ? E.right(assumed) : E.left({ tag: 'assumption lost', problem })
}
