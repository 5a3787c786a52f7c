import * as E from 'fp-ts/lib/Either.js'
import type { Model } from '../../model/model.js'
import type { System } from '../../model/system.js'
import { encode, valuesOf } from '../../schema/scalar.js'
import { type CheckOptions, check, type PropertyResult } from '../../search/check.js'
import type { AnyValues } from '../../system/parameters.js'
import { shrink } from './shrink.js'

/** As much of a system as is needed to try it with other parameters. */
export type Sizable = Pick<System, 'configure' | 'system'>

export interface Smallest {
  readonly parameters: AnyValues
  readonly model: Model
  /** The violation, shown by as simple a run as can be found. */
  readonly property: PropertyResult
}

export interface SmallestOptions extends CheckOptions {
  readonly without?: readonly string[]
}

/** How many states are looked at for each choice of parameters, unless said otherwise. */
const STATES = 200_000

/** How many smaller values of one parameter are tried: the smallest, and those just below what fails already. */
const VALUES = 16

/**
 * The smallest parameters at which a property is still violated, found by making one after the other smaller as long as
 * that is possible; null if it is not violated with those given. Parameters with which the system cannot be built, or is
 * not decided within the bounds, do not count.
 */
export function smallestParameters(
  system: Sizable,
  parameters: AnyValues,
  property: string,
  options: SmallestOptions = {},
): Smallest | null {
  let now = violated(system, parameters, property, options)
  for (let before: Smallest | null = null; now !== null && before !== now; ) {
    before = now
    for (const name of Object.keys(system.system.parameters)) now = smallerIn(name, now, system, property, options)
  }
  return now && { ...now, property: shrink(now.model, now.property) }
}

/** The least value of one parameter at which the property is still violated, the others staying as they are. */
function smallerIn(name: string, now: Smallest, system: Sizable, property: string, options: SmallestOptions): Smallest {
  const type = system.system.parameters[name]!
  const code = encode(type, now.parameters[name])
  const below = valuesOf(type).slice(0, code)
  const tried = below.length <= VALUES ? below : [...below.slice(0, VALUES / 2), ...below.slice(-VALUES / 2)]
  for (const value of tried) {
    const smaller = violated(system, { ...now.parameters, [name]: value! }, property, options)
    if (smaller !== null) return smaller
  }
  return now
}

function violated(system: Sizable, given: AnyValues, property: string, options: SmallestOptions): Smallest | null {
  const model = build(system, given, options.without ?? [])
  if (model === null) return null
  const bounds = { states: STATES, ...options.bounds }
  const decided = check(model, { ...options, bounds }).properties.find((p) => p.name === property)
  return decided?.verdict === 'violated' ? { parameters: model.parameters, model, property: decided } : null
}

/** A system may not be made for every combination of its parameters. */
function build(system: Sizable, given: AnyValues, without: readonly string[]): Model | null {
  try {
    const model = system.configure(given, without)
    return E.isRight(model) ? model.right : null
  } catch {
    return null
  }
}
