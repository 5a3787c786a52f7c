import { add, and, type Bits, type Bool, le, lt, ne, ones, rem, shl, shr, sub, word } from '../../../src/prove/index.js'
import { bitmapOf, type Layout, offsetOf, orderOf } from './layout.js'
import { type Machine, size } from './selection.js'

/** What Uhlig 2005, 4.2.2 prints about selection, as it stands there. */

/** f(m, p) > 0: the bitmap modulo two to the power of the processor's bit. */
export function printedSelects(machine: Machine, mask: Bits, processor: Bits): Bool {
  return ne(and(bitmapOf(machine.layout, mask), ones(mask.width, printedBit(machine, mask, processor))), 0)
}

/** The same with a bitwise "and" in place of "mod". */
export function printedSelectsByAnd(machine: Machine, mask: Bits, processor: Bits): Bool {
  const bit = shl(word(mask.width, 1), printedBit(machine, mask, processor))
  return ne(and(bitmapOf(machine.layout, mask), bit), 0)
}

/** The exponent: ⌊(p + pmax) / 2^order⌋ − offset, modulo ⌊pmax / 2^order⌋. */
function printedBit({ layout, k }: Machine, mask: Bits, processor: Bits): Bits {
  const order = orderOf(layout, mask)
  const difference = sub(shr(add(processor, size(k)), order), offsetOf(layout, mask))
  return rem(difference, shr(size(k), order))
}

/** The interval of ids that a bitmap covers, without its first and with its last. */
export function printedInterval(layout: Layout, mask: Bits, processor: Bits): Bool {
  const { from, to } = covered(layout, mask)
  return and(lt(from, processor), le(processor, to))
}

/** The interval with its first and without its last. */
export function interval(layout: Layout, mask: Bits, processor: Bits): Bool {
  const { from, to } = covered(layout, mask)
  return and(le(from, processor), lt(processor, to))
}

/** Whether the bitmap does not go round, of which the interval says nothing. */
export function goesRound({ layout, k }: Machine, mask: Bits): Bool {
  return lt(size(k), covered(layout, mask).to)
}

function covered(layout: Layout, mask: Bits): { readonly from: Bits; readonly to: Bits } {
  const order = orderOf(layout, mask)
  const offset = offsetOf(layout, mask)
  return { from: shl(offset, order), to: shl(add(offset, layout.bitmap), order) }
}
