import { declarationOf } from '../../model/declaration.js'
import type { Model } from '../../model/model.js'
import { typeName } from '../../schema/type.js'

/** What two searches must have in common for one to go on where the other stopped; compared part by part. */
export type Identity = { readonly [what: string]: string }

/** `search` is what the search adds to the model: its storage, its reductions, the number of its workers. */
export function identityOf(model: Model, search: Identity): Identity {
  const { state, behaviour, properties } = declarationOf(model)
  return {
    model: model.name,
    parameters: JSON.stringify(model.parameters),
    'left-out precautions': JSON.stringify([...model.leftOut].sort()),
    state: typeName(state),
    behaviour: JSON.stringify(behaviour),
    properties: JSON.stringify(properties),
    ...search,
  }
}

/** The first part in which two identities differ, or null. */
export function firstDifference(its: Identity, ours: Identity): string | null {
  return [...Object.keys(ours), ...Object.keys(its)].find((what) => its[what] !== ours[what]) ?? null
}
