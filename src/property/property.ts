import { type Linearizable, type LinearizableTool, linearizable } from './linearizability.js'
import { type Refines, type RefinesTool, refines } from './refinement.js'
import { type Remembering, type RememberingTool, remembering } from './remembering.js'
import { type Temporal, type TemporalTools, temporalTools } from './temporal.js'

/** What must hold of a system, as data. */
export type Property<S = never> =
  | { readonly kind: 'always'; readonly holds: (s: S) => boolean }
  | { readonly kind: 'step'; readonly holds: (before: S, after: S) => boolean }
  | { readonly kind: 'reachable'; readonly holds: (s: S) => boolean }
  | Temporal<S>
  | Refines<S>
  | Linearizable<S>
  | Remembering<S>

export type PropertyKind = Property['kind'] | 'deadlock'
export type Properties<S = never> = { readonly [name: string]: Property<S> }

/** The words in which properties are written. `S` is the view of the state that conditions are given. */
export interface PropertyTools<S> extends TemporalTools<S> {
  /** True of every reachable state. */
  always(holds: (s: S) => boolean): Property<S>
  /** True of every step that is taken, judged by the states before and after it. */
  step(holds: (before: S, after: S) => boolean): Property<S>
  /** True of at least one reachable state: guards against a model that holds because nothing happens in it. */
  reachable(holds: (s: S) => boolean): Property<S>
  /** True if the system implements an abstract one, under a mapping from its states to those of the abstract system. */
  refines: RefinesTool<S>
  /** True if the object that the system implements cannot be told from one whose operations happen one after the other. */
  linearizable: LinearizableTool<S>
  /** True all along every run, judged by something that is remembered of it. */
  remembering: RememberingTool<S>
}

export const propertyTools: PropertyTools<never> = {
  always: (holds) => ({ kind: 'always', holds }),
  step: (holds) => ({ kind: 'step', holds }),
  reachable: (holds) => ({ kind: 'reachable', holds }),
  ...temporalTools,
  refines,
  linearizable,
  remembering,
}
