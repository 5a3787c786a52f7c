/**
 * Types of state, as data. A type says which values a piece of state can take; it is finite always.
 * What can be done with a type (its static TypeScript type, codec, layout, printing …) is a reading, and each
 * reading is a file of its own beside this one.
 */

export type Literal = string | number | boolean

export interface IntType {
  readonly tag: 'int'
  readonly low: number
  readonly high: number
  readonly default?: number
}

export interface BoolType {
  readonly tag: 'bool'
  readonly default?: boolean
}

export interface OneOfType<V extends Literal = Literal> {
  readonly tag: 'oneOf'
  readonly values: readonly V[]
  readonly default?: V
}

/** A reference to one process of a family: a number from 0 to `count` - 1 that means nothing but identity. */
export interface IdType {
  readonly tag: 'id'
  readonly family: string
  readonly count: number
  readonly default?: number
}

export interface StructType<F extends Fields = Fields> {
  readonly tag: 'struct'
  readonly fields: F
}

export interface ArrayType<E extends Type = Type> {
  readonly tag: 'array'
  readonly length: number
  readonly element: E
  /** Whose elements these are, if it was declared: one for each process of the family. */
  readonly index?: IdType
}

export interface QueueType<E extends Type = Type> {
  readonly tag: 'queue'
  readonly capacity: number
  readonly element: E
}

export interface SetType<E extends ScalarType = ScalarType> {
  readonly tag: 'set'
  readonly element: E
}

export interface OptionType<E extends Type = Type> {
  readonly tag: 'option'
  readonly element: E
}

export type Fields = { readonly [name: string]: Type }

/** Types whose values are plain JavaScript values and fit one machine word. */
export type ScalarType = IntType | BoolType | OneOfType | IdType

// biome-ignore lint/suspicious/noExplicitAny: the element of a nested type is any type; its own constructor has checked it
export type Type = ScalarType | StructType<any> | ArrayType<any> | QueueType<any> | SetType<any> | OptionType<any>

/** An integer from `low` to `high`, both included. Starts at `default`, or at `low`. */
export function int(low: number, high: number, options: { readonly default?: number } = {}): IntType {
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || low > high || high - low >= 2 ** 32)
    throw new RangeError(`int(${low}, ${high}): bounds are two integers, the lower first, less than 2^32 apart`)
  if (low < -(2 ** 31) || high >= 2 ** 32) throw new RangeError(`int(${low}, ${high}): bounds must fit in 32 bits`)
  return checkedDefault({ tag: 'int', low, high, ...options })
}

/** True or false. Starts at false. */
export const bool: BoolType = { tag: 'bool' }

/** One of the given literals. Starts at the first. */
export function oneOf<const V extends Literal>(...values: readonly V[]): OneOfType<V> {
  if (values.length === 0) throw new RangeError('oneOf(): give at least one value')
  if (new Set(values).size !== values.length) throw new RangeError(`oneOf(${values.join(', ')}): a value occurs twice`)
  return { tag: 'oneOf', values }
}

/** The number of one process of `family`, which has `count` processes. Starts at 0. */
export function id(family: string, count: number): IdType {
  checkCount('id', count, 1)
  return { tag: 'id', family, count }
}

/** Named fields, each of a type of its own. */
export function struct<F extends Fields>(fields: F): StructType<F> {
  for (const name of Object.keys(fields))
    if (name.startsWith('$') || name === '__proto__' || name === 'constructor')
      throw new RangeError(`struct: a field cannot be called "${name}"`)
  return { tag: 'struct', fields }
}

/**
 * A fixed number of values of one type. Given an id in place of a length, there is one value for each process of its
 * family, and exchanging two processes exchanges their values too.
 */
export function array<E extends Type>(length: number | IdType, element: E): ArrayType<E> {
  if (typeof length === 'object') return { tag: 'array', length: length.count, element, index: length }
  checkCount('array', length, 0)
  return { tag: 'array', length, element }
}

/** A first-in-first-out queue of at most `capacity` values. Starts empty; one value more is an error, never a loss. */
export function queue<E extends Type>(element: E, capacity: number): QueueType<E> {
  checkCount('queue', capacity, 1)
  return { tag: 'queue', capacity, element }
}

/** A set of values of a scalar type, one bit for each. Starts empty. */
export function set<E extends ScalarType>(element: E): SetType<E> {
  return { tag: 'set', element }
}

/** A value of the given type, or null. Starts at null. */
export function option<E extends Type>(element: E): OptionType<E> {
  if (element.tag === 'option') throw new RangeError('option(option(…)): null would have two meanings')
  return { tag: 'option', element }
}

/** The same scalar type, starting at `value`. */
export function withDefault<T extends BoolType | IdType | IntType>(
  type: T,
  value: T extends BoolType ? boolean : number,
): T
export function withDefault<V extends Literal>(type: OneOfType<V>, value: NoInfer<V>): OneOfType<V>
export function withDefault(type: ScalarType, value: Literal): ScalarType {
  return checkedDefault({ ...type, default: value } as ScalarType)
}

function checkedDefault<T extends ScalarType>(type: T): T {
  const value = type.default
  if (value === undefined) return type
  const fits =
    type.tag === 'int'
      ? Number.isInteger(value) && (value as number) >= type.low && (value as number) <= type.high
      : type.tag === 'bool'
        ? typeof value === 'boolean'
        : type.tag === 'id'
          ? Number.isInteger(value) && (value as number) >= 0 && (value as number) < type.count
          : type.values.includes(value)
  if (!fits) throw new RangeError(`default ${String(value)} is not a value of ${typeName(type)}`)
  return type
}

function checkCount(what: string, count: number, least: number): void {
  if (!Number.isInteger(count) || count < least || count > 2 ** 20)
    throw new RangeError(`${what}: the size must be an integer from ${least} to 2^20, not ${count}`)
}

export function isScalar(type: Type): type is ScalarType {
  return type.tag === 'int' || type.tag === 'bool' || type.tag === 'oneOf' || type.tag === 'id'
}

/** The type as it would be written in a model. */
export function typeName(type: Type): string {
  switch (type.tag) {
    case 'int':
      return `int(${type.low}, ${type.high})`
    case 'bool':
      return 'bool'
    case 'oneOf':
      return `oneOf(${type.values.map((v) => JSON.stringify(v)).join(', ')})`
    case 'id':
      return `id('${type.family}', ${type.count})`
    case 'struct':
      return `struct({ ${Object.entries(type.fields as Fields)
        .map(([name, t]) => `${name}: ${typeName(t)}`)
        .join(', ')} })`
    case 'array':
      return `array(${type.index ? typeName(type.index) : type.length}, ${typeName(type.element)})`
    case 'queue':
      return `queue(${typeName(type.element)}, ${type.capacity})`
    case 'set':
      return `set(${typeName(type.element)})`
    case 'option':
      return `option(${typeName(type.element)})`
  }
}
