import { and, type Bits, bits, ones, or, shl, shr, type WordSort } from '../../../src/prove/index.js'

/**
 * How a cluster mask lies in a machine word, from the highest bits down: order, offset, bitmap. Uhlig 2005, Figure 4.3 shows
 * the three fields; how wide each is, the text does not say but for the bitmaps of 16 and 32 bits. Here the rest is
 * shared out so that there may be as many processors as possible: an offset has to be able to name every one of them.
 * With the order highest, the larger of two words is the one of larger order.
 */
export interface Layout {
  readonly width: number
  readonly order: number
  /** Also the largest number of bits that a processor's id can have. */
  readonly offset: number
  readonly bitmap: number
}

/** The two of the source: up to 4096 processors, and up to 2^27. */
export const layout32: Layout = { width: 32, order: 4, offset: 12, bitmap: 16 }
export const layout64: Layout = { width: 64, order: 5, offset: 27, bitmap: 32 }

/** Small ones, to try everything: for up to 4, 8 and 16 processors. */
export const layout6: Layout = { width: 6, order: 2, offset: 2, bitmap: 2 }
export const layout9: Layout = { width: 9, order: 2, offset: 3, bitmap: 4 }
export const layout11: Layout = { width: 11, order: 3, offset: 4, bitmap: 4 }

/** The layout of masks in words of this width. */
export function layoutFor(width: number): Layout {
  const layout = [layout6, layout9, layout11, layout32, layout64].find((l) => l.width === width)
  if (layout === undefined)
    throw new RangeError(`there are no cluster masks of ${width} bits, only of 6, 9, 11, 32 and 64`)
  return layout
}

/** What is stated for each layout, stated once: a lemma that several proofs use is then proved once. */
export function perLayout<T>(state: (layout: Layout) => T): (layout: Layout) => T {
  const stated = new Map<Layout, T>()
  return (layout) => {
    if (!stated.has(layout)) stated.set(layout, state(layout))
    return stated.get(layout)!
  }
}

/** A mask, as the variable of a lemma. */
export function maskSort({ width, order, offset, bitmap }: Layout): WordSort {
  return bits(width, { order, offset, bitmap: { flags: bitmap } })
}

export function orderOf({ offset, bitmap }: Layout, mask: Bits): Bits {
  return shr(mask, offset + bitmap)
}

export function offsetOf({ offset, bitmap }: Layout, mask: Bits): Bits {
  return and(shr(mask, bitmap), ones(mask.width, offset))
}

export function bitmapOf({ bitmap }: Layout, mask: Bits): Bits {
  return and(mask, ones(mask.width, bitmap))
}

/** The mask of these three fields, which have to fit. */
export function pack(
  { offset, bitmap }: Layout,
  fields: { readonly order: Bits; readonly offset: Bits; readonly bitmap: Bits },
): Bits {
  return or(or(shl(fields.order, offset + bitmap), shl(fields.offset, bitmap)), fields.bitmap)
}
