/** What must hold of a system, as data. */
export type Property<S = never> =
  | { readonly kind: 'always'; readonly holds: (s: S) => boolean }
  | { readonly kind: 'step'; readonly holds: (before: S, after: S) => boolean }
  | { readonly kind: 'reachable'; readonly holds: (s: S) => boolean }

export type PropertyKind = Property['kind'] | 'deadlock'
export type Properties<S = never> = { readonly [name: string]: Property<S> }

/** The words in which properties are written. `S` is the view of the state that conditions are given. */
export interface PropertyTools<S> {
  /** True of every reachable state. */
  always(holds: (s: S) => boolean): Property<S>
  /** True of every step that is taken, judged by the states before and after it. */
  step(holds: (before: S, after: S) => boolean): Property<S>
  /** True of at least one reachable state: guards against a model that holds because nothing happens in it. */
  reachable(holds: (s: S) => boolean): Property<S>
}

export const propertyTools: PropertyTools<never> = {
  always: (holds) => ({ kind: 'always', holds }),
  step: (holds) => ({ kind: 'step', holds }),
  reachable: (holds) => ({ kind: 'reachable', holds }),
}
