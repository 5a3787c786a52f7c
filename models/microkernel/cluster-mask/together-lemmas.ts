import {
  add,
  and,
  type Bits,
  bits,
  eq,
  implies,
  instance,
  le,
  lemma,
  lt,
  or,
  rem,
  shr,
  sub,
} from '../../../src/prove/index.js'
import { type Arc, coarserExtent, contains, extentOf } from './arc.js'
import { arcLemmas, finerCluster, isArc, someArc, within } from './arc-lemmas.js'
import { type Layout, perLayout } from './layout.js'
import { together } from './merge.js'
import { size } from './selection.js'
import { windowLemmas } from './window-lemmas.js'

/** What the proofs about merged masks rest on, about two arcs in one bitmap. */
export const togetherLemmas = perLayout((layout) => {
  const number = bits(layout.width)
  const arcs = arcLemmas(layout)
  const windows = windowLemmas(layout)
  const arcPair = {
    r: number,
    lift: number,
    highFirst: number,
    highArc: number,
    lowFirst: number,
    lowArc: number,
  }
  const variables = { ...arcPair, cluster: number }

  /** The bitmap has the bits of both arcs in larger clusters, and no others. */
  const togetherIsUnion = lemma(variables, {
    assume: (v) => areArcs(layout, v),
    conclude: (v) => {
      const { joint, ring } = jointOf(layout, v)
      const { high, low } = joint.coarse
      return and(
        le(joint.lift, v.r),
        lt(joint.first, ring),
        eq(shr(joint.bitmap, layout.bitmap), 0),
        eq(shr(joint.bitmap, ring), 0),
        implies(
          lt(v.cluster, ring),
          eq(or(contains(high, ring, v.cluster), contains(low, ring, v.cluster)), isInBitmap(joint, ring, v.cluster)),
        ),
      )
    },
    adjust: (v) => someArcs(layout, v),
    by: (v) => {
      const { joint, high, low } = jointOf(layout, v)
      const { extents, window, coarse } = joint
      const extent = extentOf(low)
      const finest = add(v.r, v.lift)
      const by = add(v.lift, window.lift)
      return {
        uses: [
          ...[high, low].map((arc) => instance(arcs.arcLength, { arc: arc.bits })),
          ...[coarse.high, coarse.low].map((arc) => instance(arcs.arcLength, { arc: arc.bits })),
          instance(arcs.extentStaysSmall, { r: finest, by: v.lift, first: low.first, length: extent.length }),
          instance(arcs.coarserTwice, { first: low.first, length: extent.length, by: v.lift, again: window.lift }),
          instance(windows.windowHolds, {
            r: v.r,
            highFirst: extents.high.first,
            highLength: extents.high.length,
            lowFirst: extents.low.first,
            lowLength: extents.low.length,
          }),
          instance(arcs.coarserLength, { r: v.r, by: window.lift, first: high.first, arc: high.bits }),
          instance(arcs.coarserLength, { r: finest, by, first: low.first, arc: low.bits }),
          instance(windows.joinedContains, {
            r: sub(v.r, window.lift),
            startsHigh: window.startsHigh,
            highFirst: coarse.high.first,
            highArc: coarse.high.bits,
            lowFirst: coarse.low.first,
            lowArc: coarse.low.bits,
            cluster: within(sub(v.r, window.lift), v.cluster),
          }),
        ],
        forgets: [
          extents.high.length,
          extent.length,
          extents.low.length,
          ...[extents.high, extents.low].map((e) => coarserExtent(e, window.lift).length),
          coarserExtent(extent, by).length,
          ...[coarse.high, coarse.low].flatMap((arc) => [arc.first, arc.bits, extentOf(arc).length]),
          window.lift,
          window.startsHigh,
          joint.bitmap,
        ],
      }
    },
  })

  /** It has a place on its ring, */
  const togetherFits = lemma(arcPair, {
    assume: (v) => areArcs(layout, v),
    conclude: (v) => {
      const { joint, ring } = jointOf(layout, v)
      return and(
        le(joint.lift, v.r),
        lt(joint.first, ring),
        eq(shr(joint.bitmap, layout.bitmap), 0),
        eq(shr(joint.bitmap, ring), 0),
      )
    },
    adjust: (v) => {
      const { cluster, ...arcs } = someArcs(layout, { ...v, cluster: v.r })
      return arcs
    },
    by: (v) => {
      const { joint } = jointOf(layout, v)
      return { uses: [instance(togetherIsUnion, { ...v, cluster: joint.first })], forgets: forgotten(joint) }
    },
  })

  /** what the larger arc contains is in the bitmap, */
  const togetherHasHigh = lemma(variables, {
    assume: (v) => and(areArcs(layout, v), lt(v.cluster, size(v.r))),
    conclude: (v) => {
      const { joint, ring, high } = jointOf(layout, v)
      const cluster = shr(v.cluster, joint.lift)
      return implies(contains(high, size(v.r), v.cluster), isInBitmap(joint, ring, cluster))
    },
    adjust: (v) => someArcs(layout, v),
    by: (v) => {
      const { joint, high } = jointOf(layout, v)
      return {
        uses: [
          instance(togetherIsUnion, { ...v, cluster: shr(v.cluster, joint.lift) }),
          instance(arcs.coarserContains, { r: v.r, by: joint.lift, ...named(high), cluster: v.cluster }),
        ],
        forgets: forgotten(joint),
      }
    },
  })

  /** and what the finer one does, */
  const togetherHasLow = lemma(variables, {
    assume: (v) => and(areArcs(layout, v), lt(v.cluster, size(add(v.r, v.lift)))),
    conclude: (v) => {
      const { joint, ring, low } = jointOf(layout, v)
      const cluster = shr(v.cluster, add(v.lift, joint.lift))
      return implies(contains(low, size(add(v.r, v.lift)), v.cluster), isInBitmap(joint, ring, cluster))
    },
    adjust: (v) => someArcs(layout, v),
    by: (v) => {
      const { joint, low } = jointOf(layout, v)
      const by = add(v.lift, joint.lift)
      return {
        uses: [
          instance(togetherIsUnion, { ...v, cluster: shr(v.cluster, by) }),
          instance(arcs.coarserContains, { r: add(v.r, v.lift), by, ...named(low), cluster: v.cluster }),
        ],
        forgets: forgotten(joint),
      }
    },
  })

  /** and nothing else: in each of its clusters there is one of an arc's. */
  const togetherHasOnly = lemma(variables, {
    assume: (v) => and(areArcs(layout, v), lt(v.cluster, jointOf(layout, v).ring)),
    conclude: (v) => {
      const { joint, ring } = jointOf(layout, v)
      const found = finerClusters(layout, v)
      const isOf = (arc: Arc, r: Bits, by: Bits, one: Bits) =>
        and(contains(arc, size(r), one), lt(one, size(r)), eq(shr(one, by), v.cluster))
      return implies(
        isInBitmap(joint, ring, v.cluster),
        or(...found.map(({ arc, r, by, cluster }) => isOf(arc, r, by, cluster))),
      )
    },
    adjust: (v) => someArcs(layout, v),
    by: (v) => {
      const { joint } = jointOf(layout, v)
      const found = finerClusters(layout, v)
      return {
        uses: [
          instance(togetherIsUnion, v),
          ...found.map(({ arc, r, by }) =>
            instance(arcs.coarserContainsOnly, { r, by, ...named(arc), cluster: v.cluster }),
          ),
        ],
        forgets: [...forgotten(joint), ...found.map(({ cluster }) => cluster)],
      }
    },
  })
  return { togetherIsUnion, togetherFits, togetherHasHigh, togetherHasLow, togetherHasOnly }
})

