import {
  add,
  and,
  type Bits,
  bits,
  implies,
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
  sub,
} from '../../../src/prove/index.js'
import { arcOf, type Extent, extentOf } from './arc.js'
import { arcLemmas, within } from './arc-lemmas.js'
import { extentLemmas } from './extent-lemmas.js'
import { bitmapOf, type Layout, maskSort, offsetOf, orderOf, perLayout } from './layout.js'
import { maskLemmas, someMask } from './mask-lemmas.js'
import { mergeInSteps } from './merge.js'
import { areMasks, someTwoMasks, type TwoMasks } from './merge-steps-lemmas.js'
import { isMask, type Machine, madeMask, selects, size } from './selection.js'
import { togetherLemmas } from './together-lemmas.js'
import { isInside, windowLemmas } from './window-lemmas.js'

/** What the proof that a merge never takes a larger order than it has to rests on. */
export const orderLemmas = perLayout((layout) => {
  const number = bits(layout.width)
  const mask = maskSort(layout)
  const parts = {
    ...extentLemmas(layout),
    ...windowLemmas(layout),
    ...maskLemmas(layout),
    ...togetherLemmas(layout),
    ...arcLemmas(layout),
  }

  /** A mask only selects what lies in the b clusters from its offset on. */
  const selectedIsInside = lemma(
    { k: number, order: number, mask, cluster: number },
    {
      assume: ({ k, order, mask, cluster }) =>
        and(
          le(k, layout.offset),
          isMask({ layout, k }, mask),
          le(order, orderOf(layout, mask)),
          lt(cluster, size(sub(k, order))),
        ),
      conclude: ({ k, order, mask, cluster }) => {
        const lift = sub(orderOf(layout, mask), order)
        const inside = isInside(layout, { r: sub(k, order), lift, start: offsetOf(layout, mask) }, cluster)
        return implies(selects({ layout, k }, mask, shl(cluster, order)), inside)
      },
      adjust: (v) => {
        const { k, mask } = someMask(layout, { ...v, p: v.k })
        const order = rem(v.order, add(orderOf(layout, mask), 1))
        return { k, mask, order, cluster: within(sub(k, order), v.cluster) }
      },
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
            ...[high, low].map((mask) => instance(parts.maskHasArc, { k: v.k, mask })),
            ...[arcs.high, arcs.low].map((arc) => instance(parts.arcLength, { arc: arc.bits })),
            instance(parts.togetherFits, on),
            instance(parts.fieldsAgain, { k: v.k, ...fields }),
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
            ...endClusters(rings.r, extents.high).map((cluster) =>
              instance(selectedIsInside, { k: v.k, order, mask: v.other, cluster }),
            ),
            ...endClusters(ring, lowExtent).map((cluster) =>
              instance(selectedIsInside, { k: v.k, order: finest, mask: v.other, cluster }),
            ),
            instance(parts.roundShifted, {
              cluster: sub(add(arcs.low.first, lowExtent.length), 1),
              r: ring,
              by: rings.lift,
            }),
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
            ...endsOf(layout, v).map((p) => selects({ layout, k: v.k }, v.other, p)),
            ...endsOf(layout, v),
          ],
        }
      },
    },
  )
  return { selectedIsInside, unionLeast }

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
