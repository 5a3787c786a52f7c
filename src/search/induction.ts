import type * as fc from 'fast-check'
import type { Model } from '../model/model.js'
import { countValues, eachValue } from '../schema/enumerate.js'
import { pathAt } from '../schema/layout.js'
import { writePlain } from '../schema/pack.js'
import { UsageFailure } from '../system/errors.js'
import type { Verdict } from './check.js'
import type { Cut } from './cuts.js'
import { type Condition, type CounterexampleToInduction, InductiveStep } from './induction/inductive-step.js'
import type { Coverage } from './outcome.js'

export type { CounterexampleToInduction } from './induction/inductive-step.js'

export interface InductionOptions<Plain = unknown> {
  /** Invariants of the model that are known to hold and may be relied on. */
  readonly assuming?: readonly string[]
  /** All states are gone through if the state's type has no more than so many; two million unless said otherwise. */
  readonly states?: number
  /** How many states are tried otherwise. */
  readonly samples?: number
  readonly seed?: number
  /** Where they are taken from; reachable states with a few changes, unless said otherwise. */
  readonly given?: fc.Arbitrary<Plain>
}

export interface InductionResult {
  /** Holds only if every state has been looked at: samples can break an invariant, and not show that it is inductive. */
  readonly verdict: Verdict
  /** It holds, but there is no initial state, or none at all that satisfies it within the constraint. */
  readonly vacuous: boolean
  readonly coverage: Coverage
  /** States looked at, and those among them that satisfy the claim: the others say nothing. */
  readonly states: number
  readonly satisfying: number
  /** Steps taken from those. */
  readonly steps: number
  /** The number of all states of the type; infinity if more than can be counted. */
  readonly possible: number
  /** What the claim was, and what was relied on. */
  readonly claim: readonly string[]
  readonly assumed: readonly string[]
  /** What the samples were drawn with; null if there was no need for any. */
  readonly seed: number | null
  readonly counterexample: CounterexampleToInduction | null
  /** Bounds that the model sets itself and steps would have led beyond: with any, it is not said to be inductive. */
  readonly beyond: readonly Cut[]
}

/**
 * Whether a condition, or invariants of the model taken together, prove themselves: they are true of every initial state,
 * and kept by every step from any state that satisfies them, reachable or not. States outside the state constraint count
 * as in a search: they are reached, and nothing goes on from there.
 */
export async function inductive<View, Plain>(
  model: Model<View, Plain>,
  claim: string | readonly string[] | ((s: View) => boolean),
  options: InductionOptions<Plain> = {},
): Promise<InductionResult> {
  const { assuming = [], states: most = 2_000_000, samples = 20_000, seed = 1 } = options
  const claimed =
    typeof claim === 'function' ? [{ name: 'the condition', holds: claim as Condition['holds'] }] : named(model, claim)
  const step = new InductiveStep(model, claimed, named(model, assuming))
  const possible = countValues(step.expansion.layout)
  const exhaustive = options.given === undefined && possible <= most
  const search = new Search(step)
  const counterexample =
    step.initially() ??
    (exhaustive ? search.everywhere() : await search.among(samples, seed, options.given as fc.Arbitrary<unknown>))
  const beyond = step.expansion.cuts.all()
  const verdict = counterexample !== null ? 'violated' : exhaustive && beyond.length === 0 ? 'holds' : 'inconclusive'
  return {
    verdict,
    vacuous: verdict === 'holds' && (step.initialStates === 0 || search.satisfying === 0),
    coverage: exhaustive ? 'exhaustive' : 'sampled',
    states: search.states,
    satisfying: search.satisfying,
    steps: search.steps,
    possible,
    claim: claimed.map(({ name }) => name),
    assumed: assuming,
    seed: exhaustive ? null : seed,
    counterexample,
    beyond,
  }
}

/** Goes through states until one breaks the claim. */
class Search {
  states = 0
  satisfying = 0
  steps = 0
  private readonly packed: Int32Array
  private readonly bytes: Uint8Array

  constructor(private readonly step: InductiveStep) {
    this.packed = new Int32Array(step.expansion.words)
    this.bytes = new Uint8Array(this.packed.buffer)
  }

  everywhere(): CounterexampleToInduction | null {
    let found: CounterexampleToInduction | null = null
    eachValue(this.step.expansion.layout, this.bytes, 0, () => {
      found = this.look()
      return found !== null
    })
    return found
  }

  async among(
    samples: number,
    seed: number,
    given: fc.Arbitrary<unknown> | undefined,
  ): Promise<CounterexampleToInduction | null> {
    // Only who samples needs fast-check.
    const { failingState, likelyStates } = await import('./induction/sampling.js')
    let failed = false
    const judge = (plain: unknown): boolean => {
      this.pack(plain)
      const passes = (failed ? this.step.from(this.packed) : this.look()) === null
      failed ||= !passes
      return passes
    }
    const found = failingState(given ?? likelyStates(this.step.expansion), judge, { samples, seed })
    if (found === null) return null
    this.pack(found.state)
    return this.step.from(this.packed)
  }

  private look(): CounterexampleToInduction | null {
    this.states++
    const found = this.step.from(this.packed)
    ;({ satisfying: this.satisfying, steps: this.steps } = this.step)
    return found
  }

  private pack(plain: unknown): void {
    const { layout } = this.step.expansion
    writePlain(layout, this.bytes, 0, plain, (at, of) => pathAt(layout, at, of) || 'the state')
  }
}

function named(model: Model, names: string | readonly string[]): Condition[] {
  return [names].flat().map((name) => {
    const property = model.properties[name]
    if (property?.kind === 'always') return { name, holds: property.holds }
    const known = Object.entries(model.properties).flatMap(([n, { kind }]) => (kind === 'always' ? [n] : []))
    throw new UsageFailure({ tag: 'no such invariant', system: model.name, name, known })
  })
}
