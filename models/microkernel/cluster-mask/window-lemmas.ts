import {
  add,
  and,
  type Bits,
  type Bool,
  bits,
  bool,
  choose,
  eq,
  le,
  lemma,
  lt,
  not,
  ones,
  or,
  rem,
  shr,
  sub,
} from '../../../src/prove/index.js'
import { type Arc, coarserExtent, contains, type Extent, extentOf } from './arc.js'
import { type Layout, perLayout } from './layout.js'
import { distanceOf, joined, windowFor } from './merge.js'
import { size } from './selection.js'

/** What the proofs about merged masks rest on, about the window that two arcs are put into. */
export const windowLemmas = perLayout((layout) => {
  const number = bits(layout.width)
  const extents = { r: number, highFirst: number, highLength: number, lowFirst: number, lowLength: number }
  const areExtents = ({ r, highFirst, highLength, lowFirst, lowLength }: TermsOfExtents) =>
    and(
      le(r, layout.offset),
      ...[highFirst, lowFirst].map((first) => lt(first, size(r))),
      ...[highLength, lowLength].flatMap((length) => [
        le(1, length),
        le(length, layout.bitmap),
        le(length, add(size(r), 1)),
      ]),
    )
  const someExtents = ({ r, highFirst, highLength, lowFirst, lowLength }: TermsOfExtents) => {
    const ring = sub(size(r), 1)
    const length = (drawn: Bits) => add(rem(drawn, choose(lt(size(r), layout.bitmap), size(r), layout.bitmap)), 1)
    return {
      r: rem(r, layout.offset + 1),
      highFirst: and(highFirst, ring),
      lowFirst: and(lowFirst, ring),
      highLength: length(highLength),
      lowLength: length(lowLength),
    }
  }
  const windowOf = ({ r, ...v }: TermsOfExtents) => {
    const high = { first: v.highFirst, length: v.highLength }
    const low = { first: v.lowFirst, length: v.lowLength }
    return { high, low, window: windowFor(layout, r, high, low) }
  }

  /** The b clusters that are chosen hold both extents. */
  const windowHolds = lemma(extents, {
    assume: areExtents,
    conclude: (v) => {
      const { high, low, window } = windowOf(v)
      const coarse = { high: coarserExtent(high, window.lift), low: coarserExtent(low, window.lift) }
      return and(
        le(window.lift, v.r),
        isHeld(layout, size(sub(v.r, window.lift)), window.startsHigh, coarse.high, coarse.low),
      )
    },
    adjust: someExtents,
  })

  /** No b clusters of a smaller order contain the first and last clusters of both. */
  const windowLeast = lemma(
    { ...extents, lift: number, start: number },
    {
      assume: (v) => and(areExtents(v), lt(v.lift, windowOf(v).window.lift), lt(v.start, size(sub(v.r, v.lift)))),
      conclude: (v) => {
        const { high, low } = windowOf(v)
        return not(and(...[high, low].flatMap((extent) => endsOf(v.r, extent)).map((end) => isInside(layout, v, end))))
      },
      adjust: (v) => ({
        ...someExtents(v),
        lift: rem(v.lift, add(v.r, 1)),
        start: and(v.start, sub(size(sub(v.r, v.lift)), 1)),
      }),
    },
  )

  /** The bitmap of both arcs has the bits of both and no others. */
  const joinedContains = lemma(
    {
      r: number,
      startsHigh: bool,
      highFirst: number,
      highArc: number,
      lowFirst: number,
      lowArc: number,
      cluster: number,
    },
    {
      assume: ({ r, startsHigh, cluster, ...v }) => {
        const { high, low } = arcsOf(v)
        return and(
          le(r, layout.offset),
          ...[high.first, low.first, cluster].map((c) => lt(c, size(r))),
          ...[high.bits, low.bits].map((arc) => and(eq(shr(arc, layout.bitmap + 1), 0), eq(and(arc, 1), 1))),
          isHeld(layout, size(r), startsHigh, extentOf(high), extentOf(low)),
        )
      },
      conclude: ({ r, startsHigh, cluster, ...v }) => {
        const { high, low } = arcsOf(v)
        const bitmap = joined(size(r), startsHigh, high, low)
        const bit = and(sub(cluster, choose(startsHigh, high.first, low.first)), sub(size(r), 1))
        return and(
          eq(shr(bitmap, layout.bitmap), 0),
          eq(shr(bitmap, size(r)), 0),
          eq(or(contains(high, size(r), cluster), contains(low, size(r), cluster)), eq(and(shr(bitmap, bit), 1), 1)),
        )
      },
      adjust: ({ r, highFirst, highArc, lowFirst, lowArc, cluster }) => {
        const some = (arc: Bits) => or(and(arc, ones(layout.width, shr(add(size(r), 1), 1))), 1)
        const arc = (drawn: Bits) => and(some(drawn), ones(layout.width, layout.bitmap / 2))
        const ring = sub(size(r), 1)
        return {
          r: rem(r, layout.offset + 1),
          highFirst: and(highFirst, ring),
          lowFirst: and(add(highFirst, rem(lowFirst, layout.bitmap / 2 + 1)), ring),
          highArc: arc(highArc),
          lowArc: arc(lowArc),
          cluster: and(add(highFirst, rem(cluster, layout.bitmap)), ring),
        }
      },
    },
  )
  return { windowHolds, windowLeast, joinedContains }
})

interface TermsOfExtents {
  readonly r: Bits
  readonly highFirst: Bits
  readonly highLength: Bits
  readonly lowFirst: Bits
  readonly lowLength: Bits
}

function arcsOf(v: {
  readonly highFirst: Bits
  readonly highArc: Bits
  readonly lowFirst: Bits
  readonly lowArc: Bits
}): {
  readonly high: Arc
  readonly low: Arc
} {
  return { high: { first: v.highFirst, bits: v.highArc }, low: { first: v.lowFirst, bits: v.lowArc } }
}

/** Whether b clusters from where one of the extents begins hold both; where there are no more than b, they do. */
function isHeld({ bitmap }: Layout, count: Bits, startsHigh: Bool, high: Extent, low: Extent): Bool {
  const distance = distanceOf(count, startsHigh, high, low)
  const near = choose(startsHigh, high.length, low.length)
  const far = choose(startsHigh, low.length, high.length)
  return choose(
    le(count, bitmap),
    and(le(high.length, add(count, 1)), le(low.length, add(count, 1))),
    and(le(near, bitmap), le(far, bitmap), le(add(distance, far), bitmap)),
  )
}

/** The first and the last cluster. */
function endsOf(r: Bits, { first, length }: Extent): readonly Bits[] {
  return [first, and(sub(add(first, length), 1), sub(size(r), 1))]
}

/** Whether a cluster lies in the b clusters 2^lift times as large that begin at `start`. */
export function isInside(
  { bitmap }: Layout,
  { r, lift, start }: { readonly r: Bits; readonly lift: Bits; readonly start: Bits },
  cluster: Bits,
): Bool {
  return lt(and(sub(shr(cluster, lift), start), sub(size(sub(r, lift)), 1)), bitmap)
}
