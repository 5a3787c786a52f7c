import type { ArrayView, Plain, ScalarValue, StructView, View } from '../schema/static.js'
import type { Fields, ScalarType, StructType } from '../schema/type.js'
import type { Done, Stopped } from './outcome.js'
import type { Pick } from './pick.js'

/** A family of processes that run the same labelled steps, each at a label of its own. */
export interface Program<F extends string = string, L extends string = string> {
  readonly kind: 'program'
  readonly family: F
  readonly steps: { readonly [label in L]: AnyStep }
}

/** A guarded action: may happen whenever its guard holds, for any values of its parameters. */
export interface Action {
  readonly kind: 'action'
  readonly name: string
  readonly parameters: { readonly [name: string]: ScalarType }
  readonly when: ((s: never, p: never) => boolean) | undefined
  readonly do: (s: never, p: never, pick: Pick) => void | Stopped
}

export type Behaviour = Program | Action
export type AnyStep = (s: never, me: never, pick: Pick) => string | Stopped | undefined | void

/** What `program` and `action` know of the process that a step belongs to, besides its own fields. */
export interface Process<L extends string> {
  /** The label of the step that the process takes next. */
  readonly at: L
  /** Its number in its family; 0 if it is the only one. */
  readonly id: number
}

/**
 * The fields of a state. Records in `L` are process families with those labels. An array of other records may turn out to
 * be a family too, so its elements have a label of which only that it is text is known.
 */
export type Labelled<F extends Fields, L> = {
  -readonly [K in keyof F]: F[K] extends StructType<infer G>
    ? K extends keyof L
      ? StructView<G> & Process<L[K] & string>
      : StructView<G>
    : F[K] extends { readonly tag: 'array'; readonly element: StructType<infer G> }
      ? ArrayView<StructView<G> & Omit<Process<LabelIn<L, K>>, keyof G>, StructView<G>>
      : View<F[K]>
}

/** The same as plain values. Parts of components may have labels of which only that they are text is known. */
export type PlainLabelled<F extends Fields, L> = {
  readonly [K in keyof F]: F[K] extends StructType<infer G>
    ? K extends keyof L
      ? Plain<F[K]> & { readonly at: L[K] & string }
      : { readonly [N in keyof G]: MaybeLabelled<Plain<G[N]>> }
    : F[K] extends { readonly tag: 'array'; readonly element: StructType }
      ? readonly (Plain<F[K]['element']> & (K extends keyof L ? { readonly at: L[K] & string } : unknown))[]
      : Plain<F[K]>
}

type MaybeLabelled<V> = V extends readonly (infer E extends object)[]
  ? readonly (E & { readonly at?: string })[]
  : V extends object
    ? V & { readonly at?: string }
    : V

type LabelIn<L, K> = K extends keyof L ? L[K] & string : string

export type FieldsOf<S> = S extends StructType<infer F> ? F : never

/** One process of a family: an element of its array, or the record itself. */
export type Me<V> = V extends ArrayView<infer E, infer _> ? E : V

/**
 * One atomic step. It changes the draft `s` (and `me`, the process's own part of it) in place and returns the label to
 * go to, nothing to go to the next label, or `blocked` if it cannot be taken now.
 */
export type Step<F extends Fields, Family extends keyof F, L extends string> = (
  s: Labelled<F, { [K in Family]: L | Done }>,
  me: Me<Labelled<F, { [K in Family]: L | Done }>[Family]>,
  pick: Pick,
  // The template keeps literal types literal where a step returns in the middle of its body.
) => `${L}` | Done | Stopped | void | undefined

/** The fields that can be process families. `keyof` of it is what error messages show: the names themselves. */
type Families<F extends Fields> = {
  [K in keyof F as F[K] extends StructType | { readonly tag: 'array'; readonly element: StructType } ? K : never]: F[K]
}

export interface BehaviourTools<S> {
  /** The steps of the processes in `family`: a record (one process) or an array of records (one each) of the state. */
  program<F extends keyof Families<FieldsOf<S>> & string, L extends string>(
    family: F,
    steps: { readonly [K in L]: Step<FieldsOf<S>, F, NoInfer<L>> },
  ): Program<F, L>

  /** An action that may happen whenever `when` holds (always, without one), for any values of its parameters. */
  action(name: string, body: ActionBody<S, Record<never, never>>): Action
  action<P extends { readonly [name: string]: ScalarType }>(name: string, parameters: P, body: ActionBody<S, P>): Action
}

export interface ActionBody<S, P> {
  readonly when?: (s: Labelled<FieldsOf<S>, unknown>, p: Arguments<P>) => boolean
  readonly do: (s: Labelled<FieldsOf<S>, unknown>, p: Arguments<P>, pick: Pick) => void | Stopped
}

type Arguments<P> = { readonly [K in keyof P]: ScalarValue<P[K]> }

/** The labels of every program among `B`, by family. */
export type LabelsOf<B> = {
  [P in Extract<B, Program> as P['family']]: P extends Program<string, infer L> ? L | Done : never
}

export const behaviourTools: BehaviourTools<StructType> = {
  program: (family, steps) => ({ kind: 'program', family, steps: steps as Program['steps'] }) as never,
  action(name: string, ...rest: readonly unknown[]): Action {
    const [parameters, body] = (rest.length === 1 ? [{}, rest[0]] : rest) as [Action['parameters'], Action]
    return { kind: 'action', name, parameters, when: body.when, do: body.do }
  },
}
