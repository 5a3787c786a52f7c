import { cardinality, isPackable, type Packable } from './scalar.js'
import type { Fields, ScalarType, Type } from './type.js'

/** Where a type's values lie in packed bytes. Offsets are relative to the enclosing value. */
export type Layout = ScalarLayout | StructLayout | ArrayLayout | QueueLayout | SetLayout | OptionLayout

export interface ScalarLayout {
  readonly tag: 'scalar'
  readonly type: Packable
  /** 1, 2 or 4 bytes, little-endian. */
  readonly bytes: number
}

export interface StructLayout {
  readonly tag: 'struct'
  readonly bytes: number
  readonly fields: readonly { readonly name: string; readonly offset: number; readonly layout: Layout }[]
}

export interface ArrayLayout {
  readonly tag: 'array'
  readonly bytes: number
  readonly length: number
  readonly element: Layout
}

/** The length first, then the slots; unused slots are zero, so that equal queues have equal bytes. */
export interface QueueLayout {
  readonly tag: 'queue'
  readonly bytes: number
  readonly capacity: number
  readonly lengthBytes: number
  readonly element: Layout
}

/** One bit a value, the value with code 0 in the lowest bit of the first byte. */
export interface SetLayout {
  readonly tag: 'set'
  readonly bytes: number
  readonly element: ScalarType
  readonly universe: number
}

/** A presence byte, then the value; all zero when it is null. */
export interface OptionLayout {
  readonly tag: 'option'
  readonly bytes: number
  readonly element: Layout
}

/** The packed layout of a type. The same type object gives the same layout object, so that its views share code. */
export function layoutOf(type: Type, known = new Map<Type, Layout>()): Layout {
  const found = known.get(type)
  if (found) return found
  const layout = compute(type, known)
  known.set(type, layout)
  return layout
}

function compute(type: Type, known: Map<Type, Layout>): Layout {
  if (isPackable(type)) return { tag: 'scalar', type, bytes: bytesFor(cardinality(type)) }
  switch (type.tag) {
    case 'struct': {
      let offset = 0
      const fields = Object.entries(type.fields as Fields).map(([name, fieldType]) => {
        const field = { name, offset, layout: layoutOf(fieldType, known) }
        offset += field.layout.bytes
        return field
      })
      return { tag: 'struct', bytes: offset, fields }
    }
    case 'array': {
      const element = layoutOf(type.element, known)
      return { tag: 'array', bytes: element.bytes * type.length, length: type.length, element }
    }
    case 'queue': {
      const element = layoutOf(type.element, known)
      const lengthBytes = bytesFor(type.capacity + 1)
      const bytes = lengthBytes + element.bytes * type.capacity
      return { tag: 'queue', bytes, capacity: type.capacity, lengthBytes, element }
    }
    case 'set': {
      const universe = cardinality(type.element)
      if (universe > 4096) throw new RangeError(`set: ${universe} possible elements are too many, 4096 is the limit`)
      return { tag: 'set', bytes: Math.ceil(universe / 8), element: type.element, universe }
    }
    case 'option': {
      const element = layoutOf(type.element, known)
      return { tag: 'option', bytes: 1 + element.bytes, element }
    }
    default:
      throw new TypeError('unreachable: scalars are packable')
  }
}

function bytesFor(values: number): number {
  return values <= 2 ** 8 ? 1 : values <= 2 ** 16 ? 2 : 4
}

/** Where a queue's slot or an array's element begins, relative to the collection. */
export function elementOffset(layout: ArrayLayout | QueueLayout, index: number): number {
  return (layout.tag === 'queue' ? layout.lengthBytes : 0) + index * layout.element.bytes
}

/**
 * The name of the innermost field that covers byte `offset`: `cpu[1].ticket`. An array begins where its element 0 does;
 * to name the array itself, give its layout as `target`.
 */
export function pathAt(layout: Layout, offset: number, target?: Layout, prefix = ''): string {
  if (layout === target && offset === 0) return prefix
  switch (layout.tag) {
    case 'struct': {
      const field = layout.fields.findLast((f) => f.offset <= offset && offset < f.offset + Math.max(1, f.layout.bytes))
      if (!field) return prefix
      const name = prefix === '' ? field.name : `${prefix}.${field.name}`
      return pathAt(field.layout, offset - field.offset, target, name)
    }
    case 'array':
    case 'queue': {
      const start = elementOffset(layout, 0)
      if (offset < start || layout.element.bytes === 0) return prefix
      const index = Math.floor((offset - start) / layout.element.bytes)
      return pathAt(layout.element, offset - elementOffset(layout, index), target, `${prefix}[${index}]`)
    }
    case 'option':
      return offset === 0 ? prefix : pathAt(layout.element, offset - 1, target, prefix)
    case 'scalar':
    case 'set':
      return prefix
  }
}
