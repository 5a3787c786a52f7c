import { ModelFailure } from './failure.js'
import { type ArrayLayout, elementOffset, type Layout, type QueueLayout, type ScalarLayout } from './layout.js'
import { decode, encode, initialValue } from './scalar.js'
import { typeName } from './type.js'

/**
 * Values in and out of packed bytes, the slow and general way: for initial states, files, printing and differences.
 * Steps use the generated views instead.
 */
export function readPlain(layout: Layout, bytes: Uint8Array, at: number): unknown {
  switch (layout.tag) {
    case 'scalar':
      return decode(layout.type, readCode(bytes, at, layout.bytes))
    case 'struct':
      return Object.fromEntries(layout.fields.map((f) => [f.name, readPlain(f.layout, bytes, at + f.offset)]))
    case 'array':
      return elements(layout.length, (i) => readPlain(layout.element, bytes, at + elementOffset(layout, i)))
    case 'queue': {
      const length = readCode(bytes, at, layout.lengthBytes)
      return elements(length, (i) => readPlain(layout.element, bytes, at + elementOffset(layout, i)))
    }
    case 'set': {
      const codes = elements(layout.universe, (code) => code)
      return codes.filter((c) => (bytes[at + (c >> 3)]! >> (c & 7)) & 1).map((c) => decode(layout.element, c))
    }
    case 'option':
      return bytes[at] === 0 ? null : readPlain(layout.element, bytes, at + 1)
  }
}

/**
 * Writes a plain value, or anything of the same shape (a view, an iterable for a collection).
 * Throws a ModelFailure with the name of the field if the value is not of the type.
 */
export function writePlain(
  layout: Layout,
  bytes: Uint8Array,
  at: number,
  value: unknown,
  fieldAt: (at: number, of: Layout) => string,
): void {
  // No closures here: a refinement writes a state for each step that is taken.
  switch (layout.tag) {
    case 'scalar': {
      const code = encode(layout.type, value)
      if (code < 0) throw outOfRange(layout, value, fieldAt(at, layout))
      writeCode(bytes, at, layout.bytes, code)
      return
    }
    case 'struct': {
      if (typeof value !== 'object' || value === null) throw notA('a struct', value, fieldAt(at, layout))
      const source = value as { readonly [name: string]: unknown }
      for (const field of layout.fields) writePlain(field.layout, bytes, at + field.offset, source[field.name], fieldAt)
      return
    }
    case 'array': {
      const values = listOf(value)
      if (values === null) throw notA('an array', value, fieldAt(at, layout))
      if (values.length !== layout.length)
        throw new ModelFailure({
          tag: 'wrong length',
          field: fieldAt(at, layout),
          length: values.length,
          expected: layout.length,
        })
      writeElements(layout, bytes, at, values, fieldAt)
      return
    }
    case 'queue': {
      const values = listOf(value)
      if (values === null) throw notA('a queue', value, fieldAt(at, layout))
      if (values.length > layout.capacity)
        throw new ModelFailure({ tag: 'queue full', field: fieldAt(at, layout), capacity: layout.capacity })
      bytes.fill(0, at, at + layout.bytes)
      writeCode(bytes, at, layout.lengthBytes, values.length)
      writeElements(layout, bytes, at, values, fieldAt)
      return
    }
    case 'set': {
      const values = listOf(value)
      if (values === null) throw notA('a set', value, fieldAt(at, layout))
      const codes = values.map((v) => {
        const code = encode(layout.element, v)
        if (code < 0)
          throw new ModelFailure({
            tag: 'out of range',
            field: fieldAt(at, layout),
            value: v,
            expected: `a set of ${typeName(layout.element)}`,
          })
        return code
      })
      bytes.fill(0, at, at + layout.bytes)
      for (const c of codes) bytes[at + (c >> 3)]! |= 1 << (c & 7)
      return
    }
    case 'option':
      if (value === null) {
        bytes.fill(0, at, at + layout.bytes)
        return
      }
      writePlain(layout.element, bytes, at + 1, value, fieldAt)
      bytes[at] = 1
  }
}

function writeElements(
  layout: ArrayLayout | QueueLayout,
  bytes: Uint8Array,
  at: number,
  values: readonly unknown[],
  fieldAt: (at: number, of: Layout) => string,
): void {
  for (let i = 0; i < values.length; i++)
    writePlain(layout.element, bytes, at + elementOffset(layout, i), values[i], fieldAt)
}

/** Writes the value that state of this layout starts with. */
export function writeInitial(layout: Layout, bytes: Uint8Array, at: number): void {
  switch (layout.tag) {
    case 'scalar':
      writeCode(bytes, at, layout.bytes, encode(layout.type, initialValue(layout.type)))
      return
    case 'struct':
      for (const field of layout.fields) writeInitial(field.layout, bytes, at + field.offset)
      return
    case 'array':
      for (let i = 0; i < layout.length; i++) writeInitial(layout.element, bytes, at + elementOffset(layout, i))
      return
    case 'queue':
    case 'set':
    case 'option':
      bytes.fill(0, at, at + layout.bytes)
  }
}

export function readCode(bytes: Uint8Array, at: number, width: number): number {
  let code = 0
  for (let i = width - 1; i >= 0; i--) code = code * 256 + bytes[at + i]!
  return code
}

export function writeCode(bytes: Uint8Array, at: number, width: number, code: number): void {
  for (let i = 0; i < width; i++) bytes[at + i] = Math.floor(code / 256 ** i) & 255
}

export function outOfRange(layout: ScalarLayout, value: unknown, field: string): ModelFailure {
  return new ModelFailure({ tag: 'out of range', field, value, expected: typeName(layout.type) })
}

function elements<T>(length: number, f: (index: number) => T): T[] {
  return Array.from({ length }, (_, i) => f(i))
}

/** What a list holds; null if it is none. */
function listOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value
  const isList = typeof value === 'object' && value !== null && Symbol.iterator in value
  return isList ? [...(value as Iterable<unknown>)] : null
}

function notA(expected: string, value: unknown, field: string): ModelFailure {
  return new ModelFailure({ tag: 'out of range', field, value, expected })
}
