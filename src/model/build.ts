import * as E from 'fp-ts/lib/Either.js'
import { linearizableThroughField } from '../property/linearizability.js'
import { type Properties, type Property, propertyTools } from '../property/property.js'
import { refinesThroughField } from '../property/refinement.js'
import { rememberingThroughField } from '../property/remembering.js'
import { isTemporal, throughField } from '../property/temporal.js'
import { type Fields, oneOf, type StructType, type Type } from '../schema/type.js'
import { type Action, type Behaviour, behaviourTools, type Program } from '../system/behaviour.js'
import { type UsageError, UsageFailure } from '../system/errors.js'
import { type Fairness, fairnessThroughField, fairnessTools } from '../system/fairness.js'
import { done, type Stopped } from '../system/outcome.js'
import type { AnyValues, Parameters } from '../system/parameters.js'
import type { Pick } from '../system/pick.js'
import { type Precaution, precautionFor } from '../system/precaution.js'
import type { Components } from './component.js'
import type { BoundAction, BoundProgram, Model, TellingComponent } from './model.js'
import { typeAt, wrongEach, wrongFairness } from './temporal.js'

/** A definition with its types erased. */
export interface AnyDefinition {
  readonly summary?: string
  readonly source?: string
  readonly parameters?: Parameters
  readonly components?: (tools: AnyValues & { readonly precaution: Precaution }) => Components
  readonly state: (parameters: AnyValues) => StructType
  readonly initial?: (s: unknown, tools: unknown) => void | Stopped
  readonly behaviour: (tools: unknown) => readonly Behaviour[]
  readonly properties?: (tools: unknown) => Properties
  readonly expected?: (parameters: AnyValues) => Model['expected']
  readonly fairness?: (tools: unknown) => readonly Fairness[]
  readonly constraint?: (s: unknown, parameters: AnyValues) => boolean
  readonly mayStop?: (s: unknown, parameters: AnyValues) => boolean
}

/** Sets parameters and precautions in a definition, and puts its components in. */
export function buildModel(
  name: string,
  definition: AnyDefinition,
  values: AnyValues,
  without: readonly string[],
  definedIn: string | null = null,
): E.Either<UsageError, Model> {
  const asked = new Set<string>()
  // What the whole system asks for is what there is to leave out: asking may depend on earlier answers.
  if (without.length > 0) assemble(definition, values, precautionFor(new Set(), asked))
  const parts = assemble(definition, values, precautionFor(new Set(without), asked))
  const unknown = without.find((w) => !asked.has(w))
  if (unknown !== undefined)
    return E.left({ tag: 'unknown precaution', system: name, name: unknown, known: [...asked] })
  const { state, behaviour } = parts
  const wrong = wrongBookkeeping(name, parts)
  if (wrong !== null) return E.left(wrong)
  const problem =
    wrongFamily(state, behaviour) ??
    wrongFairness(behaviour, parts.fairness) ??
    wrongEach(state, behaviour, parts.properties)
  if (problem !== null) return E.left({ tag: 'ill-formed model', system: name, problem })
  const { initial, constraint, mayStop } = definition
  const model: Model = {
    name,
    summary: definition.summary ?? null,
    source: definition.source ?? null,
    definedIn,
    declared: definition.parameters ?? {},
    parameters: values,
    precautions: [...asked],
    leftOut: [...new Set(without)],
    state: parts.behaviour.reduce(withLabels, parts.state),
    behaviour: parts.behaviour,
    components: parts.components,
    properties: parts.properties,
    fairness: parts.fairness,
    // What breaks when something is left out is for the one who leaves it out to say.
    expected: without.length === 0 ? (definition.expected?.(values) ?? {}) : {},
    initial: initial ? (s: never, pick: Pick) => initial(s, { ...values, pick }) : null,
    constraint: constraint ? (s: never) => constraint(s, values) : null,
    mayStop: mayStop ? (s: never) => mayStop(s, values) : null,
    without(...more) {
      const built = buildModel(name, definition, values, [...without, ...more], definedIn)
      if (E.isLeft(built)) throw new UsageFailure(built.left)
      return built.right
    },
  }
  return E.right(model)
}

interface Parts {
  readonly state: StructType<Fields>
  readonly behaviour: readonly (BoundProgram | BoundAction)[]
  readonly components: readonly TellingComponent[]
  readonly properties: { readonly [name: string]: Property }
  readonly fairness: readonly Fairness[]
}

