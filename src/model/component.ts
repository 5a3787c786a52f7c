import { type Properties, type PropertyTools, propertyTools } from '../property/property.js'
import type { StructType } from '../schema/type.js'
import {
  type Behaviour,
  type BehaviourTools,
  behaviourTools,
  type FieldsOf,
  type Labelled,
  type LabelsOf,
} from '../system/behaviour.js'
import { type Fairness, type FairnessTools, fairnessTools } from '../system/fairness.js'
import type { PartStep } from '../system/note.js'

/**
 * A part that systems are put together from: its own state, actions and properties. A system that takes it up as `ring`
 * has its state at `s.ring`; the part itself sees nothing but its own.
 */
export interface Component<S extends StructType = StructType> {
  readonly state: S
  readonly behaviour: readonly Behaviour[]
  readonly properties: Properties
  readonly fairness: readonly Fairness[]
  readonly bookkeeping?: readonly string[] | undefined
  readonly describe?: ((before: never, after: never, step: PartStep<never>) => string | null) | undefined
  readonly summary?: ((s: never) => readonly string[]) | undefined
}

export type Components = { readonly [name: string]: Component }

interface ComponentDefinition<S extends StructType, B extends readonly Behaviour[], N> {
  readonly state: S
  readonly behaviour?: (tools: BehaviourTools<S>) => B
  readonly properties?: (
    tools: PropertyTools<Labelled<FieldsOf<S>, LabelsOf<B[number]>>>,
  ) => Properties<Labelled<FieldsOf<S>, LabelsOf<B[number]>>>
  /** What temporal properties assume of the part's own steps. */
  readonly fairness?: (
    tools: FairnessTools<Labelled<FieldsOf<S>, LabelsOf<B[number]>>, B[number]>,
  ) => readonly Fairness[]
  /** Fields that only keep the part going. Who reads a run is not shown them, nor what changes in them, unless all is asked for. */
  readonly bookkeeping?: readonly (keyof FieldsOf<S> & string)[]
  /**
   * One short line on what a step did to the part, or with it, which a reader is told in place of what it changed there; null
   * if that says it better. Asked of its own steps, of those that change its state, and of those in which one of its
   * operations has noted something (`noteOf`).
   */
  readonly describe?: (
    before: Labelled<FieldsOf<S>, LabelsOf<B[number]>>,
    after: Labelled<FieldsOf<S>, LabelsOf<B[number]>>,
    step: PartStep<N>,
  ) => string | null
  /** What its bookkeeping comes to in a state, a short line each: told with states, and where a run has ended. */
  readonly summary?: (s: Labelled<FieldsOf<S>, LabelsOf<B[number]>>) => readonly string[]
}

export function component<S extends StructType, const B extends readonly Behaviour[] = readonly [], N = unknown>(
  definition: ComponentDefinition<S, B, N>,
): Component<S> {
  return {
    state: definition.state,
    behaviour: definition.behaviour?.(behaviourTools as unknown as BehaviourTools<S>) ?? [],
    properties: (definition.properties?.(propertyTools as never) ?? {}) as Properties,
    fairness: definition.fairness?.(fairnessTools as never) ?? [],
    bookkeeping: definition.bookkeeping,
    describe: definition.describe as Component['describe'],
    summary: definition.summary as Component['summary'],
  }
}
