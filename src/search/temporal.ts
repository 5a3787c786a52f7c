import type { Model } from '../model/model.js'
import { wrongFairness } from '../model/temporal.js'
import type { Property } from '../property/property.js'
import { isTemporal } from '../property/temporal.js'
import { UsageFailure } from '../system/errors.js'
import { describeFairness, type Fairness } from '../system/fairness.js'
import type { Bounds } from './bfs.js'
import { expansionOf } from './expansion.js'
import { FAIRNESS } from './liveness/state-graph.js'
import { type LivenessOutcome, liveness } from './liveness.js'
import type { Finding, Outcome, Progress } from './outcome.js'

export interface TemporalOptions {
  /** What temporal properties assume of runs, instead of what the model says. */
  readonly fairness?: readonly Fairness[]
}

/** The temporal part of a check. */
export interface Judged {
  readonly model: Model
  /** What was assumed, in words. */
  readonly fairness: readonly string[]
  /** Null if it was not looked at. */
  readonly outcome: LivenessOutcome | null
}

/** The model with only those of its properties that a search can judge state by state; itself if it has no others. */
export function withoutTemporal(model: Model): Model {
  return withProperties(model, (property) => !isTemporal(property))
}

/**
 * Judges the temporal properties of a model after a search has judged the others; null if there are none. Does not look if
 * that is of no use: when the model is known to be broken, time is up, or the search was not meant to see everything. A
 * UsageFailure if the fairness asked for makes no sense.
 */
export function* afterSearch(
  model: Model,
  outcome: Outcome,
  options: TemporalOptions & { readonly bounds?: Bounds; readonly signal?: AbortSignal | undefined },
  started: number,
): Generator<Progress, Judged | null> {
  const fairness = fairnessOf(model, options)
  const temporal = withProperties(model, isTemporal)
  if (Object.keys(temporal.properties).length === 0) return null
  const judged = { model, fairness: fairness.map(describeFairness) }
  if (!isWorthwhile(outcome)) return { ...judged, outcome: null }
  const { bounds = {}, signal } = options
  const deadline = bounds.seconds === undefined ? Number.POSITIVE_INFINITY : started + bounds.seconds * 1000
  // An expansion of its own: for other properties something may be remembered in the state, which fairness must not see.
  const runs = liveness(temporal, expansionOf(temporal), { fairness, bounds, signal, deadline })
  const judgement = yield* runs
  return { ...judged, outcome: options.fairness === undefined ? judgement : assuming(judgement, fairness) }
}

/** Findings that rest on what was assumed of runs say what that was. */
function assuming(judgement: LivenessOutcome, fairness: readonly Fairness[]): LivenessOutcome {
  const asked = (f: Finding) => f.tag === 'fault' && f.during.tag === 'property' && f.during.property === FAIRNESS
  const findings = judgement.findings.map((f) => (f.tag === 'lasso' || asked(f) ? { ...f, fairness } : f))
  return { ...judgement, findings }
}

/** The verdict on a temporal property. */
export function temporalVerdict(
  name: string,
  judged: Judged | null,
): {
  readonly verdict: 'holds' | 'violated' | 'inconclusive'
  readonly finding: Finding | null
  readonly vacuous: boolean
} {
  const finding = judged?.outcome?.findings.find((f) => f.tag === 'lasso' && f.property === name) ?? null
  if (finding !== null) return { verdict: 'violated', finding, vacuous: false }
  const holds = judged?.outcome?.hold.has(name) === true
  return { verdict: holds ? 'holds' : 'inconclusive', finding, vacuous: judged?.outcome?.vacuous.has(name) === true }
}

function withProperties(model: Model, wanted: (property: Property) => boolean): Model {
  const entries = Object.entries(model.properties)
  const chosen = entries.filter(([, property]) => wanted(property))
  return chosen.length === entries.length ? model : { ...model, properties: Object.fromEntries(chosen) }
}

function fairnessOf(model: Model, { fairness }: TemporalOptions): readonly Fairness[] {
  if (fairness === undefined) return model.fairness
  const problem = wrongFairness(model.behaviour, fairness)
  if (problem !== null) throw new UsageFailure({ tag: 'search refused', system: model.name, reason: problem })
  return fairness
}

function isWorthwhile({ coverage, limit, scope, findings }: Outcome): boolean {
  if (findings.some((f) => f.tag === 'fault') || scope !== undefined) return false
  return coverage === 'exhaustive' || limit?.tag === 'states' || limit?.tag === 'depth' || limit?.tag === 'memory'
}
