import { valuesOf } from '../../../src/schema/scalar.js'
import {
  type ArrayType,
  array,
  int,
  type Literal,
  type OptionType,
  oneOf,
  option,
  type ScalarType,
  type Type,
  typeName,
} from '../../../src/schema/type.js'

/** What a variable holds: one value that a processor loads and stores at once. */
export type Value = ScalarType | OptionType<ScalarType>

/** The variables of a memory, by name: single values, and arrays of them. */
export type Variables = { readonly [name: string]: Value | ArrayType<Value> }

/** A place in memory that is loaded and stored for itself: a variable, or an element of one. */
export interface Location {
  /** `turn`, `flag[1]`. */
  readonly name: string
  readonly variable: string
  /** Null for a variable that is a single value. */
  readonly index: number | null
  readonly type: Value
}

/** The view of the state of a memory: its variables, and whatever its model adds. */
// biome-ignore lint/suspicious/noExplicitAny: the variables' names and types are known to the callers alone
export type State = any

/** All locations, numbered in the order of the variables; how one of them is found, read and written. */
export class Locations {
  readonly all: readonly Location[]
  private readonly access: readonly Access[]
  private readonly first = new Map<string, number>()

  constructor(private readonly variables: Variables) {
    this.all = Object.entries(variables).flatMap(([variable, type]) => locationsOf(variable, type))
    this.access = this.all.map(accessTo)
    for (const [number, { variable, index }] of this.all.entries())
      if (index === null || index === 0) this.first.set(variable, number)
  }

  get count(): number {
    return this.all.length
  }

  /** The number of a variable's first location. */
  firstOf(variable: string): number {
    return this.first.get(variable)!
  }

  /** A type for each variable, or an array of such, made of that of its values. */
  map(typeOf: (value: Value) => Type): { [name: string]: Type } {
    return Object.fromEntries(
      Object.entries(this.variables).map(([name, type]) => [
        name,
        type.tag === 'array' ? array(type.index ?? type.length, typeOf(type.element)) : typeOf(type),
      ]),
    )
  }

  /** What lies at a location of a part of the state that has the shape of the variables. */
  get(part: State, at: number): State {
    return this.access[at]!.get(part)
  }

  set(part: State, at: number, value: unknown): void {
    this.access[at]!.set(part, value)
  }
}

interface Access {
  get(part: State): State
  set(part: State, value: unknown): void
}

/**
 * Made from text, so that each location has accesses of its own, which the engine makes fast; a setter found by a name that
 * varies is looked up anew each time. (Dynamic lock under tso, three processors: 14 % less processor time.)
 */
function accessTo({ variable, index }: Location): Access {
  const field = `part[${JSON.stringify(variable)}]`
  const [read, write] =
    index === null ? [field, `${field} = value`] : [`${field}.get(${index})`, `${field}.set(${index}, value)`]
  return new Function(`return { get: (part) => ${read}, set: (part, value) => { ${write} } }`)()
}

function locationsOf(variable: string, type: Value | ArrayType<Value>): Location[] {
  if (type.tag !== 'array') return [{ name: variable, variable, index: null, type }]
  return Array.from({ length: type.length }, (_, index) => ({
    name: `${variable}[${index}]`,
    variable,
    index,
    type: type.element,
  }))
}

/** A type that has the values of all these types. */
export function unionOf(types: readonly Value[]): Value {
  const [first, ...rest] = types as [Value, ...Value[]]
  if (rest.every((type) => typeName(type) === typeName(first))) return first
  const plain = types.map((type) => (type.tag === 'option' ? type.element : type))
  const union = unionOfScalars(plain)
  return types.some((type) => type.tag === 'option') ? option(union) : union
}

function unionOfScalars(types: readonly ScalarType[]): ScalarType {
  const ranges = types.flatMap(rangeOf)
  if (ranges.length === types.length)
    return int(Math.min(...ranges.map((r) => r.low)), Math.max(...ranges.map((r) => r.high)))
  return oneOf(...new Set(types.flatMap((type) => valuesOf(type) as Literal[])))
}

function rangeOf(type: ScalarType): { readonly low: number; readonly high: number }[] {
  if (type.tag === 'int') return [type]
  return type.tag === 'id' ? [{ low: 0, high: type.count - 1 }] : []
}
