import {
  add,
  and,
  type Bits,
  bits,
  eq,
  instance,
  le,
  lemma,
  lt,
  max,
  min,
  ne,
  not,
  rem,
  shl,
  shr,
  sub,
} from '../../../src/prove/index.js'
import { arcOf, type Extent, extentOf } from './arc.js'
import { arcLemmas, within } from './arc-lemmas.js'
import { bitmapOf, type Layout, maskSort, offsetOf, orderOf, perLayout } from './layout.js'
import { maskLemmas } from './mask-lemmas.js'
import { mergeInSteps } from './merge.js'
import { areMasks, someTwoMasks, type TwoMasks } from './merge-steps-lemmas.js'
import { isMask, type Machine, madeMask, selects } from './selection.js'
import { togetherLemmas } from './together-lemmas.js'
import { windowLemmas } from './window-lemmas.js'

/** What the proof that a merge never takes a larger order than it has to rests on. */
export const orderLemmas = perLayout((layout) => {
  const number = bits(layout.width)
  const mask = maskSort(layout)
  const parts = { ...windowLemmas(layout), ...maskLemmas(layout), ...togetherLemmas(layout), ...arcLemmas(layout) }

  /** Halving the number of a cluster, and taking it round its ring, may change places. */
  const roundShifted = lemma(
    { cluster: number, r: number, by: number },
    {
      assume: ({ r, by }) => and(le(r, layout.offset), le(by, r)),
      conclude: ({ cluster, r, by }) => eq(shr(within(r, cluster), by), within(sub(r, by), shr(cluster, by))),
      adjust: ({ r, by }) => ({ r: rem(r, layout.offset + 1), by: rem(by, add(rem(r, layout.offset + 1), 1)) }),
    },
  )

  /** No mask of an order in between selects the first and the last cluster of both. */
  const unionLeast = lemma(
    { k: number, left: mask, right: mask, other: mask },
    {
      assume: (v) => {
        const { high, general } = stepsOf(v)
        return and(
          areMasks(layout, v),
          ...[v.left, v.right].map((m) => ne(bitmapOf(layout, m), 0)),
          isMask({ layout, k: v.k }, v.other),
          le(orderOf(layout, high), orderOf(layout, v.other)),
          lt(orderOf(layout, v.other), orderOf(layout, general)),
        )
      },
      conclude: (v) => not(and(...endsOf(layout, v).map((p) => selects({ layout, k: v.k }, v.other, p)))),
      adjust: (v) => {
        const { k, left, right } = someTwoMasks(layout, { ...v, p: v.k })
        return { k, left, right, other: madeMask({ layout, k }, v.other) }
      },
      by: (v) => {
        const { high, low, order, arcs, rings, joint, general } = stepsOf(v)
        const { extents } = joint
        const finest = orderOf(layout, low)
        const on = {
          ...rings,
          highFirst: arcs.high.first,
          highArc: arcs.high.bits,
          lowFirst: arcs.low.first,
          lowArc: arcs.low.bits,
        }
        const lift = sub(orderOf(layout, v.other), order)
        const fields = { order: add(order, joint.lift), offset: joint.first, bitmap: joint.bitmap }
        const ring = sub(v.k, finest)
        const lowExtent = extentOf(arcs.low)
        return {
          uses: [
            ...[high, low].map((mask) => instance(parts.arcOfMask, { k: v.k, mask, p: sub(v.k, v.k) })),
            ...[arcs.high, arcs.low].map((arc) => instance(parts.arcLength, { arc: arc.bits })),
            instance(parts.togetherIsUnion, { ...on, cluster: joint.first }),
            instance(parts.packed, { k: v.k, ...fields, p: sub(v.k, v.k) }),
            instance(parts.extentStaysSmall, {
              r: ring,
              by: rings.lift,
              first: arcs.low.first,
              length: lowExtent.length,
            }),
            instance(parts.windowLeast, {
              r: rings.r,
              highFirst: extents.high.first,
              highLength: extents.high.length,
              lowFirst: extents.low.first,
              lowLength: extents.low.length,
              lift,
              start: offsetOf(layout, v.other),
            }),
            instance(roundShifted, { cluster: sub(add(arcs.low.first, lowExtent.length), 1), r: ring, by: rings.lift }),
            ...endClusters(rings.r, extents.high).map((cluster) =>
              instance(parts.firstOfCluster, { cluster, r: rings.r, by: order, again: lift }),
            ),
            ...endClusters(ring, lowExtent).map((cluster) =>
              instance(parts.firstOfCluster, { cluster, r: ring, by: finest, again: add(rings.lift, lift) }),
            ),
            ...endClusters(ring, lowExtent).map((cluster) =>
              instance(parts.shiftedTwice, { word: cluster, by: rings.lift, again: lift }),
            ),
          ],
          forgets: [
            ...[arcs.high, arcs.low].flatMap((arc) => [arc.first, arc.bits]),
            extents.high.length,
            lowExtent.length,
            joint.lift,
            joint.first,
            joint.bitmap,
            general,
            ...endsOf(layout, v),
          ],
        }
      },
    },
  )
  return { roundShifted, unionLeast }

  function stepsOf({ k, left, right }: TwoMasks) {
    return mergeInSteps({ layout, k }, left, right)
  }
})

/** The first processors of the first and of the last cluster of both masks. */
export function endsOf(layout: Layout, { left, right, k }: TwoMasks): readonly Bits[] {
  return [max(left, right), min(left, right)].flatMap((mask) => endsOfOne({ layout, k }, mask))
}

/** The first processors of the first and of the last cluster of a mask that is not empty. */
export function endsOfOne(machine: Machine, mask: Bits): readonly Bits[] {
  const order = orderOf(machine.layout, mask)
  const clusters = endClusters(sub(machine.k, order), extentOf(arcOf(machine, mask)))
  return clusters.map((cluster) => shl(cluster, order))
}

export function endClusters(r: Bits, { first, length }: Extent): readonly Bits[] {
  return [first, within(r, sub(add(first, length), 1))]
}
