import {
  add,
  and,
  type Bits,
  type Bool,
  bits,
  choose,
  eq,
  implies,
  le,
  lemma,
  lt,
  min,
  ne,
  not,
  ones,
  or,
  rem,
  shl,
  shr,
  sub,
  trailingZeros,
  word,
} from '../../../src/prove/index.js'
import { type Arc, coarser, coarserExtent, contains, extentOf } from './arc.js'
import { type Layout, perLayout } from './layout.js'
import { size } from './selection.js'

/**
 * What the proofs about merged masks rest on, about arcs on a ring of 2^r clusters. All variables are whole words, so that
 * these lemmas hold of any terms.
 */
export const arcLemmas = perLayout((layout) => {
  const { width } = layout
  const number = bits(width)

  const coarsening = { r: number, by: number, first: number, arc: number }
  const isCoarsening = ({ r, by, first, arc }: { r: Bits; by: Bits; first: Bits; arc: Bits }) =>
    and(le(r, layout.offset), le(by, r), lt(first, size(r)), isArc(layout, arc, size(r)))
  const someCoarsening = ({ r, by, first, arc }: { r: Bits; by: Bits; first: Bits; arc: Bits }) => ({
    r: rem(r, layout.offset + 1),
    by: rem(by, add(r, 1)),
    first: within(r, first),
    arc: someArc(layout, r, arc),
  })

  const coarserFirst = lemma(
    { by: number, first: number, arc: number },
    {
      assume: ({ by }) => le(by, layout.offset),
      conclude: ({ by, first, arc }) => eq(coarser(layout, { first, bits: arc }, by).first, shr(first, by)),
      adjust: ({ by }) => ({ by: rem(by, layout.offset + 1) }),
    },
  )

  const coarserLength = lemma(coarsening, {
    assume: isCoarsening,
    conclude: ({ by, first, arc }) => {
      const coarse = coarser(layout, { first, bits: arc }, by)
      const extent = coarserExtent(extentOf({ first, bits: arc }), by)
      return and(eq(coarse.first, extent.first), eq(extentOf(coarse).length, extent.length), eq(and(coarse.bits, 1), 1))
    },
    adjust: someCoarsening,
  })

  const coarserContains = lemma(
    { ...coarsening, cluster: number },
    {
      assume: (v) => and(isCoarsening(v), lt(v.cluster, size(v.r))),
      conclude: ({ r, by, first, arc, cluster }) =>
        implies(
          contains({ first, bits: arc }, size(r), cluster),
          contains(coarser(layout, { first, bits: arc }, by), size(sub(r, by)), shr(cluster, by)),
        ),
      adjust: (v) => ({ ...someCoarsening(v), cluster: within(v.r, add(v.first, within4(layout, v.cluster))) }),
    },
  )

  const coarserContainsOnly = lemma(
    { ...coarsening, cluster: number },
    {
      assume: (v) => and(isCoarsening(v), lt(v.cluster, size(sub(v.r, v.by)))),
      conclude: ({ r, by, first, arc, cluster }) => {
        const found = finerCluster({ first, bits: arc }, r, by, cluster)
        return implies(
          contains(coarser(layout, { first, bits: arc }, by), size(sub(r, by)), cluster),
          and(contains({ first, bits: arc }, size(r), found), eq(shr(found, by), cluster), lt(found, size(r))),
        )
      },
      adjust: (v) => ({
        ...someCoarsening(v),
        cluster: within(sub(v.r, v.by), add(shr(v.first, v.by), within4(layout, v.cluster))),
      }),
    },
  )

  /** A run of clusters stays short enough in larger ones: one more at most, from there on past the end of the ring. */
  const extentStaysSmall = lemma(
    { r: number, by: number, first: number, length: number },
    {
      assume: ({ r, by, first, length }) =>
        and(
          le(r, layout.offset),
          le(by, r),
          lt(first, size(r)),
          le(1, length),
          le(length, layout.bitmap),
          le(length, add(size(r), 1)),
        ),
      conclude: ({ r, by, first, length }) => {
        const extent = coarserExtent({ first, length }, by)
        return and(
          lt(extent.first, size(sub(r, by))),
          le(1, extent.length),
          le(extent.length, layout.bitmap),
          le(extent.length, add(size(sub(r, by)), 1)),
        )
      },
      adjust: ({ r, by, first, length }) => ({
        r: rem(r, layout.offset + 1),
        by: rem(by, add(r, 1)),
        first: within(r, first),
        length: add(rem(length, min(size(r), word(width, layout.bitmap))), 1),
      }),
    },
  )

  const coarserTwice = lemma(
    { first: number, length: number, by: number, again: number },
    {
      assume: ({ first, length, by, again }) =>
        and(
          ...[first, length].map((n) => le(n, ones(width, layout.offset))),
          le(1, length),
          ...[by, again].map((n) => le(n, layout.offset)),
        ),
      conclude: ({ first, length, by, again }) => {
        const twice = coarserExtent(coarserExtent({ first, length }, by), again)
        const once = coarserExtent({ first, length }, add(by, again))
        return and(eq(twice.first, once.first), eq(twice.length, once.length))
      },
      adjust: ({ first, length, by, again }) => ({
        first: and(first, ones(width, layout.offset)),
        length: add(rem(length, layout.bitmap), 1),
        by: rem(by, layout.offset + 1),
        again: rem(again, layout.offset + 1),
      }),
    },
  )

  const arcLength = lemma(
    { arc: number },
    {
      conclude: ({ arc }) => {
        const { length } = extentOf({ first: arc, bits: arc })
        return and(
          eq(shr(arc, length), 0),
          ...[...Array(width + 1).keys()].map((n) => implies(eq(shr(arc, n), 0), le(length, n))),
        )
      },
    },
  )
  return {
    arcLength,
    extentStaysSmall,
    coarserTwice,
    coarserFirst,
    coarserLength,
    coarserContains,
    coarserContainsOnly,
  }
})

function within4(layout: Layout, value: Bits): Bits {
  return rem(value, layout.bitmap)
}

export function finerCluster(arc: Arc, r: Bits, by: Bits, cluster: Bits): Bits {
  const ring = sub(size(sub(r, by)), 1)
  const found = (group: Bits) => {
    const from = shl(group, by)
    const skipped = choose(lt(arc.first, from), sub(from, arc.first), word(r.width, 0))
    const end = sub(shl(add(group, 1), by), arc.first)
    const part = and(and(arc.bits, ones(r.width, end)), not(ones(r.width, skipped)))
    return { some: ne(part, 0), cluster: within(r, add(arc.first, trailingZeros(part))) }
  }
  const first = shr(arc.first, by)
  const group = add(first, and(sub(cluster, first), ring))
  const near = found(group)
  const far = found(add(group, size(sub(r, by))))
  return choose(near.some, near.cluster, far.cluster)
}

export function within(r: Bits, cluster: Bits): Bits {
  return and(cluster, sub(size(r), 1))
}

export function isArc({ bitmap }: Layout, arc: Bits, count: Bits): Bool {
  return and(eq(and(arc, 1), 1), eq(shr(arc, bitmap), 0), eq(shr(arc, count), 0))
}

export function someArc({ bitmap }: Layout, r: Bits, arc: Bits): Bits {
  return or(and(and(arc, ones(arc.width, bitmap)), ones(arc.width, size(r))), 1)
}
