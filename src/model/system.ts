import * as E from 'fp-ts/lib/Either.js'
import type { Properties, PropertyTools } from '../property/property.js'
import type { StructType } from '../schema/type.js'
import type { Behaviour, BehaviourTools, FieldsOf, Labelled, LabelsOf, PlainLabelled } from '../system/behaviour.js'
import { type UsageError, UsageFailure } from '../system/errors.js'
import type { Fairness, FairnessTools } from '../system/fairness.js'
import type { Stopped } from '../system/outcome.js'
import { type Parameters, resolveParameters, type Values } from '../system/parameters.js'
import type { Pick } from '../system/pick.js'
import type { Precaution } from '../system/precaution.js'
import { type AnyDefinition, buildModel } from './build.js'
import type { Component, Components } from './component.js'
import { callingFile } from './defined-in.js'
import type { Model } from './model.js'

/** What a system is; every part is given the parameters' values, so that it can depend on them. */
export interface SystemDefinition<
  P extends Parameters,
  C extends Components,
  S extends StructType,
  B extends readonly Behaviour[],
> {
  /** One line for lists: what it models. */
  readonly summary?: string
  /** The document and section it is modelled after. */
  readonly source?: string
  readonly parameters?: P
  /** Parts taken up whole; each has its state under its name here. */
  readonly components?: (tools: Values<P> & { readonly precaution: Precaution }) => C
  readonly state: (parameters: Values<P>) => S
  /** Changes the initial state, in which every field has its default. With `pick`, there are several. */
  readonly initial?: (s: NoInfer<Initial<Whole<S, C>, B>>, tools: Values<P> & { readonly pick: Pick }) => void | Stopped
  readonly behaviour: (
    tools: Values<P> & BehaviourTools<Whole<S, C>> & { readonly precaution: Precaution; readonly components: C },
  ) => B
  readonly properties?: (tools: Values<P> & PropertyTools<Seen<Whole<S, C>, B>>) => Properties<Seen<Whole<S, C>, B>>
  /**
   * Properties that are known to break with these parameters, `no deadlock` included: a finding that is kept, and whose
   * absence would be news. Says nothing of runs without some precaution.
   */
  readonly expected?: (parameters: Values<P>) => { readonly [property: string]: 'violated' }
  /** What temporal properties assume of runs: without any assumption, a run may stop anywhere for ever. */
  readonly fairness?: (
    tools: Values<P> &
      FairnessTools<Seen<Whole<S, C>, B>, B[keyof B & number], `${keyof C & string}.${string}`> & {
        readonly precaution: Precaution
      },
  ) => readonly Fairness[]
  /** States outside it are checked, but not explored further. */
  readonly constraint?: (s: NoInfer<Seen<Whole<S, C>, B>>, parameters: Values<P>) => boolean
  /** Where nothing more needs to happen: elsewhere, a state without successors is a deadlock. */
  readonly mayStop?: (s: NoInfer<Seen<Whole<S, C>, B>>, parameters: Values<P>) => boolean
}

/** The state of the system with that of its components. */
export type Whole<S, C> = StructType<
  FieldsOf<S> & { readonly [K in keyof C]: C[K] extends Component<infer T> ? T : never }
>

/** The state as properties see it: processes have their labels. */
export type Seen<S, B> = Labelled<FieldsOf<S>, LabelsOf<B[keyof B & number]>>

/** The same as a plain value. */
export type PlainSeen<S, B> = PlainLabelled<FieldsOf<S>, LabelsOf<B[keyof B & number]>>

/** As `Seen`, but a process may be given the label it starts at. */
export type Initial<S, B> = { [K in keyof Seen<S, B>]: Startable<Seen<S, B>[K]> }
type Startable<V> = V extends { get(index: number): infer E } ? Omit<V, 'get'> & { get(index: number): Mutable<E> } : V
type Mutable<E> = E extends { readonly at: string } ? { -readonly [K in keyof E]: E[K] } : E

/** A system whose parameters are still open: call it to set them. */
export interface System<P extends Parameters = Parameters, View = unknown, Plain = unknown> {
  (parameters?: Partial<Values<P>>): Model<View, Plain>
  /** As a call, but an unknown parameter or precaution comes back as a value. */
  configure(
    parameters: { readonly [name: string]: unknown },
    without?: readonly string[],
  ): E.Either<UsageError, Model<View, Plain>>
  readonly system: {
    readonly name: string
    readonly summary: string | null
    readonly source: string | null
    readonly parameters: P
  }
}

/** As much of a system as does without knowing its parameters: it can be configured, and not called. */
export interface AnySystem {
  readonly configure: System['configure']
  readonly system: System['system']
}

/** Defines a system: a pure state machine, what may happen in it, and what must hold. */
export function system<
  const P extends Parameters = Record<never, never>,
  C extends Components = Record<never, never>,
  S extends StructType = StructType,
  const B extends readonly Behaviour[] = readonly Behaviour[],
>(name: string, definition: SystemDefinition<P, C, S, B>): System<P, Seen<Whole<S, C>, B>, PlainSeen<Whole<S, C>, B>> {
  const declared = definition.parameters ?? ({} as P)
  const erased = definition as unknown as AnyDefinition
  const definedIn = callingFile()
  type Of = System<P, Seen<Whole<S, C>, B>, PlainSeen<Whole<S, C>, B>>
  const configure: Of['configure'] = (given, without = []) => {
    const values = resolveParameters(name, declared, given)
    if (E.isLeft(values)) return values
    // From here on nothing knows the static types of its states but the caller.
    return buildModel(name, erased, values.right, without, definedIn) as ReturnType<Of['configure']>
  }
  const create = (parameters: Partial<Values<P>> = {}): ReturnType<Of> => {
    const model = configure(parameters)
    if (E.isLeft(model)) throw new UsageFailure(model.left)
    return model.right
  }
  const about = {
    name,
    summary: definition.summary ?? null,
    source: definition.source ?? null,
    parameters: declared,
  }
  return Object.assign(create, { configure, system: about })
}

/** Whether a value that came out of a user's module is a system. */
export function isSystem(value: unknown): value is System {
  return typeof value === 'function' && 'system' in value && 'configure' in value
}
