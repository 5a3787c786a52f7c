import type { Model } from '../../model/model.js'
import { UsageFailure } from '../../system/errors.js'
import { type CheckOptions, type CheckResult, resultOf, toTheEnd } from '../check.js'
import { identityOf } from '../checkpoint/identity.js'
import { expansionOf } from '../expansion.js'
import { refuseObservers } from '../observers/refuse.js'
import type { Progress } from '../outcome.js'
import { afterSearch, withoutTemporal } from '../temporal.js'
import { searchInParallel } from './coordinator.js'
import type { ModelReference } from './reference.js'

/**
 * Checks a model by breadth-first search on several threads; `reference` is how they find the model. Verdicts, counts and
 * the lengths of runs are those of `check`. A worker that fails is an error that names it; a strategy or reduction that
 * works on one thread only is a UsageFailure.
 */
export async function checkInParallel(
  model: Model,
  reference: ModelReference,
  workers: number,
  options: CheckOptions = {},
  onProgress?: (progress: Progress) => void,
): Promise<CheckResult> {
  refuseObservers(model, 'several workers')
  const { strategy = 'breadth-first', reductions = [] } = options
  const alone = strategy === 'breadth-first' ? reductions[0] : strategy
  if (alone !== undefined) {
    const reason = `${alone} works on one thread only, so leave out the workers`
    throw new UsageFailure({ tag: 'search refused', system: model.name, reason })
  }
  const started = performance.now()
  const identity = identityOf(model, { storage: options.storage ?? 'fingerprints', workers: String(workers) })
  // A worker that does not find all of them says so: what it did not judge must not pass for what holds.
  const asked = { ...reference, properties: Object.keys(model.properties) }
  const { outcome, taken, cuts } = await searchInParallel(asked, workers, identity, options, onProgress)
  const expansion = expansionOf(withoutTemporal(model))
  expansion.taken.set(taken)
  expansion.cuts.add(cuts)
  const judged = toTheEnd(afterSearch(model, outcome, options, started))
  return resultOf(expansion, outcome, options, (performance.now() - started) / 1000, workers, judged)
}