interface TermsOfTwo {
  readonly r: Bits
  readonly lift: Bits
  readonly highFirst: Bits
  readonly highArc: Bits
  readonly lowFirst: Bits
  readonly lowArc: Bits
}

interface TermsOfArcs extends TermsOfTwo {
  readonly cluster: Bits
}

function jointOf(layout: Layout, { r, lift, highFirst, highArc, lowFirst, lowArc }: TermsOfTwo) {
  const high: Arc = { first: highFirst, bits: highArc }
  const low: Arc = { first: lowFirst, bits: lowArc }
  const joint = together(layout, { r, lift }, { high, low })
  return { high, low, joint, ring: size(sub(r, joint.lift)) }
}

function areArcs(layout: Layout, { r, lift, highFirst, highArc, lowFirst, lowArc }: TermsOfTwo) {
  const finest = add(r, lift)
  return and(
    le(r, layout.offset),
    le(lift, layout.offset),
    le(finest, layout.offset),
    lt(highFirst, size(r)),
    isArc(layout, highArc, size(r)),
    lt(lowFirst, size(finest)),
    isArc(layout, lowArc, size(finest)),
  )
}

function isInBitmap({ first, bitmap }: { readonly first: Bits; readonly bitmap: Bits }, ring: Bits, cluster: Bits) {
  return eq(and(shr(bitmap, and(sub(cluster, first), sub(ring, 1))), 1), 1)
}

function someArcs(layout: Layout, { r, lift, highFirst, highArc, lowFirst, lowArc, cluster }: TermsOfArcs) {
  return {
    r: rem(r, layout.offset + 1),
    lift: rem(lift, sub(layout.offset + 1, r)),
    highFirst: within(r, highFirst),
    highArc: someArc(layout, r, highArc),
    lowFirst: within(add(r, lift), lowFirst),
    lowArc: someArc(layout, add(r, lift), lowArc),
    cluster: within(r, cluster),
  }
}

function named({ first, bits: arc }: Arc) {
  return { first, arc }
}

type Joint = ReturnType<typeof together>

/** That it is the union is all one needs to know of it. */
function forgotten({ lift, first, bitmap, coarse }: Joint): readonly Bits[] {
  return [lift, first, bitmap, ...[coarse.high, coarse.low].flatMap((arc) => [arc.first, arc.bits])]
}

/** A cluster of either arc that may be why a cluster is in the bitmap. */
export function finerClusters(layout: Layout, v: TermsOfArcs) {
  const { joint, high, low } = jointOf(layout, v)
  return [
    { arc: high, r: v.r, by: joint.lift },
    { arc: low, r: add(v.r, v.lift), by: add(v.lift, joint.lift) },
  ].map(({ arc, r, by }) => ({ arc, r, by, cluster: finerCluster(arc, r, by, v.cluster) }))
}
