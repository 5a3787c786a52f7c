import type { Model } from '../../model/model.js'
import type { Bounds } from '../bfs.js'
import { type CheckOptions, type CheckResult, resultOf } from '../check.js'
import { expectWritable } from '../checkpoint/file.js'
import { identityOf } from '../checkpoint/identity.js'
import { expansionOf } from '../expansion.js'
import { refuseMisfit } from '../fitting.js'
import type { Limit, Progress } from '../outcome.js'
import { afterSearch, withoutTemporal } from '../temporal.js'
import { inTurns } from '../turns.js'
import { searchInParallel } from './coordinator.js'
import type { ModelReference } from './reference.js'
import type { Ending } from './search.js'

export interface ParallelOptions extends CheckOptions {
  /** The search does not begin before all threads are ready; else the first begins alone. */
  readonly together?: boolean
}

/**
 * Checks a model by breadth-first search on several threads; `reference` is how they find the model. Verdicts, counts and
 * runs are those of `check`, at any number of workers. A worker that fails is an error that names it; a strategy or
 * reduction that works on one thread only is a UsageFailure.
 */
export async function checkInParallel(
  model: Model,
  reference: ModelReference,
  workers: number,
  options: ParallelOptions = {},
  onProgress: (progress: Progress) => void = () => {},
): Promise<CheckResult> {
  refuseMisfit(model, { ...options, workers })
  const { bounds = {}, storage = 'fingerprints' } = options
  if (options.checkpoint !== undefined) expectWritable(options.checkpoint.file)
  const started = performance.now()
  const identity = identityOf(model, { storage, workers: 'several' })
  // A worker that does not find all of them says so: what it did not judge must not pass for what holds.
  const asked = { ...reference, properties: Object.keys(model.properties) }
  const searched = withoutTemporal(model)
  const ending = await searchInParallel(expansionOf(searched), asked, workers, identity, options, onProgress)
  const limit = limitOf(ending, bounds)
  const outcome = {
    coverage: limit === null ? ('exhaustive' as const) : ('bounded' as const),
    counts: { generated: ending.generated, distinct: ending.distinct, depth: ending.depth },
    findings: ending.findings,
    limit,
    bytes: { ...ending.bytes, ancestry: 0 },
    initialStates: ending.initialStates,
    excluded: ending.excluded,
  }
  const expansion = expansionOf(searched)
  expansion.taken.set(ending.taken)
  expansion.cuts.add(ending.cuts)
  const judged = await inTurns(afterSearch(model, outcome, options, started), onProgress)
  return resultOf(expansion, outcome, options, (performance.now() - started) / 1000, workers, judged)
}

function limitOf({ stop, frontier }: Ending, bounds: Bounds): Limit | null {
  switch (stop) {
    case 'none':
      return null
    case 'violation':
    case 'interrupted':
      return { tag: stop, frontier }
    default:
      return { tag: stop, limit: { ...bounds, time: bounds.seconds }[stop] ?? 0, frontier }
  }
}
