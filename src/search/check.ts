import type { Model } from '../model/model.js'
import type { Property, PropertyKind } from '../property/property.js'
import { isTemporal } from '../property/temporal.js'
import type { Cut } from './cuts.js'
import { type Expansion, expansionOf } from './expansion.js'
import { collisionProbability } from './fingerprint.js'
import { refuseMisfit } from './fitting.js'
import type { LivenessLedger } from './liveness.js'
import type { Abandoned, Counts, Coverage, Finding, Limit, Outcome, Progress } from './outcome.js'
import { reducedSearch } from './reduction/reduced-search.js'
import type { Scope } from './scope.js'
import { type SearchOptions, type StrategyName, strategies } from './strategy.js'
import { afterSearch, type Judged, type TemporalOptions, temporalVerdict, withoutTemporal } from './temporal.js'
import { witnessOf } from './watch.js'
import { explained } from './why.js'

export type Verdict = 'holds' | 'violated' | 'inconclusive'

export interface PropertyResult {
  readonly name: string
  readonly kind: PropertyKind | 'model'
  readonly verdict: Verdict
  /** What decided it: for a violation the bad run, for a reachable state the run that reaches it. */
  readonly finding: Finding | null
  /** The verdict that the model declares for it: `holds`, unless it is known to break. */
  readonly expected: 'holds' | 'violated'
  /** It holds, but nothing ever happened by which it could have been broken. */
  readonly vacuous: boolean
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
  readonly abandoned: Abandoned | null
  /** Properties that remember something of runs: states are counted together with what they remember. */
  readonly observers?: readonly string[]
  /** What temporal properties assume of runs. */
  readonly fairness: readonly string[]
  /** What the verdicts on temporal properties rest on; null if none was judged. */
  readonly liveness?: LivenessLedger | null
  readonly initialStates: number
  /** States that the state constraint excluded: the verdict speaks of no run beyond them. */
  readonly excludedByConstraint: number
  /** Bounds that the model sets itself and steps would have led beyond: with any, nothing is said to hold. */
  readonly beyond: readonly Cut[]
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

export interface CheckOptions extends SearchOptions, TemporalOptions {
  /** How to look; breadth-first unless said otherwise. */
  readonly strategy?: StrategyName
}

/** The result of a check as a computation in slices: iterate it to the end, and stop whenever you like. */
export function* checking(model: Model, options: CheckOptions = {}): Generator<Progress, CheckResult> {
  const started = performance.now()
  const { strategy = 'breadth-first', reductions = [] } = options
  refuseMisfit(model, options)
  // Reductions are told of all properties, so that they can refuse those that they do not keep.
  const expansion = expansionOf(reductions.length === 0 ? withoutTemporal(model) : model)
  const search = (of: Expansion) => strategies[strategy](of, options)
  const outcome = yield* reductions.length === 0 ? search(expansion) : reducedSearch(expansion, reductions, search)
  const judged = yield* afterSearch(model, outcome, options, started)
  return resultOf(expansion, outcome, options, (performance.now() - started) / 1000, 1, judged)
}

/** Checks every property of the model by exhaustive breadth-first search, unless a bound ends it. */
export function check(model: Model, options: CheckOptions = {}): CheckResult {
  return toTheEnd(checking(model, options))
}

/** What a computation in slices comes to, if nothing else is to be done between them. */
export function toTheEnd<T>(slices: Generator<unknown, T>): T {
  for (;;) {
    const slice = slices.next()
    if (slice.done) return slice.value
  }
}

/** The verdicts that an outcome comes to. */
export function resultOf(
  expansion: Expansion,
  given: Outcome,
  options: CheckOptions,
  seconds: number,
  workers = 1,
  temporal: Judged | null = null,
): CheckResult {
  const model = temporal?.model ?? expansion.model
  const beyond = expansion.cuts.all()
  const outcome =
    beyond.length > 0 && given.coverage === 'exhaustive' ? { ...given, coverage: 'bounded' as const } : given
  const findings = [...explained(expansion, outcome.findings), ...(temporal?.outcome?.findings ?? [])]
  const properties = judge(model, { ...outcome, findings }, temporal)
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
      reductions: outcome.reductions ?? [],
      abandoned: outcome.abandoned ?? null,
      observers: expansion.observers.map((observer) => observer.property),
      fairness: temporal?.fairness ?? [],
      liveness: temporal?.outcome?.ledger ?? null,
      initialStates: outcome.initialStates,
      excludedByConstraint: outcome.excluded,
      beyond,
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
function judge(model: Model, outcome: Outcome, temporal: Judged | null): PropertyResult[] {
  return judgements(model, outcome, temporal).map((judged) => ({
    ...judged,
    expected: model.expected[judged.name] ?? 'holds',
  }))
}

type Judgement = Omit<PropertyResult, 'expected'>

function judgements(model: Model, outcome: Outcome, temporal: Judged | null): Judgement[] {
  const complete = outcome.coverage === 'exhaustive'
  const beginsNowhere = outcome.initialStates === 0
  const results = Object.entries(model.properties).map(([name, property]): Judgement => {
    const { kind } = property
    if (isTemporal(property)) return { name, kind, ...temporalVerdict(name, temporal) }
    const finding = outcome.findings.find((f) => 'property' in f && f.property === name) ?? null
    const wanted = kind === 'reachable'
    const vacuous = finding === null && complete && ((beginsNowhere && !wanted) || isVacuous(name, property, outcome))
    if (finding !== null) return { name, kind, verdict: wanted ? 'holds' : 'violated', finding, vacuous }
    if (!complete) return { name, kind, verdict: 'inconclusive', finding, vacuous }
    return { name, kind, verdict: wanted ? 'violated' : 'holds', finding, vacuous }
  })
  const deadlock = outcome.findings.find((f) => f.tag === 'deadlock') ?? null
  results.push({
    name: 'no deadlock',
    kind: 'deadlock',
    verdict: deadlock ? 'violated' : complete ? 'holds' : 'inconclusive',
    finding: deadlock,
    vacuous: complete && beginsNowhere,
  })
  const fault = outcome.findings.find((f) => f.tag === 'fault')
  if (fault)
    results.push({ name: 'the model itself', kind: 'model', verdict: 'violated', finding: fault, vacuous: false })
  return results
}

/** Every step changed nothing in the abstract system, or no operation ever returned. */
function isVacuous(name: string, { kind }: Property, { findings }: Outcome): boolean {
  if (kind !== 'refines' && kind !== 'linearizable') return false
  return !findings.some((f) => 'property' in f && f.property === witnessOf(name))
}

/** As much of a result as says what came out. */
interface Judgements {
  readonly properties: readonly Pick<PropertyResult, 'verdict' | 'expected'>[]
  readonly ledger: Pick<Ledger, 'limit'>
}

/**
 * Whether a check came out as its model declares: `holds` if it did, `violated` if something broke or was known to break and
 * did not, `inconclusive` if neither can be said. What a search did not look into because something broke that was known
 * to break counts as expected.
 */
export function asExpected({ properties, ledger }: Judgements): Verdict {
  const known = properties.some((p) => p.expected === 'violated' && p.verdict === 'violated')
  return worst(
    properties.map(({ verdict, expected }) => {
      if (verdict === expected) return 'holds'
      if (verdict === 'inconclusive') return known && ledger.limit?.tag === 'violation' ? 'holds' : 'inconclusive'
      return 'violated'
    }),
  )
}

/** Violated outweighs inconclusive, which outweighs holds. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes('violated') ? 'violated' : verdicts.includes('inconclusive') ? 'inconclusive' : 'holds'
}
