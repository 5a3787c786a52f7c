import { testFor } from './mapping.js'
import type { MemoryModel, Outcomes, OutcomesOf, Verdict } from './models.js'
import { isTrue } from './outcome.js'
import type { LitmusTest } from './test.js'

/** What a test comes to under one memory model. */
export interface Under extends Outcomes {
  readonly model: MemoryModel
  /** Whether the outcome that the test asks about is one of them. */
  readonly verdict: Verdict
}

/** Finds everything that a test can end with under a model, in that model's instructions. */
export function resultUnder(test: LitmusTest, model: MemoryModel, outcomesOf: OutcomesOf): Under {
  const found = outcomesOf(testFor(test, model), model)
  const allowed = found.outcomes.some((outcome) => isTrue(test.exists, found.keys, outcome))
  return { ...found, model, verdict: allowed ? 'allowed' : 'forbidden' }
}
