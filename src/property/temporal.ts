import type { ArrayView } from '../schema/static.js'
import type { Me } from '../system/behaviour.js'
import type { Property } from './property.js'

/**
 * What must hold of whole runs, as data. A run may stay where it is for ever, unless a fairness assumption makes it go
 * on: without any, nothing ever has to happen.
 */
export type Temporal<S = never> =
  | {
      readonly kind: 'leadsTo'
      readonly each: Each
      readonly when: TemporalCondition<S>
      readonly holds: TemporalCondition<S>
    }
  | {
      readonly kind: 'eventually' | 'alwaysEventually' | 'eventuallyAlways'
      readonly each: Each
      readonly holds: TemporalCondition<S>
    }

/** `one` is the process or the value of which the property is asked. */
export type TemporalCondition<S> = (s: S, one?: never) => boolean

/**
 * Of whom a property is asked: of each process of a family (or each element of an array of the state), whose path this
 * is; of each of some values; or, null, of the system as a whole.
 */
export type Each =
  | { readonly tag: 'part'; readonly path: readonly string[] }
  | { readonly tag: 'values'; readonly values: readonly unknown[] }
  | null

export type TemporalKind = Temporal['kind']

/** Whether a property speaks of whole runs. Such a one needs the graph of all states: no reduction keeps it. */
export function isTemporal<P extends { readonly kind: string }>(property: P): property is P & Temporal {
  return Object.hasOwn(KINDS, property.kind)
}

const KINDS: { readonly [K in TemporalKind]: true } = {
  leadsTo: true,
  eventually: true,
  alwaysEventually: true,
  eventuallyAlways: true,
}

export interface TemporalTools<S> {
  /** Whenever `when` is true, `then` is true at that moment or later. */
  leadsTo: LeadsTo<S>
  /** Sooner or later true. */
  eventually: OfRuns<S>
  /** True again and again, for ever. */
  alwaysEventually: OfRuns<S>
  /** From some moment on true for ever. */
  eventuallyAlways: OfRuns<S>
}

/** Each word of it can be asked of the system, or with `each` of every process of a family or every one of some values. */
interface LeadsTo<S> {
  (when: (s: S) => boolean, then: (s: S) => boolean): Property<S>
  each<F extends Parts<S>>(
    family: F,
    when: (s: S, me: Me<S[F]>) => boolean,
    then: (s: S, me: Me<S[F]>) => boolean,
  ): Property<S>
  each<T>(values: readonly T[], when: (s: S, value: T) => boolean, then: (s: S, value: T) => boolean): Property<S>
}

interface OfRuns<S> {
  (holds: (s: S) => boolean): Property<S>
  each<F extends Parts<S>>(family: F, holds: (s: S, me: Me<S[F]>) => boolean): Property<S>
  each<T>(values: readonly T[], holds: (s: S, value: T) => boolean): Property<S>
}

/** The names of the families of a state, and of its arrays. */
export type Parts<S> = {
  [K in keyof S]: S[K] extends ArrayView<infer _, infer _> | { readonly at: string; readonly id: number } ? K : never
}[keyof S] &
  string

type Condition = TemporalCondition<never>

const leadsTo = Object.assign(
  (when: Condition, holds: Condition): Temporal => ({ kind: 'leadsTo', each: null, when, holds }),
  {
    each: (of: Of, when: Condition, holds: Condition): Temporal => ({ kind: 'leadsTo', each: eachOf(of), when, holds }),
  },
)

type Of = string | readonly unknown[]

function eachOf(of: Of): Each {
  return typeof of === 'string' ? { tag: 'part', path: [of] } : { tag: 'values', values: of }
}

function ofRuns(kind: Exclude<TemporalKind, 'leadsTo'>) {
  return Object.assign((holds: Condition): Temporal => ({ kind, each: null, holds }), {
    each: (of: Of, holds: Condition): Temporal => ({ kind, each: eachOf(of), holds }),
  })
}

export const temporalTools = {
  leadsTo,
  eventually: ofRuns('eventually'),
  alwaysEventually: ofRuns('alwaysEventually'),
  eventuallyAlways: ofRuns('eventuallyAlways'),
} as unknown as TemporalTools<never>

/** The property of a part, asked of the whole of which it is the field `name`. */
export function throughField(name: string, property: Temporal): Temporal {
  const inside =
    (condition: Condition): Condition =>
    (s: never, one) =>
      condition(s[name], one)
  const { each } = property
  return {
    ...property,
    each: each?.tag === 'part' ? { ...each, path: [name, ...each.path] } : each,
    holds: inside(property.holds),
    ...(property.kind === 'leadsTo' && { when: inside(property.when) }),
  } as Temporal
}
