import type { PropertyKind } from '../property/property.js'
import type { Fields, ScalarType, StructType, Type } from '../schema/type.js'
import type { Parameters } from '../system/parameters.js'
import type { BoundAction, BoundProgram, Model } from './model.js'

/**
 * What a model declares, as plain data: by this it is recognized in files. What its functions do is not in it, since their
 * text depends on the compiler.
 */
export interface Declaration {
  readonly parameters: Parameters
  /** Without the labels of processes, which are part of the behaviour. */
  readonly state: StructType<Fields>
  /** In the order in which a search tries them. */
  readonly behaviour: readonly (DeclaredProgram | DeclaredAction)[]
  readonly properties: readonly (readonly [name: string, kind: PropertyKind])[]
  readonly precautions: readonly string[]
}

type DeclaredProgram = readonly [name: string, count: number | null, labels: readonly string[]]
type DeclaredAction = readonly [name: string, parameters: { readonly [name: string]: ScalarType }]

export function declarationOf({ declared, state, behaviour, properties, precautions }: Model): Declaration {
  return {
    parameters: declared,
    state: behaviour.reduce(withoutLabels, state),
    behaviour: behaviour.map((b) => (b.kind === 'program' ? [b.name, b.count, b.labels] : [b.name, b.parameters])),
    properties: Object.entries(properties).map(([name, { kind }]) => [name, kind]),
    precautions,
  }
}

function withoutLabels(state: StructType<Fields>, behaviour: BoundProgram | BoundAction): StructType<Fields> {
  if (behaviour.kind === 'action') return state
  const strip = (type: Type, [field, ...rest]: readonly string[]): Type => {
    if (type.tag === 'array') return { ...type, element: strip(type.element, []) }
    const { at, ...own } = (type as StructType<Fields>).fields
    if (field === undefined) return { tag: 'struct', fields: own }
    const { fields } = type as StructType<Fields>
    return { tag: 'struct', fields: { ...fields, [field]: strip(fields[field]!, rest) } }
  }
  return strip(state, behaviour.path) as StructType<Fields>
}
