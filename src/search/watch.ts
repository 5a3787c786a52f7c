import type { Linearizable } from '../property/linearizability.js'
import type { Property } from '../property/property.js'
import type { Refines } from '../property/refinement.js'
import type { Remembering } from '../property/remembering.js'
import type { Expansion } from './expansion.js'
import { refinementWatch } from './refinement/watch.js'

/** How a property that is more than one condition is judged by what an expansion shows. */
export interface Watch {
  /** Whether it holds at the state in the draft, which a search has to ask once for each state. */
  state(): boolean
  /** Whether it holds of the step to the state in the draft; null if there is nothing to ask of single steps. */
  readonly step: (() => boolean) | null
  /** Whether something has happened that could have broken it; without that, nothing has been shown. */
  readonly active: boolean
}

export type Watched = Refines<never> | Linearizable<never> | Remembering<never>

/** Whether a property asks for a watch; if not, its condition is all there is to it. */
export function isWatched(property: Property): property is Watched {
  return property.kind === 'refines' || property.kind === 'linearizable' || property.kind === 'remembering'
}

/** The watch for a property of this name. */
export function watchOf(expansion: Expansion, name: string, property: Watched): Watch {
  if (property.kind === 'refines') return refinementWatch(expansion, property)
  const { observers } = expansion
  const which = observers.findIndex((observer) => observer.property === name)
  if (which < 0) throw new TypeError(`unreachable: nothing runs along for "${name}"`)
  const observer = observers[which]!
  const word = expansion.words - observers.length + which
  return {
    state: () => observer.accepts(expansion.draft[word]!, expansion.view),
    step: null,
    get active() {
      return observer.active
    },
  }
}

/**
 * Under this name, beside that of a property, is kept the first run in which something happened that could have broken
 * it: it travels like any other finding. No property can be called so.
 */
export function witnessOf(property: string): string {
  return `\0witness of ${property}`
}

export function isWitness(name: string): boolean {
  return name.startsWith(witnessOf(''))
}
