import type { Model } from '../model/model.js'
import { isTemporal } from '../property/temporal.js'
import { faultOf } from '../schema/failure.js'
import type { Fairness } from '../system/fairness.js'
import type { Bounds } from './bfs.js'
import { type Expansion, StepFault } from './expansion.js'
import { type Claim, claimsOf } from './liveness/claims.js'
import { type Judgement, judgeClaim } from './liveness/judge.js'
import { LOOP_BUDGET } from './liveness/lasso.js'
import { lostStates } from './liveness/lost.js'
import { pathThrough } from './liveness/positions.js'
import { buildGraph, type StateGraph } from './liveness/state-graph.js'
import { Units } from './liveness/units.js'
import type { Finding, Limit, Progress } from './outcome.js'

/** What was found about the temporal properties of a model. */
export interface LivenessOutcome {
  /** A lasso for each property that is violated; perhaps a fault, with which it ends. */
  readonly findings: readonly Finding[]
  /** Properties that no fair run breaks. */
  readonly hold: ReadonlySet<string>
  /** Those of them that could not fail. */
  readonly vacuous: ReadonlySet<string>
  readonly ledger: LivenessLedger
}

/** What verdicts on temporal properties rest on. */
export interface LivenessLedger {
  /** Why not every run was looked at, if so. */
  readonly limit: Limit | null
  readonly states: number
  readonly steps: number
  readonly bytes: number
  /**
   * Steps that lead out of the state constraint. No run that was looked at takes one, but, as in TLC, each counts as
   * possible: a run that stays inside may be unfair for no other reason than that.
   */
  readonly stepsOutside: number
  /** States from which every fair run leaves the constraint, so that nothing is known of what follows them. */
  readonly lostStates: number
}

export interface LivenessOptions {
  readonly fairness: readonly Fairness[]
  readonly bounds: Bounds
  readonly signal?: AbortSignal | undefined
  /** When time is up, by `performance.now`. */
  readonly deadline: number
  /** How many places may be looked at for a shortest loop; with more, a good one will do. */
  readonly loopBudget?: number
}

/**
 * Judges the temporal properties of a model over all of its fair runs. A run may stay anywhere for ever
 * unless that is unfair. Holds the whole graph of states in memory.
 *
 * A property is broken by a run that, from some moment on, stays in certain states for ever, perhaps visiting some of them
 * again and again. Such runs end up in strongly connected parts of the graph. From these is taken away what no fair run
 * can do for ever; a shortest run into what is left, and round in it, is the counterexample.
 */
export function* liveness(
  model: Model,
  expansion: Expansion,
  options: LivenessOptions,
): Generator<Progress, LivenessOutcome> {
  const graph = yield* buildGraph(expansion, new Units(expansion, options.fairness), options)
  const findings = graph.failure === null ? [] : [failureOf(expansion, graph)]
  const complete = graph.limit === null && graph.failure === null && expansion.cuts.all().length === 0
  const hold = new Set<string>()
  const vacuous = new Set<string>()
  let limit = graph.limit
  let lost: Uint8Array | null = null
  try {
    if (complete && graph.cut > 0 && graph.units.all.length > 0) lost = lostStates(graph)
    const how = { lost, budget: options.loopBudget ?? LOOP_BUDGET }
    for (const [name, property] of Object.entries(model.properties)) {
      if (!isTemporal(property) || findings.some((f) => f.tag === 'fault')) continue
      limit ??= lateness(options)
      if (limit?.tag === 'interrupted' || limit?.tag === 'time') break
      const { finding, asked } = yield* judgeClaims(claimsOf(model, name, property), expansion, graph, how)
      if (finding !== null) findings.push(finding)
      else if (complete) {
        hold.add(name)
        if (!asked) vacuous.add(name)
      }
    }
  } catch (thrown) {
    // There was no room left for the tables that looking for loops needs.
    if (!(thrown instanceof RangeError)) throw thrown
    limit = { tag: 'memory', limit: graph.bytes, frontier: 0 }
  }
  const { states, bytes, cut: stepsOutside } = graph
  const count = lost?.reduce((sum, is) => sum + is, 0) ?? 0
  return {
    findings,
    hold,
    vacuous,
    ledger: { limit, states, steps: graph.targets.length, bytes, stepsOutside, lostStates: count },
  }
}

function* judgeClaims(
  claims: readonly Claim[],
  expansion: Expansion,
  graph: StateGraph,
  how: { readonly lost: Uint8Array | null; readonly budget: number },
): Generator<Progress, Judgement> {
  let asked = false
  for (const claim of claims) {
    const judgement = judgeClaim(expansion, graph, claim, how)
    if (judgement.finding !== null) return judgement
    asked ||= judgement.asked
    yield { generated: graph.generated, distinct: graph.store.size, depth: graph.depth, queue: 0, bytes: graph.bytes }
  }
  return { finding: null, asked }
}

/** How the model itself failed while the graph was built. */
function failureOf(expansion: Expansion, graph: StateGraph): Finding {
  const { thrown, during } = graph.failure!
  const states = graph.depth === 0 ? [] : graph.runTo(graph.states)
  const fault = thrown instanceof StepFault ? thrown.fault : faultOf(thrown)
  return { tag: 'fault', fault, during, path: pathThrough(expansion, graph, states) }
}

function lateness({ bounds, signal, deadline }: LivenessOptions): Limit | null {
  if (signal?.aborted) return { tag: 'interrupted', frontier: 0 }
  return performance.now() > deadline ? { tag: 'time', limit: bounds.seconds ?? 0, frontier: 0 } : null
}
