import {
  and,
  type Bits,
  type Bool,
  bits,
  eq,
  implies,
  instance,
  le,
  lemma,
  lt,
  ne,
  not,
  or,
  sub,
} from '../../../src/prove/index.js'
import { arcOf, contains, extentOf } from './arc.js'
import { arcLemmas, isArc, someArc, within } from './arc-lemmas.js'
import { casesOf, extremeLemmas, extremesOf } from './extreme-lemmas.js'
import { bitmapOf, type Layout, maskSort, orderOf, perLayout } from './layout.js'
import { maskLemmas, someMask } from './mask-lemmas.js'
import { merge, mergeInSteps } from './merge.js'
import { mergeLemmas } from './merge-lemmas.js'
import { areMasks, mergeStepsLemmas, reasonsOf, someTwoMasks, type TwoMasks } from './merge-steps-lemmas.js'
import { endClusters, endsOf, endsOfOne, orderLemmas } from './order-lemmas.js'
import { restrictedLemmas } from './restricted-lemmas.js'
import { isMask, madeMask, selects, size } from './selection.js'

/**
 * That a merged mask is the least of all masks, of no lower order than its parts, that select all that they select. A lemma
 * speaks of one processor and not of all: so it says which of those that the parts select the other mask has to select.
 */
export const leastLemmas = perLayout((layout) => {
  const number = bits(layout.width)
  const mask = maskSort(layout)
  const two = { k: number, left: mask, right: mask }
  const claims = mergeLemmas(layout)
  const parts = { ...maskLemmas(layout), ...arcLemmas(layout), ...orderLemmas(layout), ...mergeStepsLemmas(layout) }
  const { extremes } = extremeLemmas(layout)
  const { clusterSelected } = restrictedLemmas(layout)
  const merged = ({ k, left, right }: TwoMasks) => merge({ layout, k }, left, right)
  const general = ({ k, left, right }: TwoMasks) => mergeInSteps({ layout, k }, left, right).general
  const isEmpty = (m: Bits) => eq(bitmapOf(layout, m), 0)
  const someOfTwo = (v: TwoMasks) => {
    const { k, left, right } = someTwoMasks(layout, { ...v, p: v.k })
    return { k, left, right }
  }

  /** The first and the last cluster of an arc are selected. */
  const arcContainsEnds = lemma(
    { r: number, first: number, arc: number },
    {
      assume: ({ r, first, arc }) => and(le(r, layout.offset), lt(first, size(r)), isArc(layout, arc, size(r))),
      conclude: ({ r, first, arc }) =>
        and(
          ...endClusters(r, extentOf({ first, bits: arc })).map((cluster) =>
            and(lt(cluster, size(r)), contains({ first, bits: arc }, size(r), cluster)),
          ),
        ),
      adjust: ({ r, first, arc }) => {
        const { k } = someMask(layout, { k: r, mask: first, p: first })
        return { r: k, first: within(k, first), arc: someArc(layout, k, arc) }
      },
    },
  )

  const endsSelected = lemma(
    { k: number, mask },
    {
      assume: ({ k, mask }) => and(le(k, layout.offset), isMask({ layout, k }, mask), not(isEmpty(mask))),
      conclude: ({ k, mask }) =>
        and(...endsOfOne({ layout, k }, mask).map((p) => and(lt(p, size(k)), selects({ layout, k }, mask, p)))),
      adjust: ({ k, mask }) => {
        const some = someMask(layout, { k, mask, p: k })
        return { k: some.k, mask: some.mask }
      },
      by: ({ k, mask }) => {
        const machine = { layout, k }
        const order = orderOf(layout, mask)
        const arc = arcOf(machine, mask)
        const r = sub(k, order)
        const ends = endsOfOne(machine, mask)
        const clusters = endClusters(r, extentOf(arc))
        return {
          uses: [
            instance(parts.maskHasArc, { k, mask }),
            ...ends.map((p) => instance(parts.arcOfMask, { k, mask, p })),
            ...clusters.map((cluster) => instance(parts.firstOfCluster, { cluster, r, by: order, again: sub(k, k) })),
            instance(arcContainsEnds, { r, first: arc.first, arc: arc.bits }),
          ],
          forgets: [...ends, ...clusters, ...ends.map((p) => selects(machine, mask, p)), arc.first, arc.bits],
        }
      },
    },
  )

  const endsSelectedByEither = lemma(two, {
    assume: (v) => and(areMasks(layout, v), ...[v.left, v.right].map((m) => not(isEmpty(m)))),
    conclude: (v) => and(...endsOf(layout, v).map((p) => isOfEither(layout, v, p))),
    adjust: someOfTwo,
    by: (v) => {
      const isLess = lt(v.left, v.right)
      const [high, low] = extremesOf(v) as [Bits, Bits]
      return {
        uses: [instance(extremes, v), ...[high, low].map((m) => instance(endsSelected, { k: v.k, mask: m }))],
        forgets: [...endsOf(layout, v), high, low],
        cases: [isLess, not(isLess)],
      }
    },
  })

  /** What is merged with another is not lost: if it is not empty, the result is not empty either, and of no lower order. */
  const mergedKeeps = lemma(two, {
    assume: (v) => areMasks(layout, v),
    conclude: (v) => and(...[v.left, v.right].map((m) => isKept(layout, m, merged(v)))),
    adjust: someOfTwo,
    by: (v) => {
      const machine = { layout, k: v.k }
      const [high] = extremesOf(v) as [Bits, Bits]
      const [p] = endsOfOne(machine, high) as [Bits, Bits]
      return {
        uses: [
          instance(extremes, v),
          instance(endsSelected, { k: v.k, mask: high }),
          instance(parts.unionHasBoth, { ...v, p }),
          instance(parts.emptySelectsNone, { k: v.k, mask: general(v), p }),
        ],
        forgets: [p, general(v), selects(machine, general(v), p), ...extremesOf(v)],
        cases: casesOf(layout, v),
      }
    },
  })

  /** A mask that selects the ends of both is of no lower order than the merged one. */
  const leastOrder = lemma(
    { ...two, other: mask },
    {
      assume: (v) =>
        and(
          areMasks(layout, v),
          isMask({ layout, k: v.k }, v.other),
          ...[v.left, v.right].map((m) => isNotAbove(layout, m, v.other)),
          ...endsOf(layout, v).map((p) => passesOn(layout, v, v.other, p)),
        ),
      conclude: (v) => isNotAbove(layout, merged(v), v.other),
      adjust: (v) => {
        const { k, left, right } = someOfTwo(v)
        return { k, left, right, other: coveringOf(layout, { k, left, right }, v.other) }
      },
      by: (v) => {
        const machine = { layout, k: v.k }
        const ends = endsOf(layout, v)
        return {
          uses: [instance(extremes, v), instance(endsSelectedByEither, v), instance(parts.unionLeast, v)],
          forgets: [
            general(v),
            ...[v.other, v.left, v.right].flatMap((m) => ends.map((p) => selects(machine, m, p))),
            ...ends,
            ...extremesOf(v),
          ],
          cases: casesOf(layout, v),
        }
      },
    },
  )

  /** A mask of no lower order than the merged one that selects the reasons for what that selects selects it itself. */
  const leastSet = lemma(
    { ...two, other: mask, p: number },
    {
      assume: (v) =>
        and(
          areMasks(layout, v),
          lt(v.p, size(v.k)),
          isMask({ layout, k: v.k }, v.other),
          isNotAbove(layout, merged(v), v.other),
          ...[v.p, ...reasonsOf(layout, v)].map((p) => passesOn(layout, v, v.other, p)),
        ),
      conclude: (v) => implies(selects({ layout, k: v.k }, merged(v), v.p), selects({ layout, k: v.k }, v.other, v.p)),
      adjust: (v) => {
        const { k, left, right, p } = someTwoMasks(layout, v)
        return { k, left, right, p, other: coveringOf(layout, { k, left, right }, v.other) }
      },
      by: (v) => {
        const { k, p } = v
        const machine = { layout, k }
        const reasons = reasonsOf(layout, v)
        const order = orderOf(layout, merged(v))
        const points = [p, ...reasons]
        return {
          uses: [
            instance(claims['a merged mask selects no cluster in vain'], v),
            instance(parts.emptySelectsNone, { k, mask: merged(v), p }),
            ...reasons.map((q) => instance(clusterSelected, { k, mask: v.other, order, p, q })),
          ],
          forgets: [
            ...[merged(v), v.other, v.left, v.right].flatMap((m) => points.map((q) => selects(machine, m, q))),
            ...reasons,
            merged(v),
          ],
        }
      },
    },
  )
  return { arcContainsEnds, endsSelected, endsSelectedByEither, mergedKeeps, leastOrder, leastSet }
})

