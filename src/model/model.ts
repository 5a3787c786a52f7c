import type { Property } from '../property/property.js'
import type { Typed } from '../property/typed.js'
import type { Fields, ScalarType, StructType } from '../schema/type.js'
import type { AnyStep } from '../system/behaviour.js'
import type { Fairness } from '../system/fairness.js'
import type { Stopped } from '../system/outcome.js'
import type { AnyValues, Parameters } from '../system/parameters.js'
import type { Pick } from '../system/pick.js'
import type { Component } from './component.js'

/**
 * A system with its parameters set and its precautions chosen, types erased: what searches work on. Every function has
 * its parameters bound, and is given the view of the whole state. Of its states, only static types are left: the view,
 * and the plain value.
 */
export interface Model<View = unknown, Plain = unknown> extends Typed<View, Plain> {
  readonly name: string
  readonly summary: string | null
  readonly source: string | null
  /** The file that defines it, as far as that can be told. */
  readonly definedIn: string | null
  readonly declared: Parameters
  readonly parameters: AnyValues
  /** Every precaution of the system, those left out included. */
  readonly precautions: readonly string[]
  readonly leftOut: readonly string[]
  /** The state, with the label of each process as a field `at`. */
  readonly state: StructType<Fields>
  readonly behaviour: readonly (BoundProgram | BoundAction)[]
  /** How the parts it is put together from tell of themselves. */
  readonly components: readonly TellingComponent[]
  readonly properties: { readonly [name: string]: Property }
  /** Properties that are known to break (`no deadlock` too), as those of a listing that is modelled as printed. */
  readonly expected: { readonly [property: string]: 'violated' }
  /** What temporal properties assume of runs, unless a check says otherwise. */
  readonly fairness: readonly Fairness[]
  readonly initial: ((s: never, pick: Pick) => void | Stopped) | null
  readonly constraint: ((s: never) => boolean) | null
  readonly mayStop: ((s: never) => boolean) | null
  /** The same system without these precautions, in addition to those left out already. Throws if there is none of the name. */
  without(...precautions: readonly string[]): Model<View, Plain>
}

/** What a reader is told of a component in place of its whole state. */
export interface TellingComponent extends Omit<Component, 'state' | 'behaviour' | 'properties' | 'fairness'> {
  readonly name: string
}

export interface BoundProgram {
  readonly kind: 'program'
  /** The family's name: its path in the state, joined with dots. */
  readonly name: string
  readonly path: readonly string[]
  /** The component it belongs to: the path of the part of the state that its steps see. */
  readonly lens: readonly string[]
  /** How many processes, or null for one that is a record and not an array. */
  readonly count: number | null
  readonly labels: readonly string[]
  readonly steps: readonly AnyStep[]
}

export interface BoundAction {
  readonly kind: 'action'
  readonly name: string
  readonly lens: readonly string[]
  readonly parameters: { readonly [name: string]: ScalarType }
  readonly when: ((s: never, p: never) => boolean) | undefined
  readonly do: (s: never, p: never, pick: Pick) => void | Stopped
}
