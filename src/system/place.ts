import type { OneOfType } from '../schema/type.js'
import type { AnyValues, Parameters } from './parameters.js'

/** A parameter that says what stands at a place of a program: how strong a fence, or the order of an access. */
export interface PlaceType<S extends string = string> extends OneOfType<S> {
  readonly isPlace: true
}

/**
 * A place at which a fence or a stronger order may stand, with the strengths that it can have, the weakest first. It is a
 * parameter of the system, by the name under which it is declared: `'before the test': place('none', 'full fence')`.
 * The weakest stands there unless the system says otherwise by `withDefault`, or the run by `--fence`.
 */
export function place<const S extends string>(...strengths: readonly S[]): PlaceType<S> {
  if (strengths.length < 2) throw new RangeError(`place(${strengths.join(', ')}): give at least two strengths`)
  if (new Set(strengths).size !== strengths.length)
    throw new RangeError(`place(${strengths.join(', ')}): a strength occurs twice`)
  return { tag: 'oneOf', values: strengths, isPlace: true }
}

export function isPlace(type: Parameters[string] | undefined): type is PlaceType {
  return type !== undefined && 'isPlace' in type
}

/** A place of a system: its name, and its strengths from the weakest to the strongest. */
export interface Place {
  readonly name: string
  readonly strengths: readonly string[]
}

/** The places among a system's parameters, in the order of their declaration. */
export function placesOf(declared: Parameters): readonly Place[] {
  return Object.entries(declared).flatMap(([name, type]) => (isPlace(type) ? [{ name, strengths: type.values }] : []))
}

/** The parameters that are no places. */
export function withoutPlaces(declared: Parameters): Parameters {
  return Object.fromEntries(Object.entries(declared).filter(([, type]) => !isPlace(type)))
}

/** What stands at each place. */
export function strengthsIn(declared: Parameters, parameters: AnyValues): { readonly [place: string]: string } {
  return Object.fromEntries(placesOf(declared).map(({ name }) => [name, parameters[name] as string]))
}
