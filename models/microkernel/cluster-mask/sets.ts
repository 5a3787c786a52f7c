import { add, and, type Bits, type Bool, choose, eq, le, max, min, or, shl, word } from '../../../src/prove/index.js'
import { arcOf, coarser, wrapped } from './arc.js'
import { bitmapOf, offsetOf, orderOf, pack } from './layout.js'
import { clusters, type Machine, round, selects } from './selection.js'

/** Operations on masks that the source does not name, or does not describe. */

/** The processors that both select, exactly: a cluster of the lower order lies in one of the higher. */
export function intersection(machine: Machine, left: Bits, right: Bits): Bits {
  return restricted(machine, min(left, right), max(left, right))
}

/**
 * Whether all that `inner` selects `outer` does too. A mask of higher order than the other is said to be none, unless it is
 * empty: so "yes" can be relied upon, and "no" cannot.
 */
export function isSubset(machine: Machine, inner: Bits, outer: Bits): Bool {
  const isFiner = le(orderOf(machine.layout, inner), orderOf(machine.layout, outer))
  const isWhole = eq(restricted(machine, inner, outer), inner)
  return or(eq(bitmapOf(machine.layout, inner), 0), and(isFiner, isWhole))
}

/** The bits of a mask that stand for clusters of which the other selects the first processor: one test for each bit. */
export function restricted(machine: Machine, mask: Bits, by: Bits): Bits {
  return pack(machine.layout, restrictedFields(machine, mask, by))
}

export function restrictedFields(machine: Machine, mask: Bits, by: Bits) {
  const { layout } = machine
  const bits = firstProcessors(machine, mask).map((first, j) =>
    choose(selects(machine, by, first), word(layout.width, 1n << BigInt(j)), 0),
  )
  const bitmap = and(
    bitmapOf(layout, mask),
    bits.reduce((a, b) => or(a, b)),
  )
  return { order: orderOf(layout, mask), offset: offsetOf(layout, mask), bitmap }
}

/** For each bit of the mask, the first processor of its cluster. */
export function firstProcessors(machine: Machine, mask: Bits): readonly Bits[] {
  return Array.from({ length: machine.layout.bitmap }, (_, j) => firstProcessor(machine, mask, word(mask.width, j)))
}

/** The first processor of the cluster that bit j stands for. */
export function firstProcessor(machine: Machine, mask: Bits, j: Bits): Bits {
  const order = orderOf(machine.layout, mask)
  return shl(round(machine, order, add(offsetOf(machine.layout, mask), j)), order)
}

/** The mask in clusters 2^by times as large; there have to be such. */
export function coarsened(machine: Machine, mask: Bits, by: Bits): Bits {
  return pack(machine.layout, coarsenedFields(machine, mask, by))
}

export function coarsenedFields(machine: Machine, mask: Bits, by: Bits) {
  const { layout } = machine
  const order = add(orderOf(layout, mask), by)
  const { first, bits } = coarser(layout, arcOf(machine, mask), by)
  const isEmpty = eq(bitmapOf(layout, mask), 0)
  const bitmap = choose(isEmpty, word(layout.width, 0), wrapped(bits, clusters(machine, order)))
  return { order, offset: first, bitmap }
}
