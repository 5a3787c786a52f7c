import { add, and, bits, eq, le, lemma, ones, rem, shl, shr, sub } from '../../../src/prove/index.js'
import { within } from './arc-lemmas.js'
import { bitmapOf, maskSort, perLayout } from './layout.js'
import { someMask } from './mask-lemmas.js'
import { bitFor, isMask, selects } from './selection.js'

/** What the proof that no id is worse than another rests on. */
export const idLemmas = perLayout((layout) => {
  const number = bits(layout.width)
  /** Whole clusters more are as many numbers of clusters more. */
  const sumShifted = lemma(
    { order: number, p: number, by: number },
    {
      assume: ({ order }) => le(order, layout.offset),
      conclude: ({ order, p, by }) =>
        eq(
          and(shr(add(p, shl(by, order)), order), ones(layout.width, layout.offset)),
          and(add(shr(p, order), by), ones(layout.width, layout.offset)),
        ),
      adjust: ({ order }) => ({ order: rem(order, layout.offset + 1) }),
    },
  )

  const sumInRing = lemma(
    { r: number, a: number, b: number },
    {
      assume: ({ r, a, b }) =>
        and(
          le(r, layout.offset),
          eq(and(a, ones(layout.width, layout.offset)), and(b, ones(layout.width, layout.offset))),
        ),
      conclude: ({ r, a, b }) => eq(within(r, a), within(r, b)),
      adjust: ({ r, a }) => ({ r: rem(r, layout.offset + 1), b: a }),
    },
  )

  /** How far one is from the other does not depend on where one begins to count. */
  const sameDistance = lemma(
    { r: number, from: number, to: number, by: number },
    {
      assume: ({ r }) => le(r, layout.offset),
      conclude: ({ r, from, to, by }) =>
        eq(within(r, sub(within(r, add(to, by)), within(r, add(from, by)))), within(r, sub(to, from))),
      adjust: ({ r }) => ({ r: rem(r, layout.offset + 1) }),
    },
  )
  const selectsByBit = lemma(
    { k: number, mask: maskSort(layout), p: number },
    {
      assume: ({ k, mask }) => and(le(k, layout.offset), isMask({ layout, k }, mask)),
      conclude: ({ k, mask, p }) =>
        eq(selects({ layout, k }, mask, p), eq(and(shr(bitmapOf(layout, mask), bitFor({ layout, k }, mask, p)), 1), 1)),
      adjust: (v) => someMask(layout, v),
    },
  )
  return { sumShifted, sumInRing, sameDistance, selectsByBit }
})
