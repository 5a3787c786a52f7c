import * as t from 'io-ts'
import { encode } from './scalar.js'
import type { Plain } from './static.js'
import { type Fields, type ScalarType, type Type, typeName } from './type.js'

/** The io-ts codec of a type's plain values: how state that comes from outside is let in. */
export function codecOf<T extends Type>(type: T): t.Type<Plain<T>, unknown, unknown> {
  return build(type) as unknown as t.Type<Plain<T>, unknown, unknown>
}

function build(type: Type): t.Mixed {
  switch (type.tag) {
    case 'int':
    case 'bool':
    case 'oneOf':
    case 'id':
      return scalar(type)
    case 'struct': {
      const fields = Object.entries(type.fields as Fields).map(([name, field]) => [name, build(field)] as const)
      return t.exact(t.type(Object.fromEntries(fields)))
    }
    case 'array':
      return list(build(type.element), typeName(type), (length) => length === type.length)
    case 'queue':
      return list(build(type.element), typeName(type), (length) => length <= type.capacity)
    case 'set':
      return set(type.element)
    case 'option':
      return t.union([t.null, build(type.element)])
  }
}

function scalar(type: ScalarType): t.Mixed {
  const is = (value: unknown): value is unknown => encode(type, value) >= 0
  return new t.Type<unknown>(
    typeName(type),
    is,
    (value, c) => (is(value) ? t.success(value) : t.failure(value, c)),
    t.identity,
  )
}

function list(element: t.Mixed, name: string, fits: (length: number) => boolean): t.Mixed {
  const values = t.readonlyArray(element)
  return t.refinement(values, (vs) => fits(vs.length), name)
}

/** Sets are lists without repetition, in the order of the element type. */
function set(element: ScalarType): t.Mixed {
  const values = t.readonlyArray(scalar(element))
  const ordered = (vs: readonly unknown[]) =>
    vs.every((v, i) => i === 0 || encode(element, vs[i - 1]) < encode(element, v))
  return t.refinement(values, ordered, `set(${typeName(element)})`)
}
