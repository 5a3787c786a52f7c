import type { Model } from '../model/model.js'
import type { PropertyKind } from '../property/property.js'
import { type Expansion, expansionOf } from './expansion.js'
import { collisionProbability } from './fingerprint.js'
import type { Counts, Coverage, Finding, Limit, Outcome, Progress } from './outcome.js'
import type { Scope } from './scope.js'
import { type SearchOptions, type StrategyName, strategies } from './strategy.js'

export type Verdict = 'holds' | 'violated' | 'inconclusive'

export interface PropertyResult {
  readonly name: string
  readonly kind: PropertyKind | 'model'
  readonly verdict: Verdict
  /** What decided it: for a violation the bad run, for a reachable state the run that reaches it. */
  readonly finding: Finding | null
}

/** What a verdict rests on. */
export interface Ledger {
  readonly strategy: StrategyName
  /** How many threads searched. */
  readonly workers: number
  readonly coverage: Coverage
  readonly limit: Limit | null
  /** Of a search that is not meant to see everything: what it looked at; null for any other. */
  readonly scope: Scope | null
  readonly storage: 'fingerprints' | 'exact' | 'bits'
  /** The chance that a state was missed because its fingerprint was another's; 0 with exact storage. */
  readonly collisionProbability: number
  readonly reductions: readonly string[]
  readonly fairness: readonly string[]
  readonly initialStates: number
  /** States that the state constraint excluded: the verdict speaks of no run beyond them. */
  readonly excludedByConstraint: number
  /** Steps (`family: label`) and actions that were never taken. */
  readonly neverTaken: readonly string[]
  readonly bytesPerState: number
}

export interface CheckResult {
  readonly model: Model
  readonly verdict: Verdict
  readonly seconds: number
  readonly states: Counts
  readonly properties: readonly PropertyResult[]
  readonly ledger: Ledger
}

export interface CheckOptions extends SearchOptions {
  /** How to look; breadth-first unless said otherwise. */
  readonly strategy?: StrategyName
}

/** The result of a check as a computation in slices: iterate it to the end, and stop whenever you like. */
export function* checking(model: Model, options: CheckOptions = {}): Generator<Progress, CheckResult> {
  const started = performance.now()
  const expansion = expansionOf(model)
  const outcome = yield* strategies[options.strategy ?? 'breadth-first'](expansion, options)
  return resultOf(expansion, outcome, options, (performance.now() - started) / 1000)
}

/** Checks every property of the model by exhaustive breadth-first search, unless a bound ends it. */
export function check(model: Model, options: CheckOptions = {}): CheckResult {
  const search = checking(model, options)
  for (;;) {
    const step = search.next()
    if (step.done) return step.value
  }
}

/** The verdicts that an outcome comes to. */
export function resultOf(
  expansion: Expansion,
  outcome: Outcome,
  options: CheckOptions,
  seconds: number,
  workers = 1,
): CheckResult {
  const { model } = expansion
  const properties = judge(model, outcome)
  const stored = outcome.counts.distinct + outcome.excluded
  return {
    model,
    verdict: worst(properties.map((p) => p.verdict)),
    seconds,
    states: outcome.counts,
    properties,
    ledger: {
      strategy: options.strategy ?? 'breadth-first',
      workers,
      coverage: outcome.coverage,
      limit: outcome.limit,
      scope: outcome.scope ?? null,
      ...storageOf(outcome, options, stored),
      reductions: [],
      fairness: [],
      initialStates: outcome.initialStates,
      excludedByConstraint: outcome.excluded,
      neverTaken: expansion.sites.flatMap((site, i) =>
        expansion.taken[i] === 0
          ? [site.kind === 'step' ? `${site.program.name}: ${site.label}` : site.action.name]
          : [],
      ),
      bytesPerState: (outcome.bytes.visited + outcome.bytes.ancestry) / Math.max(1, stored),
    },
  }
}

function storageOf(
  { scope }: Outcome,
  { storage }: CheckOptions,
  stored: number,
): Pick<Ledger, 'storage' | 'collisionProbability'> {
  if (scope?.tag === 'bitstate') return { storage: 'bits', collisionProbability: -Math.expm1(-scope.expectedOmissions) }
  if (storage === 'exact') return { storage, collisionProbability: 0 }
  return { storage: 'fingerprints', collisionProbability: collisionProbability(stored) }
}

/** One result for each property, one for deadlock freedom, and one for the model itself if it failed. */
function judge(model: Model, outcome: Outcome): PropertyResult[] {
  const complete = outcome.coverage === 'exhaustive'
  const results = Object.entries(model.properties).map(([name, { kind }]): PropertyResult => {
    const finding = outcome.findings.find((f) => 'property' in f && f.property === name) ?? null
    const wanted = kind === 'reachable'
    if (finding !== null) return { name, kind, verdict: wanted ? 'holds' : 'violated', finding }
    if (!complete) return { name, kind, verdict: 'inconclusive', finding }
    return { name, kind, verdict: wanted ? 'violated' : 'holds', finding }
  })
  const deadlock = outcome.findings.find((f) => f.tag === 'deadlock') ?? null
  results.push({
    name: 'no deadlock',
    kind: 'deadlock',
    verdict: deadlock ? 'violated' : complete ? 'holds' : 'inconclusive',
    finding: deadlock,
  })
  const fault = outcome.findings.find((f) => f.tag === 'fault')
  if (fault) results.push({ name: 'the model itself', kind: 'model', verdict: 'violated', finding: fault })
  return results
}

/** Violated outweighs inconclusive, which outweighs holds. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes('violated') ? 'violated' : verdicts.includes('inconclusive') ? 'inconclusive' : 'holds'
}
