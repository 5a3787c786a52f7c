import { withFlow } from '../model/flow.js'
import type { Model } from '../model/model.js'
import { type Mutant, type MutantKind, mutantsOf } from '../model/mutant.js'
import type { CheckOptions, CheckResult, PropertyResult } from './check.js'
import type { Counts } from './outcome.js'
import { answered, type Investigation, withoutKnownToBreak } from './question.js'

export interface MutantsOptions extends CheckOptions {
  /** Which kinds of mutants to make; all of them unless said otherwise. */
  readonly kinds?: readonly MutantKind[]
}

/** What became of a mutant. */
export type Fate =
  /** These properties noticed; the first is the one that broke soonest. */
  | { readonly tag: 'caught'; readonly by: readonly CaughtBy[] }
  /** The model itself failed, in a step or in the judgement of a property. */
  | { readonly tag: 'fault'; readonly steps: number }
  /** Every property holds. `sameCounts`: it has as many states and transitions as the original, so it may well be the same. */
  | { readonly tag: 'survived'; readonly sameCounts: boolean }
  /** A bound ended the search before anything broke. */
  | { readonly tag: 'inconclusive' }

export interface CaughtBy {
  readonly property: string
  readonly kind: PropertyResult['kind']
  /** The steps of a shortest run; null for a state that should be reachable and is not. */
  readonly steps: number | null
}

export interface MutantResult {
  readonly name: string
  readonly kind: MutantKind
  readonly fate: Fate
  readonly states: Counts
  readonly seconds: number
}

export interface MutantsResult {
  readonly original: CheckResult
  /** Empty if the original is violated: then a mutant that is, too, shows nothing. */
  readonly mutants: readonly MutantResult[]
  /** How many mutants were left when the signal ended it. */
  readonly left: number
}

/** The least that a mutant may grow to, and how many times larger than the original, unless bounds are given. */
const ROOM = 10_000
const GROWTH = 10

/** Makes every mutant of the model and checks each: what its properties do not notice, they do not pin down. */
export function checkMutants(model: Model, options: MutantsOptions = {}): MutantsResult {
  return answered(mutating(model, options))
}

/** The same as questions, each of which is to be answered by the result of the check: whoever asks may take turns. */
export function* mutating(model: Model, options: MutantsOptions = {}): Investigation<MutantsResult> {
  const judge = withoutKnownToBreak(model)
  const { model: noting, flow } = withFlow(judge)
  const original = yield { model: noting, options: { ...options, keepGoing: false } }
  if (original.verdict === 'violated') return { original, mutants: [], left: 0 }
  const results: MutantResult[] = []
  const bounded = withinReason(options, original.states)
  const mutants = mutantsOf(judge, options.kinds, flow)
  for (const mutant of mutants) {
    const result = yield { model: mutant.model, options: bounded }
    // A check that was cut short says nothing.
    if (options.signal?.aborted) break
    results.push(judged(mutant, result, original))
  }
  return { original, mutants: results, left: mutants.length - results.length }
}

/** A mutant may have no end of states: without bounds of the caller's, it is given room in proportion to the original. */
function withinReason(options: CheckOptions, { distinct }: Counts): CheckOptions {
  const { bounds = {} } = options
  const states = bounds.states ?? Math.max(ROOM, GROWTH * distinct)
  return { ...options, bounds: { ...bounds, states } }
}

function judged({ name, kind }: Mutant, result: CheckResult, original: CheckResult): MutantResult {
  return { name, kind, fate: fateOf(result, original), states: result.states, seconds: result.seconds }
}

function fateOf(result: CheckResult, original: CheckResult): Fate {
  const violated = result.properties.filter((p) => p.verdict === 'violated')
  const fault = violated.find((p) => p.kind === 'model')
  const by = violated
    .filter((p) => p.kind !== 'model')
    .map((p) => ({ property: p.name, kind: p.kind, steps: stepsOf(p) }))
    .sort((a, b) => (a.steps ?? Number.MAX_SAFE_INTEGER) - (b.steps ?? Number.MAX_SAFE_INTEGER))
  if (by.length > 0) return { tag: 'caught', by }
  if (fault !== undefined) return { tag: 'fault', steps: stepsOf(fault) ?? 0 }
  if (result.properties.some((p) => p.verdict === 'inconclusive')) return { tag: 'inconclusive' }
  return { tag: 'survived', sameCounts: sameCounts(result.states, original.states) }
}

function stepsOf({ finding }: PropertyResult): number | null {
  return finding === null ? null : Math.max(0, finding.path.length - 1)
}

function sameCounts(a: Counts, b: Counts): boolean {
  return a.generated === b.generated && a.distinct === b.distinct && a.depth === b.depth
}
