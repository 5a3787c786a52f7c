import type { Property } from '../property/property.js'
import { isTemporal } from '../property/temporal.js'
import type { Fields, StructType, Type } from '../schema/type.js'
import type { Fairness } from '../system/fairness.js'
import type { BoundAction, BoundProgram } from './model.js'

type Behaviour = readonly (BoundProgram | BoundAction)[]

/** Why a fairness assumption cannot be made of this behaviour, or null. */
export function wrongFairness(behaviour: Behaviour, fairness: readonly Fairness[]): string | null {
  const known = behaviour.map((b) => b.name)
  for (const { strength, of, by, except } of fairness) {
    const meant = behaviour.filter((b) => of === null || of.includes(b.name))
    const unknown = of?.find((name) => !known.includes(name))
    if (unknown !== undefined)
      return `${strength} fairness is assumed of "${unknown}", which is no family or action; there is ${quoted(known)}`
    const labels = meant.flatMap((b) => (b.kind === 'program' ? b.labels : []))
    const label = except.find((l) => !labels.includes(l))
    if (label !== undefined)
      return `${strength} fairness of ${of!.join(', ')} makes an exception of "${label}", which is none of its labels`
    const parameters = meant.flatMap((b) => (b.kind === 'action' ? Object.keys(b.parameters) : []))
    const parameter = by?.find((p) => !parameters.includes(p))
    if (parameter !== undefined)
      return `${strength} fairness of ${of!.join(', ')} is told apart by "${parameter}", which is none of its arguments`
  }
  return null
}

/** Why a property cannot be asked of each process of what it names, or null. */
export function wrongEach(
  state: StructType<Fields>,
  behaviour: Behaviour,
  properties: { readonly [name: string]: Property },
): string | null {
  for (const [name, property] of Object.entries(properties)) {
    if (!isTemporal(property) || property.each?.tag !== 'part') continue
    const { path } = property.each
    const family = behaviour.some((b) => b.kind === 'program' && b.name === path.join('.'))
    if (!family && typeAt(state, path)?.tag !== 'array')
      return `the property "${name}" is asked of each ${path.join('.')}, which is neither a family nor an array of the state`
  }
  return null
}

/** The type of what lies at a path of field names; undefined if there is nothing. */
export function typeAt(state: StructType, path: readonly string[]): Type | undefined {
  return path.reduce<Type | undefined>(
    (type, field) => (type?.tag === 'struct' ? (type.fields as Fields)[field] : undefined),
    state,
  )
}

function quoted(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map((n) => `"${n}"`).join(', ')
}
