import type { Literal, OptionType, ScalarType, Type } from './type.js'
import { isScalar } from './type.js'

/**
 * Scalars are stored as codes 0, 1, 2 …; this file is the one place that knows which code stands for which value.
 * An option of a scalar is a scalar with one code more: 0 is null.
 */
export type Packable = ScalarType | (OptionType & { readonly element: ScalarType })

export function isPackable(type: Type): type is Packable {
  return isScalar(type) || (type.tag === 'option' && isScalar(type.element))
}

/** How many values the type has. */
export function cardinality(type: Packable): number {
  switch (type.tag) {
    case 'int':
      return type.high - type.low + 1
    case 'bool':
      return 2
    case 'oneOf':
      return type.values.length
    case 'id':
      return type.count
    case 'option':
      return cardinality(type.element) + 1
  }
}

/** The value that a code stands for. */
export function decode(type: Packable, code: number): Literal | null {
  switch (type.tag) {
    case 'int':
      return type.low + code
    case 'bool':
      return code === 1
    case 'oneOf':
      return type.values[code]!
    case 'id':
      return code
    case 'option':
      return code === 0 ? null : decode(type.element, code - 1)
  }
}

/** The code of a value, or -1 if the value is not of the type. */
export function encode(type: Packable, value: unknown): number {
  switch (type.tag) {
    case 'int':
      return Number.isInteger(value) && (value as number) >= type.low && (value as number) <= type.high
        ? (value as number) - type.low
        : -1
    case 'bool':
      return value === true ? 1 : value === false ? 0 : -1
    case 'oneOf':
      return type.values.indexOf(value as Literal)
    case 'id':
      return Number.isInteger(value) && (value as number) >= 0 && (value as number) < type.count
        ? (value as number)
        : -1
    case 'option': {
      if (value === null) return 0
      const code = encode(type.element, value)
      return code < 0 ? -1 : code + 1
    }
  }
}

/** The value that state of this type starts with. */
export function initialValue(type: Packable): Literal | null {
  return type.tag === 'option' ? null : (type.default ?? decode(type, 0))
}

/** All values of the type, in the order of their codes. */
export function valuesOf(type: Packable): (Literal | null)[] {
  return Array.from({ length: cardinality(type) }, (_, code) => decode(type, code))
}
