import type { Model } from '../model/model.js'
import { MAY_STOP } from '../search/monitor.js'
import type { Finding } from '../search/outcome.js'

/**
 * The model with nothing to judge but this property, or freedom from deadlock: others would cost time, might fail or be
 * broken where this one is fine, and what is remembered for them would keep states apart that are the same.
 */
export function judgedBy(model: Model, watched: string): Model {
  const own = Object.entries(model.properties).filter(([name]) => name === watched)
  const stops = watched === 'no deadlock' || watched === MAY_STOP
  return { ...model, properties: Object.fromEntries(own), mayStop: stops ? model.mayStop : () => true }
}

/** What has to be looked at for a finding about this property: if it is a failure, what failed. */
export function watchedFor(property: string, finding: Finding): string {
  return finding.tag === 'fault' && finding.during.tag === 'property' ? finding.during.property : property
}
