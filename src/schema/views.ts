import { ModelFailure } from './failure.js'
import { type Layout, pathAt } from './layout.js'
import { readPlain, writePlain } from './pack.js'
import { ViewCode } from './view-code.js'

/**
 * Accessor views over packed bytes. One class is generated for each layout, with offsets and ranges as constants, and
 * belongs to one buffer alone: so every access compiles to a load or a checked store, and no two systems share type
 * feedback. `new Function` is what makes that possible; the source it gets holds nothing but numbers and quoted names.
 */
export interface Views {
  /** The view of the whole state. */
  readonly root: unknown
  /** 0: writing is an error. 1: writing is allowed. A write sets it to 2. */
  readonly mode: () => number
  readonly setMode: (mode: 0 | 1 | 2) => void
}

export interface ViewOptions {
  /** Structs whose views have an `id`: their index in the array they are an element of. */
  readonly identified?: ReadonlySet<Layout>
  /** Where to note which bits were read and which were written; without it the views cost nothing for it. */
  readonly observed?: Observed
  /** What structs give to `pickOf` while a step runs. */
  readonly pick?: unknown
  /** What structs give to `noteOf`. */
  readonly note?: unknown
}

/** Every view of a struct can be put back to what it was: for whoever takes back what a step wrote. */
export interface Restorable {
  readonly $saved: () => Uint8Array
  readonly $restore: (saved: Uint8Array) => void
}

/** Bits of the state that were touched, at the places where they lie in its bytes. */
export interface Observed {
  readonly reads: Uint8Array
  readonly writes: Uint8Array
}

/** Builds the views of `layout` over `bytes`, which must hold at least `layout.bytes` bytes. */
export function buildViews(layout: Layout, bytes: Uint8Array, options: ViewOptions = {}): Views {
  const { observed } = options
  const generator = new ViewCode(options.identified ?? new Set(), observed !== undefined)
  const aside = new Uint8Array(layout.bytes)
  const rootClass = generator.classFor(layout)
  const fieldAt = (at: number, of?: Layout) => pathAt(layout, at, of) || 'the state'
  const source = `'use strict'
let mode = 0
${observed === undefined ? '' : 'const { R, W } = X'}
${generator.source()}
return { root: new ${rootClass}(0, 0), mode: () => mode, setMode: (m) => { mode = m } }`
  return new Function('u', 'K', 'X', source)(bytes, generator.constants, {
    R: observed?.reads,
    W: observed?.writes,
    pick: options.pick,
    note: options.note ?? null,
    bad(at: number, value: unknown, expected: string): never {
      throw new ModelFailure({ tag: 'out of range', field: fieldAt(at), value, expected })
    },
    sealed(at: number): never {
      throw new ModelFailure({ tag: 'write outside a step', field: fieldAt(at) })
    },
    bounds(collection: Layout, at: number, index: unknown, length: number): never {
      throw new ModelFailure({ tag: 'index out of bounds', field: pathAt(layout, at, collection), index, length })
    },
    full(at: number, capacity: number): never {
      throw new ModelFailure({ tag: 'queue full', field: fieldAt(at), capacity })
    },
    empty(at: number): never {
      throw new ModelFailure({ tag: 'queue empty', field: fieldAt(at) })
    },
    copy(inner: Layout, at: number, value: unknown): void {
      const view = value as { readonly $?: number; readonly $layout?: Layout } | null
      observed?.writes.fill(255, at, at + inner.bytes)
      if (view !== null && typeof view === 'object' && view.$layout === inner && view.$ !== undefined) {
        observed?.reads.fill(255, view.$, view.$ + inner.bytes)
        bytes.copyWithin(at, view.$, view.$ + inner.bytes)
        return
      }
      // It may be made of views of the very place that it is written to: that is not changed before all is read.
      writePlain(inner, aside, at, value, fieldAt)
      for (let b = at, end = at + inner.bytes; b < end; b++) bytes[b] = aside[b]!
    },
    plain(inner: Layout, at: number): unknown {
      observed?.reads.fill(255, at, at + inner.bytes)
      return readPlain(inner, bytes, at)
    },
  }) as Views
}
