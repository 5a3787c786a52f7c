import type { MemoryModel } from '../system/memory-model.js'
import type { Outcome } from './outcome.js'
import type { LitmusTest } from './test.js'

export { type MemoryModel, memoryModels } from '../system/memory-model.js'

/** Everything that a test can end with under one memory model: the search was exhaustive. */
export interface Outcomes {
  /** As `keysOf` says. */
  readonly keys: readonly string[]
  /** The complete set, in ascending order, each once. */
  readonly outcomes: readonly Outcome[]
  /** How many states were explored. */
  readonly distinct: number
  /** A shortest run that ends with this outcome; null if none does. */
  readonly witness: (outcome: Outcome) => readonly WitnessStep[] | null
}

/** A step of a run: what a processor does, or memory for it. */
export interface WitnessStep {
  readonly processor: number
  readonly text: string
}

/** Finds the outcomes of a test that is in the model's own instructions (`testFor`). */
export type OutcomesOf = (test: LitmusTest, model: MemoryModel) => Outcomes

export type Verdict = 'allowed' | 'forbidden'

/** Whether the outcome that a test asks about is allowed, under each model for which it is known. */
export type Verdicts = { readonly [model in MemoryModel]?: Verdict }

/** A test of a library. */
export interface LibraryTest {
  readonly test: LitmusTest
  /** Who published it, and under which name if it was another. */
  readonly source: string
  readonly verdicts: Verdicts
}

/** What the toolkit needs to be told of litmus tests: machines are models, and it has none of its own. */
export interface LitmusKit {
  readonly library: readonly LibraryTest[]
  readonly outcomesOf: OutcomesOf
}
