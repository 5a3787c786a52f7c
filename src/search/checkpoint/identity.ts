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
    [LEFT_OUT]: JSON.stringify([...model.leftOut].sort()),
    state: typeName(state),
    behaviour: JSON.stringify(behaviour),
    properties: JSON.stringify(properties),
    ...search,
  }
}

/** How two identities differ, in words; null if they do not. */
export function differenceOf(its: Identity, ours: Identity): string | null {
  if (its.model !== ours.model) return thereAndHere('model', its.model, ours.model)
  const asked = [
    ...parameters(parsed(its.parameters), parsed(ours.parameters)),
    ...leftOut(parsed(its[LEFT_OUT]), parsed(ours[LEFT_OUT])),
    ...[...new Set([...Object.keys(its), ...Object.keys(ours)])]
      .filter((what) => !OF_THE_MODEL.includes(what) && its[what] !== ours[what])
      .map((what) => thereAndHere(what, its[what], ours[what])),
  ]
  // With other parameters it may well have another state, too.
  const changes = asked.length > 0 ? [] : changesOf(its, ours)
  return asked.length + changes.length === 0 ? null : [...asked, ...changes].join(', ')
}

const LEFT_OUT = 'left-out precautions'
const OF_THE_MODEL = ['model', 'parameters', LEFT_OUT, 'state', 'behaviour', 'properties']

function thereAndHere(what: string, there: unknown = 'none', here: unknown = 'none'): string {
  return `${what} ${String(there)} there, ${String(here)} here`
}

/** What a part says, if it is data; something empty if it is missing. */
function parsed<T>(part = 'null'): T | null {
  return JSON.parse(part) as T | null
}

function parameters(its: Values, ours: Values): string[] {
  const names = new Set([...Object.keys(its ?? {}), ...Object.keys(ours ?? {})])
  return [...names].flatMap((name) => {
    const [there, here] = [its?.[name], ours?.[name]]
    return there === here ? [] : [thereAndHere(name, there, here)]
  })
}

type Values = { readonly [name: string]: unknown } | null

function leftOut(its: readonly string[] | null, ours: readonly string[] | null): string[] {
  const only = (where: string, some: readonly string[] | null, others: readonly string[] | null) =>
    (some ?? []).filter((name) => !others?.includes(name)).map((name) => `"${name}" is left out ${where} only`)
  return [...only('there', its, ours), ...only('here', ours, its)]
}

/** What has become another in the model itself since then. */
function changesOf(its: Identity, ours: Identity): string[] {
  const state = its.state === ours.state ? [] : ['its state has changed since']
  const parts = ['behaviour', 'properties'].flatMap((what) =>
    its[what] === ours[what] ? [] : changedParts(what, parsed(its[what]) ?? [], parsed(ours[what]) ?? []),
  )
  return [...state, ...parts]
}

/** A part of a declaration; its name comes first. */
type Part = readonly [name: string, ...rest: unknown[]]

function changedParts(what: string, its: readonly Part[], ours: readonly Part[]): string[] {
  const [there, here] = [its, ours].map((parts) => new Map(parts.map((part) => [part[0], JSON.stringify(part)])))
  const gone = [...there!.keys()].filter((name) => !here!.has(name)).map((name) => `"${name}" is no more`)
  const changed = [...here!].flatMap(([name, part]) =>
    !there!.has(name) ? [`"${name}" is new`] : there!.get(name) === part ? [] : [`"${name}" has changed since`],
  )
  const all = [...gone, ...changed]
  return all.length > 0 ? all : [`its ${what} come in another order`]
}
