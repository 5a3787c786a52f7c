import type { Model } from '../../model/model.js'
import { UsageFailure } from '../../system/errors.js'

/**
 * Refuses what takes states out of the thread that searches, or beyond its end: the words of observers are numbers of
 * things that only this thread knows.
 */
export function refuseObservers(model: Model, what: string): void {
  const observed = Object.entries(model.properties).find(
    ([, { kind }]) => kind === 'linearizable' || kind === 'remembering',
  )
  if (observed === undefined) return
  const [property, { kind }] = observed
  throw new UsageFailure({ tag: 'observer refused', system: model.name, property, kind, what })
}
