import fc from 'fast-check'
import { valuesOf } from './scalar.js'
import type { Plain } from './static.js'
import type { Fields, Type } from './type.js'

/** The fast-check arbitrary of a type's plain values: any state at all, reachable or not. */
export function arbitraryOf<T extends Type>(type: T): fc.Arbitrary<Plain<T>> {
  return build(type) as fc.Arbitrary<Plain<T>>
}

function build(type: Type): fc.Arbitrary<unknown> {
  switch (type.tag) {
    case 'int':
      return fc.integer({ min: type.low, max: type.high })
    case 'bool':
      return fc.boolean()
    case 'oneOf':
      return fc.constantFrom(...type.values)
    case 'id':
      return fc.nat({ max: type.count - 1 })
    case 'struct': {
      const fields = Object.entries(type.fields as Fields).map(([name, field]) => [name, build(field)] as const)
      return fc.record(Object.fromEntries(fields), { noNullPrototype: true })
    }
    case 'array':
      return fc.array(build(type.element), { minLength: type.length, maxLength: type.length })
    case 'queue':
      return fc.array(build(type.element), { maxLength: type.capacity })
    case 'set':
      return fc.subarray(valuesOf(type.element))
    case 'option':
      return fc.option(build(type.element), { nil: null })
  }
}
