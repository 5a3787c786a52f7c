import {
  add,
  and,
  type Bits,
  bits,
  eq,
  le,
  lemma,
  lt,
  ne,
  not,
  ones,
  rem,
  shl,
  shr,
  sub,
} from '../../../src/prove/index.js'
import { arcOf, contains } from './arc.js'
import { isArc, within } from './arc-lemmas.js'
import { bitmapOf, type Layout, maskSort, offsetOf, orderOf, pack, perLayout } from './layout.js'
import { clusters, isMask, madeMask, selects, size } from './selection.js'

/** What the proofs about merged masks rest on, about masks as arcs and as words of three fields. */
export const maskLemmas = perLayout((layout) => {
  const number = bits(layout.width)

  /** A mask that is not empty has an arc. */
  const maskHasArc = lemma(
    { k: number, mask: maskSort(layout) },
    {
      assume: ({ k, mask }) => and(le(k, layout.offset), isMask({ layout, k }, mask), ne(bitmapOf(layout, mask), 0)),
      conclude: ({ k, mask }) => {
        const arc = arcOf({ layout, k }, mask)
        const ring = clusters({ k }, orderOf(layout, mask))
        return and(lt(arc.first, ring), isArc(layout, arc.bits, ring))
      },
      adjust: ({ k, mask }) => {
        const some = someMask(layout, { k, mask, p: k })
        return { k: some.k, mask: some.mask }
      },
    },
  )

  /** A mask selects the processors of its arc. */
  const arcOfMask = lemma(
    { k: number, mask: maskSort(layout), p: number },
    {
      assume: ({ k, mask, p }) =>
        and(le(k, layout.offset), isMask({ layout, k }, mask), ne(bitmapOf(layout, mask), 0), lt(p, size(k))),
      conclude: ({ k, mask, p }) => {
        const arc = arcOf({ layout, k }, mask)
        const order = orderOf(layout, mask)
        const ring = clusters({ k }, order)
        return and(
          lt(arc.first, ring),
          lt(shr(p, order), ring),
          isArc(layout, arc.bits, ring),
          eq(selects({ layout, k }, mask, p), contains(arc, ring, shr(p, order))),
        )
      },
      adjust: ({ k, mask, p }) => someMask(layout, { k, mask, p }),
    },
  )

  const fields = { k: number, order: number, offset: number, bitmap: number }
  const areFields = ({ k, order, offset, bitmap }: TermsOfFields) =>
    and(
      le(k, layout.offset),
      le(order, k),
      lt(offset, clusters({ k }, order)),
      eq(shr(bitmap, layout.bitmap), 0),
      eq(shr(bitmap, clusters({ k }, order)), 0),
    )
  const someFields = ({ k, order, offset, bitmap }: TermsOfFields) => {
    const machine = { k: rem(k, layout.offset + 1) }
    const some = rem(order, add(machine.k, 1))
    return {
      k: machine.k,
      order: some,
      offset: within(sub(machine.k, some), offset),
      bitmap: and(and(bitmap, ones(layout.width, layout.bitmap)), ones(layout.width, clusters(machine, some))),
    }
  }

  /** What is packed is a mask, and its fields are found again; */
  const fieldsAgain = lemma(fields, {
    assume: areFields,
    conclude: ({ k, order, offset, bitmap }) => {
      const mask = pack(layout, { order, offset, bitmap })
      return and(
        isMask({ layout, k }, mask),
        eq(orderOf(layout, mask), order),
        eq(offsetOf(layout, mask), offset),
        eq(bitmapOf(layout, mask), bitmap),
      )
    },
    adjust: someFields,
  })

  /** it selects what its bits stand for. */
  const packed = lemma(
    { ...fields, p: number },
    {
      assume: (v) => and(areFields(v), lt(v.p, size(v.k))),
      conclude: ({ k, order, offset, bitmap, p }) => {
        const mask = pack(layout, { order, offset, bitmap })
        const bit = and(sub(shr(p, order), offset), sub(clusters({ k }, order), 1))
        return and(
          isMask({ layout, k }, mask),
          eq(orderOf(layout, mask), order),
          eq(offsetOf(layout, mask), offset),
          eq(bitmapOf(layout, mask), bitmap),
          eq(selects({ layout, k }, mask, p), eq(and(shr(bitmap, bit), 1), 1)),
        )
      },
      adjust: (v) => {
        const some = someFields(v)
        return { ...some, p: within(some.k, v.p) }
      },
    },
  )

  const shiftedTwice = lemma(
    { word: number, by: number, again: number },
    {
      assume: ({ by, again }) => and(le(by, layout.offset), le(again, layout.offset)),
      conclude: ({ word, by, again }) => eq(shr(shr(word, by), again), shr(word, add(by, again))),
      adjust: ({ by, again }) => ({ by: rem(by, layout.offset + 1), again: rem(again, layout.offset + 1) }),
    },
  )

  /** The first processor of a cluster, and back again. */
  const firstOfCluster = lemma(
    { cluster: number, r: number, by: number, again: number },
    {
      assume: ({ cluster, r, by, again }) =>
        and(...[r, by, again].map((n) => le(n, layout.offset)), le(add(r, by), layout.offset), lt(cluster, size(r))),
      conclude: ({ cluster, r, by, again }) => {
        const first = shl(cluster, by)
        return and(
          lt(first, size(add(r, by))),
          eq(shr(first, by), cluster),
          eq(shr(first, add(by, again)), shr(cluster, again)),
        )
      },
      adjust: ({ cluster, r, by, again }) => ({
        r: rem(r, layout.offset + 1),
        by: rem(by, sub(layout.offset + 1, r)),
        again: rem(again, layout.offset + 1),
        cluster: within(r, cluster),
      }),
    },
  )
  const emptySelectsNone = lemma(
    { k: number, mask: maskSort(layout), p: number },
    {
      assume: ({ mask }) => eq(bitmapOf(layout, mask), 0),
      conclude: ({ k, mask, p }) => not(selects({ layout, k }, mask, p)),
      adjust: ({ mask }) => ({ mask: and(mask, not(bitmapOf(layout, mask))) }),
    },
  )

  return { maskHasArc, arcOfMask, fieldsAgain, packed, emptySelectsNone, shiftedTwice, firstOfCluster }
})

interface TermsOfFields {
  readonly k: Bits
  readonly order: Bits
  readonly offset: Bits
  readonly bitmap: Bits
}

/** A number of processors, a mask of them, and one of them, made of whatever words were drawn. */
export function someMask(layout: Layout, { k, mask, p }: { readonly k: Bits; readonly mask: Bits; readonly p: Bits }) {
  const machine = { layout, k: rem(k, layout.offset + 1) }
  return { k: machine.k, mask: madeMask(machine, mask), p: within(machine.k, p) }
}