function assemble(definition: AnyDefinition, values: AnyValues, precaution: Precaution): Parts {
  const components = definition.components?.({ ...values, precaution } as never) ?? {}
  const own = definition.state(values)
  const state: StructType<Fields> = {
    tag: 'struct',
    fields: { ...Object.fromEntries(Object.entries(components).map(([n, c]) => [n, c.state])), ...own.fields },
  }
  const behaviour = definition.behaviour({ ...values, ...behaviourTools, precaution, components })
  const properties = definition.properties?.({ ...values, ...propertyTools }) ?? {}
  return {
    state,
    behaviour: [
      ...Object.entries(components).flatMap(([n, c]) => c.behaviour.map((b) => bind(b, [n], state))),
      ...behaviour.map((b) => bind(b, [], state)),
    ],
    components: Object.entries(components).map(([n, { bookkeeping, describe, summary }]) => {
      return { name: n, bookkeeping, describe, summary }
    }),
    properties: {
      ...Object.fromEntries(
        Object.entries(components).flatMap(([n, c]) =>
          Object.entries(c.properties).map(([p, property]) => [`${n}: ${p}`, through(n, property)]),
        ),
      ),
      ...properties,
    },
    fairness: [
      ...Object.entries(components).flatMap(([n, c]) =>
        c.fairness.map((f) => fairnessThroughField(n, f, c.behaviour.map(nameOf))),
      ),
      ...(definition.fairness?.({ ...values, ...fairnessTools, precaution }) ?? []),
    ],
  }
}

function nameOf(behaviour: Behaviour): string {
  return behaviour.kind === 'program' ? behaviour.family : behaviour.name
}

function bind(behaviour: Program | Action, lens: readonly string[], state: StructType): BoundProgram | BoundAction {
  if (behaviour.kind === 'action') return { ...behaviour, name: [...lens, behaviour.name].join('.'), lens }
  const path = [...lens, behaviour.family]
  const type = typeAt(state, path)
  return {
    kind: 'program',
    name: path.join('.'),
    path,
    lens,
    count: type?.tag === 'array' ? type.length : null,
    labels: Object.keys(behaviour.steps),
    steps: Object.values(behaviour.steps),
  }
}

/** A component's property, asked of the whole state. */
function through(name: string, property: Property): Property {
  if (isTemporal(property)) return throughField(name, property)
  if (property.kind === 'refines') return refinesThroughField(name, property)
  if (property.kind === 'linearizable') return linearizableThroughField(name, property)
  if (property.kind === 'remembering') return rememberingThroughField(name, property)
  type Holds = (...states: unknown[]) => boolean
  const holds = property.holds as Holds
  const inner: Holds = (...states) => holds(...states.map((s) => (s as Record<string, unknown>)[name]))
  return { ...property, holds: inner } as unknown as Property
}

/** Why some program cannot run over its family, or null. */
function wrongFamily(state: StructType, behaviour: Parts['behaviour']): string | null {
  const seen = new Set<string>()
  for (const program of behaviour) {
    if (program.kind === 'action') continue
    const type = typeAt(state, program.path)
    const record = type?.tag === 'array' ? (type.element as Type) : type
    if (record?.tag !== 'struct') return `the state of program ${program.name} must be a struct or an array of structs`
    for (const reserved of ['at', 'id'])
      if (reserved in record.fields) return `${program.name} has a field "${reserved}", which every process has already`
    if (seen.has(program.name)) return `there are two programs for ${program.name}`
    seen.add(program.name)
    if (program.labels.includes(done))
      return `program ${program.name} has a label "${done}", which is where programs end`
    if (program.labels.length === 0) return `program ${program.name} has no steps`
  }
  return null
}

/** A component calls something its bookkeeping that is not in its state; null if none does. */
function wrongBookkeeping(system: string, { state, components }: Parts): UsageError | null {
  for (const { name: component, bookkeeping = [] } of components) {
    const known = Object.keys((state.fields[component] as StructType<Fields>).fields)
    const name = bookkeeping.find((field) => !known.includes(field))
    if (name !== undefined) return { tag: 'unknown bookkeeping', system, component, name, known }
  }
  return null
}

/** Adds to each process of the program the field that holds its label. */
export function withLabels(state: StructType<Fields>, program: BoundProgram | BoundAction): StructType<Fields> {
  if (program.kind === 'action') return state
  const label = oneOf(...program.labels, done)
  const extend = (type: Type): Type =>
    type.tag === 'array'
      ? { ...type, element: extend(type.element as Type) }
      : { ...(type as StructType<Fields>), fields: { ...(type as StructType<Fields>).fields, at: label } }
  const change = (type: Type, [field, ...rest]: readonly string[]): Type => {
    if (field === undefined) return extend(type)
    const { fields } = type as StructType<Fields>
    return { tag: 'struct', fields: { ...fields, [field]: change(fields[field]!, rest) } }
  }
  return change(state, program.path) as StructType<Fields>
}
