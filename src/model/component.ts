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

/**
 * A part that systems are put together from: its own state, actions and properties. A system that takes it up as `ring`
 * has its state at `s.ring`; the part itself sees nothing but its own.
 */
export interface Component<S extends StructType = StructType> {
  readonly state: S
  readonly behaviour: readonly Behaviour[]
  readonly properties: Properties
  readonly fairness: readonly Fairness[]
}

export type Components = { readonly [name: string]: Component }

interface ComponentDefinition<S extends StructType, B extends readonly Behaviour[]> {
  readonly state: S
  readonly behaviour?: (tools: BehaviourTools<S>) => B
  readonly properties?: (
    tools: PropertyTools<Labelled<FieldsOf<S>, LabelsOf<B[number]>>>,
  ) => Properties<Labelled<FieldsOf<S>, LabelsOf<B[number]>>>
  /** What temporal properties assume of the part's own steps. */
  readonly fairness?: (
    tools: FairnessTools<Labelled<FieldsOf<S>, LabelsOf<B[number]>>, B[number]>,
  ) => readonly Fairness[]
}

export function component<S extends StructType, const B extends readonly Behaviour[] = readonly []>(
  definition: ComponentDefinition<S, B>,
): Component<S> {
  return {
    state: definition.state,
    behaviour: definition.behaviour?.(behaviourTools as unknown as BehaviourTools<S>) ?? [],
    properties: (definition.properties?.(propertyTools as never) ?? {}) as Properties,
    fairness: definition.fairness?.(fairnessTools as never) ?? [],
  }
}
