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

/**
 * A part that systems are put together from: its own state, actions and properties. A system that takes it up as `ring`
 * has its state at `s.ring`; the part itself sees nothing but its own.
 */
export interface Component<S extends StructType = StructType> {
  readonly state: S
  readonly behaviour: readonly Behaviour[]
  readonly properties: Properties
}

export type Components = { readonly [name: string]: Component }

interface ComponentDefinition<S extends StructType, B extends readonly Behaviour[]> {
  readonly state: S
  readonly behaviour?: (tools: BehaviourTools<S>) => B
  readonly properties?: (
    tools: PropertyTools<Labelled<FieldsOf<S>, LabelsOf<B[number]>>>,
  ) => Properties<Labelled<FieldsOf<S>, LabelsOf<B[number]>>>
}

export function component<S extends StructType, const B extends readonly Behaviour[] = readonly []>(
  definition: ComponentDefinition<S, B>,
): Component<S> {
  return {
    state: definition.state,
    behaviour: definition.behaviour?.(behaviourTools as unknown as BehaviourTools<S>) ?? [],
    properties: (definition.properties?.(propertyTools as never) ?? {}) as Properties,
  }
}
