import type { Expansion } from '../expansion.js'

/** The expansion with some of its parts replaced; the rest is asked of it only when it is needed. */
export function layered<C extends Partial<Expansion>>(inner: Expansion, changes: C): Expansion & C {
  return Object.create(inner, Object.getOwnPropertyDescriptors(changes))
}
