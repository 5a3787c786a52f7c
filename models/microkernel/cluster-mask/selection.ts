import {
  add,
  and,
  type Bits,
  type Bool,
  bitCount,
  eq,
  le,
  lt,
  min,
  ones,
  rotr,
  shl,
  shr,
  sub,
  word,
} from '../../../src/prove/index.js'
import { bitmapOf, type Layout, offsetOf, orderOf, pack } from './layout.js'

/** The machine that masks are about: their layout, and the number k of bits in an id of its 2^k processors. */
export interface Machine {
  readonly layout: Layout
  readonly k: Bits
}

/** How many clusters of this order there are; they form a ring. */
export function clusters({ k }: Pick<Machine, 'k'>, order: Bits): Bits {
  return size(sub(k, order))
}

/** The size of a ring whose clusters have numbers of r bits. */
export function size(r: Bits): Bits {
  return shl(word(r.width, 1), r)
}

/** The number of a cluster, taken round the ring of clusters of this order. */
export function round(machine: Pick<Machine, 'k'>, order: Bits, cluster: Bits): Bits {
  return and(cluster, sub(clusters(machine, order), 1))
}

/**
 * Whether the mask selects the processor: bit j of the bitmap stands for the 2^order processors of cluster offset + j, and
 * behind the last cluster comes the first. A machine's rotation takes its count modulo the width of the word, hence the
 * comparison.
 */
export function selects(machine: Machine, mask: Bits, processor: Bits): Bool {
  const { layout } = machine
  const bit = bitFor(machine, mask, processor)
  return and(lt(bit, layout.bitmap), eq(and(rotated(bitmapOf(layout, mask), bit), 1), 1))
}

/** The number of the bit that stands for the processor's cluster, if the bitmap has so many. */
export function bitFor(machine: Machine, mask: Bits, processor: Bits): Bits {
  const order = orderOf(machine.layout, mask)
  return round(machine, order, sub(shr(processor, order), offsetOf(machine.layout, mask)))
}

/** Rotated by fewer places than the word is wide, if that is a power of two; small words for tests may not be. */
function rotated(bitmap: Bits, by: Bits): Bits {
  return Number.isInteger(Math.log2(bitmap.width)) ? rotr(bitmap, by) : shr(bitmap, by)
}

/** A word is a mask if its clusters exist, and if no bit stands for a cluster that another bit stands for already. */
export function isMask(machine: Machine, value: Bits): Bool {
  const { layout, k } = machine
  const count = clusters(machine, orderOf(layout, value))
  return and(
    le(orderOf(layout, value), k),
    lt(offsetOf(layout, value), count),
    eq(shr(bitmapOf(layout, value), count), 0),
  )
}

/** Any word made into a mask, which leaves masks as they are: for words that come from applications. */
export function madeMask(machine: Machine, value: Bits): Bits {
  const { layout, k } = machine
  const order = min(orderOf(layout, value), k)
  return pack(layout, {
    order,
    offset: round(machine, order, offsetOf(layout, value)),
    bitmap: and(bitmapOf(layout, value), ones(value.width, clusters(machine, order))),
  })
}

/** The mask of one processor. */
export function only({ layout }: Machine, processor: Bits): Bits {
  return pack(layout, { order: word(layout.width, 0), offset: processor, bitmap: word(layout.width, 1) })
}

/** How many processors the mask selects. */
export function processorCount({ layout }: Machine, mask: Bits): Bits {
  return shl(bitCount(bitmapOf(layout, mask)), orderOf(layout, mask))
}

/** The mask with the ids of all its processors larger by `count` of its clusters. */
export function shifted(machine: Machine, mask: Bits, count: Bits): Bits {
  const { layout } = machine
  const order = orderOf(layout, mask)
  const offset = round(machine, order, add(offsetOf(layout, mask), count))
  return pack(layout, { order, offset, bitmap: bitmapOf(layout, mask) })
}
