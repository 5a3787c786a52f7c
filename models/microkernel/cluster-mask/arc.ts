import {
  add,
  and,
  type Bits,
  type Bool,
  bitLength,
  choose,
  eq,
  lt,
  ne,
  ones,
  or,
  shl,
  shr,
  sub,
  trailingZeros,
  word,
} from '../../../src/prove/index.js'
import { bitmapOf, type Layout, offsetOf, orderOf } from './layout.js'
import { type Machine, round } from './selection.js'

/**
 * The clusters of a mask that is not empty, on the ring of all clusters of its order, counted from the first one that is
 * selected: bit 0 is set always, and the highest bit is the last cluster. So an arc has a length.
 */
export interface Arc {
  readonly first: Bits
  readonly bits: Bits
}

export function arcOf(machine: Machine, mask: Bits): Arc {
  const { layout } = machine
  const bitmap = bitmapOf(layout, mask)
  const skipped = trailingZeros(bitmap)
  const first = round(machine, orderOf(layout, mask), add(offsetOf(layout, mask), skipped))
  return { first, bits: shr(bitmap, skipped) }
}

/** From the first to the last cluster of an arc, as a place and a number of clusters. */
export interface Extent {
  readonly first: Bits
  readonly length: Bits
}

export function extentOf({ first, bits }: Arc): Extent {
  return { first, length: bitLength(bits) }
}

/** The same extent in clusters 2^by times as large. It is counted on past the end of the ring, so it may be one too many. */
export function coarserExtent({ first, length }: Extent, by: Bits): Extent {
  const last = sub(add(first, length), 1)
  return { first: shr(first, by), length: add(sub(shr(last, by), shr(first, by)), 1) }
}

/**
 * The arc in clusters 2^by times as large: each is selected in which one of the old ones was. Halving the number of bits
 * log2(b) times leaves two of them at most, and what happens to two neighbours does not depend on how often that is done:
 * so the number of operations depends on b alone. Like an extent, the result is counted on past the end of the ring.
 */
export function coarser({ bitmap }: Pick<Layout, 'bitmap'>, { first, bits }: Arc, by: Bits): Arc {
  const { width } = bits
  const halvings = Math.log2(bitmap)
  let arc: Arc = { first, bits }
  for (let i = 0; i < halvings; i++) {
    const goesOn = lt(word(width, i), by)
    arc = {
      first: choose(goesOn, shr(arc.first, 1), arc.first),
      bits: choose(goesOn, halved(shl(arc.bits, and(arc.first, 1))), arc.bits),
    }
  }
  const rest = choose(lt(word(width, halvings), by), sub(by, halvings), word(width, 0))
  const last = shr(add(arc.first, 1), rest)
  const areTwo = and(eq(arc.bits, 3), ne(last, shr(arc.first, rest)))
  return {
    first: shr(arc.first, rest),
    bits: choose(eq(rest, 0), arc.bits, choose(areTwo, word(width, 3), word(width, 1))),
  }
}

/** Bit j is set where bit 2j or bit 2j + 1 was. */
function halved(bits: Bits): Bits {
  let pairs = and(or(bits, shr(bits, 1)), blocks(bits.width, 1))
  for (let size = 1; size < bits.width; size *= 2)
    pairs = and(or(pairs, shr(pairs, size)), blocks(bits.width, size * 2))
  return pairs
}

/** The word in which `size` bits are set and `size` are not, over and over, from the lowest on. */
function blocks(width: number, size: number): bigint {
  return Array.from({ length: width }, (_, i) => (Math.floor(i / size) % 2 === 0 ? 1n << BigInt(i) : 0n)).reduce(
    (all, bit) => all | bit,
  )
}

/** Bits counted on past the end of a ring of `count` clusters, once at most, each where it belongs. */
export function wrapped(bits: Bits, count: Bits): Bits {
  return and(or(bits, shr(bits, count)), ones(bits.width, count))
}

/** Whether the arc contains the cluster, on a ring of `count` clusters. */
export function contains({ first, bits }: Arc, count: Bits, cluster: Bits): Bool {
  return eq(and(shr(wrapped(bits, count), and(sub(cluster, first), sub(count, 1))), 1), 1)
}
