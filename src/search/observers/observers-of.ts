import type { Model } from '../../model/model.js'
import { Linearizer } from './linearizer.js'
import type { Observer } from './observer.js'
import { Rememberer } from './rememberer.js'

/** One observer for each property that needs one. */
export function observersOf(model: Model): Observer[] {
  return Object.entries(model.properties).flatMap(([name, property]): Observer[] => {
    if (property.kind === 'linearizable') return [new Linearizer(name, property)]
    return property.kind === 'remembering' ? [new Rememberer(name, property)] : []
  })
}
