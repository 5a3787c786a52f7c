import { createHash } from 'node:crypto'
import type { BoundAction, BoundProgram, Model } from '../model/model.js'
import type { Fields, StructType, Type } from '../schema/type.js'
import type { ModelVersion } from './counterexample.js'

export type Part = keyof ModelVersion

/**
 * Short hashes of what a model declares. What its functions do is not in them: their source depends on the compiler, and
 * taking a recorded run again shows it better.
 */
export function versionOf(model: Model): ModelVersion {
  return {
    parameters: hash(sorted(model.declared)),
    state: hash(model.behaviour.reduce(withoutLabels, model.state)),
    behaviour: hash(model.behaviour.map(declaration).sort()),
    properties: hash(sorted(Object.fromEntries(Object.entries(model.properties).map(([name, p]) => [name, p.kind])))),
    precautions: hash([...model.precautions].sort()),
  }
}

/** The parts in which two versions differ. */
export function changedParts(recorded: ModelVersion, now: ModelVersion): Part[] {
  return (Object.keys(now) as Part[]).filter((part) => recorded[part] !== now[part])
}

function declaration(behaviour: BoundProgram | BoundAction): string {
  return JSON.stringify(
    behaviour.kind === 'program'
      ? [behaviour.name, behaviour.count, behaviour.labels]
      : [behaviour.name, behaviour.parameters],
  )
}

/** The labels of processes are part of the behaviour, not of the state's type. */
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

function sorted(record: { readonly [name: string]: unknown }): [string, unknown][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
}

function hash(data: unknown): string {
  return createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 12)
}
