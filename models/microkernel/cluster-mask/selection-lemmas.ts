import {
  add,
  and,
  type Bits,
  type Bool,
  bits,
  bool,
  eq,
  implies,
  instance,
  le,
  lemma,
  lt,
  not,
  ones,
  or,
  rem,
  type Shown,
  shl,
  shr,
  sub,
} from '../../../src/prove/index.js'
import { within } from './arc-lemmas.js'
import { extentLemmas } from './extent-lemmas.js'
import { idLemmas } from './id-lemmas.js'
import { bitmapOf, maskSort, offsetOf, orderOf, perLayout } from './layout.js'
import { maskLemmas, someMask } from './mask-lemmas.js'
import { goesRound, interval, printedInterval, printedSelects, printedSelectsByAnd } from './printed.js'
import { isMask, type Machine, madeMask, processorCount, round, selects, shifted, size } from './selection.js'

/** What a single mask says (Uhlig 2005, 4.2.2). */
export const selectionLemmas = perLayout((layout) => {
  const number = bits(layout.width)
  const mask = maskSort(layout)
  const one = { k: number, mask, p: number }
  const { packed } = maskLemmas(layout)
  const { roundShifted } = extentLemmas(layout)
  const { selectsByBit, sumShifted, sumInRing, sameDistance } = idLemmas(layout)
  const isAsked = ({ k, mask, p }: OneMask) => and(le(k, layout.offset), isMask({ layout, k }, mask), lt(p, size(k)))
  const about = (conclude: (machine: Machine, v: OneMask) => Bool) => ({
    assume: isAsked,
    conclude: (v: OneMask) => conclude({ layout, k: v.k }, v),
    adjust: (v: OneMask) => someMask(layout, v),
    show: ({ k, mask, p }: OneMask): Shown => ({ 'the mask selects p': [bool, selects({ layout, k }, mask, p)] }),
  })

  return {
    'the test is whether the processor is in a cluster whose bit is set': lemma(
      one,
      about((machine, { mask, p }) => eq(selects(machine, mask, p), selectsBitByBit(machine, mask, p))),
    ),
    'the printed f(m, p) is that test': lemma(one, {
      ...about((machine, { mask, p }) => eq(selects(machine, mask, p), printedSelects(machine, mask, p))),
      expected: 'false',
    }),
    'f(m, p) with "and" for "mod" is that test': lemma(
      one,
      about((machine, { mask, p }) => eq(selects(machine, mask, p), printedSelectsByAnd(machine, mask, p))),
    ),
    'all that is selected lies in the printed interval': lemma(one, {
      ...about((machine, { mask, p }) =>
        implies(and(selects(machine, mask, p), not(goesRound(machine, mask))), printedInterval(layout, mask, p)),
      ),
      expected: 'false',
    }),
    'all that is selected lies in the interval open above': lemma(
      one,
      about((machine, { mask, p }) =>
        implies(and(selects(machine, mask, p), not(goesRound(machine, mask))), interval(layout, mask, p)),
      ),
    ),
    'no id is worse than another': lemma(
      { ...one, by: number },
      {
        assume: isAsked,
        conclude: ({ k, mask, p, by }) => {
          const machine = { layout, k }
          const moved = and(add(p, shl(by, orderOf(layout, mask))), sub(size(k), 1))
          const other = shifted(machine, mask, by)
          return and(
            eq(selects(machine, mask, p), selects(machine, other, moved)),
            eq(processorCount(machine, mask), processorCount(machine, other)),
          )
        },
        adjust: (v) => someMask(layout, v),
        by: ({ k, mask, p, by }) => {
          const machine = { layout, k }
          const order = orderOf(layout, mask)
          const r = sub(k, order)
          const offset = offsetOf(layout, mask)
          const there = add(p, shl(by, order))
          const moved = within(k, there)
          const other = shifted(machine, mask, by)
          const fields = { order, offset: round(machine, order, add(offset, by)), bitmap: bitmapOf(layout, mask) }
          const cluster = shr(p, order)
          return {
            uses: [
              instance(selectsByBit, { k, mask, p }),
              instance(packed, { k, ...fields, p: moved }),
              instance(roundShifted, { cluster: there, r: k, by: order }),
              instance(sumShifted, { order, p, by }),
              instance(sumInRing, { r, a: shr(there, order), b: add(cluster, by) }),
              instance(sameDistance, { r, from: offset, to: cluster, by }),
            ],
            forgets: [
              selects(machine, mask, p),
              selects(machine, other, moved),
              other,
              shr(there, order),
              shr(moved, order),
              cluster,
            ],
          }
        },
      },
    ),
    'as many are selected as are counted': lemma(
      { ...one, bit: number },
      {
        assume: ({ bit, ...v }) => and(isAsked(v), lt(bit, layout.bitmap)),
        conclude: ({ k, mask, p, bit }) => isOneToOne({ layout, k }, mask, p, bit),
        adjust: ({ bit, ...v }) => ({ ...someMask(layout, v), bit: and(bit, layout.bitmap - 1) }),
      },
    ),
    'every word is made a mask, and masks stay as they are': lemma(
      { k: number, word: mask },
      {
        assume: ({ k }) => le(k, layout.offset),
        conclude: ({ k, word: any }) => {
          const made = madeMask({ layout, k }, any)
          return and(isMask({ layout, k }, made), implies(isMask({ layout, k }, any), eq(made, any)))
        },
        adjust: ({ k }) => ({ k: rem(k, layout.offset + 1) }),
      },
    ),
  }
})

interface OneMask {
  readonly k: Bits
  readonly mask: Bits
  readonly p: Bits
}

/** The definition: for some bit that is set, the processor is in its cluster. */
function selectsBitByBit(machine: Machine, mask: Bits, p: Bits): Bool {
  const { layout } = machine
  const order = orderOf(layout, mask)
  return or(
    ...Array.from({ length: layout.bitmap }, (_, j) =>
      and(eq(and(shr(mask, j), 1), 1), eq(round(machine, order, add(offsetOf(layout, mask), j)), shr(p, order))),
    ),
  )
}

/**
 * Selected processors correspond one to one to pairs of a set bit and a place in its cluster: of which there are the number
 * of bits times 2^order, which is what is counted. The place of p is used for the pair, too, that leads to a processor.
 */
function isOneToOne(machine: Machine, mask: Bits, p: Bits, bit: Bits): Bool {
  const { layout } = machine
  const order = orderOf(layout, mask)
  const place = and(p, ones(layout.width, order))
  const bitOf = (q: Bits) => round(machine, order, sub(shr(q, order), offsetOf(layout, mask)))
  const processorOf = (j: Bits) => or(shl(round(machine, order, add(offsetOf(layout, mask), j)), order), place)
  const isSet = (j: Bits) => eq(and(shr(bitmapOf(layout, mask), j), 1), 1)
  const there = processorOf(bit)
  return and(
    implies(selects(machine, mask, p), and(isSet(bitOf(p)), eq(processorOf(bitOf(p)), p))),
    implies(
      isSet(bit),
      and(
        lt(there, size(machine.k)),
        selects(machine, mask, there),
        eq(bitOf(there), bit),
        eq(and(there, ones(layout.width, order)), place),
      ),
    ),
  )
}