/** Whether a processor is one that either of the two selects. */
export function isOfEither(layout: Layout, { k, left, right }: TwoMasks, p: Bits): Bool {
  return and(lt(p, size(k)), or(...[left, right].map((m) => selects({ layout, k }, m, p))))
}

/** If either of the two selects the processor, so does the other mask. */
export function passesOn(layout: Layout, v: TwoMasks, other: Bits, p: Bits): Bool {
  return implies(isOfEither(layout, v, p), selects({ layout, k: v.k }, other, p))
}

/** Whether a mask is of no higher order than another, unless it is empty, when its order means nothing. */
export function isNotAbove(layout: Layout, mask: Bits, other: Bits): Bool {
  return or(eq(bitmapOf(layout, mask), 0), le(orderOf(layout, mask), orderOf(layout, other)))
}

/** The same, and that the other is not empty either: this goes on from one to the next. */
export function isKept(layout: Layout, mask: Bits, other: Bits): Bool {
  const fits = and(ne(bitmapOf(layout, other), 0), le(orderOf(layout, mask), orderOf(layout, other)))
  return or(eq(bitmapOf(layout, mask), 0), fits)
}

/** A mask that selects all that two select: they merged, and one more merged with them. */
function coveringOf(layout: Layout, { k, left, right }: TwoMasks, more: Bits): Bits {
  return merge({ layout, k }, merge({ layout, k }, left, right), madeMask({ layout, k }, more))
}
