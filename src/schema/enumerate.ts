import type { Layout } from './layout.js'
import { elementOffset } from './layout.js'
import { writeCode } from './pack.js'
import { cardinality } from './scalar.js'

/** How many values state of this layout can take; infinity if more than a number can count. */
export function countValues(layout: Layout): number {
  switch (layout.tag) {
    case 'scalar':
      return cardinality(layout.type)
    case 'struct':
      return layout.fields.reduce((n, field) => n * countValues(field.layout), 1)
    case 'array':
      return countValues(layout.element) ** layout.length
    case 'queue': {
      const one = countValues(layout.element)
      return Array.from({ length: layout.capacity + 1 }, (_, n) => one ** n).reduce((a, b) => a + b)
    }
    case 'set':
      return 2 ** layout.universe
    case 'option':
      return 1 + countValues(layout.element)
  }
}

/** Writes every value of the layout into the bytes from `at` on, and visits each. Ends early when `visit` says true. */
export function eachValue(layout: Layout, bytes: Uint8Array, at: number, visit: () => boolean): boolean {
  return loops(layout, bytes, at, visit)()
}

type Then = () => boolean

/** Nested loops over the parts of a value; the innermost does what comes `then`. Each tells whether to end early. */
function loops(layout: Layout, bytes: Uint8Array, at: number, then: Then): Then {
  switch (layout.tag) {
    case 'scalar': {
      const count = cardinality(layout.type)
      return () => {
        for (let code = 0; code < count; code++) {
          writeCode(bytes, at, layout.bytes, code)
          if (then()) return true
        }
        return false
      }
    }
    case 'struct':
      return layout.fields.reduceRight((inner, f) => loops(f.layout, bytes, at + f.offset, inner), then)
    case 'array':
      return elements(layout, layout.length, bytes, at, then)
    case 'queue': {
      const byLength = Array.from({ length: layout.capacity + 1 }, (_, n) => elements(layout, n, bytes, at, then))
      return () =>
        byLength.some((inner, length) => {
          // Unused slots are zero.
          bytes.fill(0, at, at + layout.bytes)
          writeCode(bytes, at, layout.lengthBytes, length)
          return inner()
        })
    }
    case 'set':
      return subsets(layout.universe, bytes, at, then)
    case 'option': {
      const inner = loops(layout.element, bytes, at + 1, then)
      return () => {
        bytes.fill(0, at, at + layout.bytes)
        if (then()) return true
        bytes[at] = 1
        return inner()
      }
    }
  }
}

function elements(
  layout: Extract<Layout, { tag: 'array' | 'queue' }>,
  count: number,
  bytes: Uint8Array,
  at: number,
  then: Then,
): Then {
  let inner = then
  for (let i = count - 1; i >= 0; i--) inner = loops(layout.element, bytes, at + elementOffset(layout, i), inner)
  return inner
}

function subsets(universe: number, bytes: Uint8Array, at: number, then: Then): Then {
  if (universe <= 0) return then
  const bits = Math.min(8, universe)
  const inner = subsets(universe - 8, bytes, at + 1, then)
  return () => {
    for (let byte = 0; byte < 1 << bits; byte++) {
      bytes[at] = byte
      if (inner()) return true
    }
    return false
  }
}
