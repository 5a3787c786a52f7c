import type { Typed } from './typed.js'

/** A system implements an abstract one: what it does is something that the abstract system can do. */
export interface Refines<S> {
  readonly kind: 'refines'
  /** The abstract system; always a model. */
  readonly abstract: Typed
  readonly mapping: (s: S) => unknown
  /** Up to how many abstract steps in a row one step may be. */
  readonly steps: number
}

export interface RefinementOptions {
  /** Up to how many abstract steps in a row one step of this system may be; one unless declared otherwise. */
  readonly steps?: number
}

/**
 * From states of one system to those of another. That it is a conditional type lets the compiler find it out before it
 * looks at the mapping, so that the mapping's literals are taken for what is wanted of them.
 */
type MappingTo<A, S> = A extends Typed<unknown, infer P> ? (s: S) => P : never

/**
 * True if the system implements `abstract` under `mapping`, which tells for each state which abstract state it stands
 * for, as a plain value with the label `at` of each abstract process. An initial state must stand for an initial state.
 * A step must be a step of the abstract system, or up to `steps` of them in a row, or change nothing there.
 *
 * This is about safety only: a system that stops half-way, or for ever takes steps that change nothing in the abstract
 * system, refines it all the same. The abstract system's state constraint bounds a search and is no part of what the
 * system may do, so it plays no role here.
 */
export type RefinesTool<S> = <A extends Typed>(
  abstract: A,
  mapping: MappingTo<A, S>,
  options?: RefinementOptions,
) => Refines<S>

export const refines: RefinesTool<never> = (abstract, mapping, { steps = 1 } = {}) => {
  if (!Number.isInteger(steps) || steps < 1)
    throw new RangeError(`refines: steps must be a whole number from 1 on, not ${steps}`)
  return { kind: 'refines', abstract, mapping, steps }
}

/** The property of a part, asked of the whole of which it is the field `name`. */
export function refinesThroughField(name: string, property: Refines<never>): Refines<never> {
  return { ...property, mapping: (s: never) => property.mapping(s[name]) }
}
