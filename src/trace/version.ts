import { createHash } from 'node:crypto'
import { declarationOf } from '../model/declaration.js'
import type { Model } from '../model/model.js'
import type { ModelVersion } from './counterexample.js'

export type Part = keyof ModelVersion

/**
 * Short hashes of what a model declares, in whatever order. That its functions do something else is better shown by taking a
 * recorded run again.
 */
export function versionOf(model: Model): ModelVersion {
  const { parameters, state, behaviour, properties, precautions } = declarationOf(model)
  return {
    parameters: hash(byName(Object.entries(parameters))),
    state: hash(state),
    behaviour: hash(behaviour.map((one) => JSON.stringify(one)).sort()),
    properties: hash(byName(properties)),
    precautions: hash([...precautions].sort()),
  }
}

/** The parts in which two versions differ. */
export function changedParts(recorded: ModelVersion, now: ModelVersion): Part[] {
  return (Object.keys(now) as Part[]).filter((part) => recorded[part] !== now[part])
}

function byName<T>(entries: readonly (readonly [string, T])[]): (readonly [string, T])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
}

function hash(data: unknown): string {
  return createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 12)
}
