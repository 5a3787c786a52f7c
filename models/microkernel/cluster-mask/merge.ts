import {
  add,
  and,
  type Bits,
  type Bool,
  bitLength,
  choose,
  eq,
  le,
  lt,
  max,
  min,
  or,
  shl,
  shr,
  sub,
  word,
} from '../../../src/prove/index.js'
import { type Arc, arcOf, coarser, coarserExtent, type Extent, extentOf, wrapped } from './arc.js'
import { bitmapOf, type Layout, orderOf, pack } from './layout.js'
import { type Machine, only, size } from './selection.js'

/**
 * A mask that selects every processor that one of the two selects. Uhlig 2005, 4.2.2 says what it has to be, not how it is
 * found. Here it is the mask of the least order, not below that of either operand, of which b clusters can hold both; at that
 * order it selects no more than it has to. An empty mask adds nothing, whatever its order.
 */
export function merge(machine: Machine, left: Bits, right: Bits): Bits {
  return mergeInSteps(machine, left, right).result
}

/** The mask with one processor more. */
export function withProcessor(machine: Machine, mask: Bits, processor: Bits): Bits {
  return merge(machine, mask, only(machine, processor))
}

/** The merge with all that is computed on the way, which is what its proof speaks of. */
export function mergeInSteps(machine: Machine, left: Bits, right: Bits) {
  const { layout, k } = machine
  // Words are compared as they stand: the mask of higher order comes first.
  const high = max(left, right)
  const low = min(left, right)
  const order = orderOf(layout, high)
  const arcs = { high: arcOf(machine, high), low: arcOf(machine, low) }
  const rings = { r: sub(k, order), lift: sub(order, orderOf(layout, low)) }
  const joint = together(layout, rings, arcs)
  const general = pack(layout, { order: add(order, joint.lift), offset: joint.first, bitmap: joint.bitmap })
  const result = choose(
    eq(shr(left, layout.bitmap), shr(right, layout.bitmap)),
    or(left, right),
    choose(eq(bitmapOf(layout, high), 0), low, choose(eq(bitmapOf(layout, low), 0), high, general)),
  )
  return { high, low, order, arcs, rings, joint, general, result }
}

/** Two arcs: one on a ring of 2^r clusters, the other on one of 2^lift times as many. */
export interface Arcs {
  readonly high: Arc
  readonly low: Arc
}

export interface Rings {
  readonly r: Bits
  readonly lift: Bits
}

/** Both arcs in one bitmap, its clusters 2^lift times as large as the larger ones, from the cluster `first` on. */
export function together(layout: Layout, { r, lift }: Rings, { high, low }: Arcs) {
  const extents = { high: extentOf(high), low: coarserExtent(extentOf(low), lift) }
  const window = windowFor(layout, r, extents.high, extents.low)
  const coarse = {
    high: coarser(layout, high, window.lift),
    low: coarser(layout, low, add(lift, window.lift)),
  }
  const bitmap = joined(size(sub(r, window.lift)), window.startsHigh, coarse.high, coarse.low)
  const first = choose(window.startsHigh, coarse.high.first, coarse.low.first)
  return { lift: window.lift, first, bitmap, extents, window, coarse }
}

/** Where b clusters begin that hold both extents, and how many times their size has to be doubled for that. */
export interface Window {
  readonly lift: Bits
  /** Whether they begin where the first of the two extents does, and not the second. */
  readonly startsHigh: Bool
}

/** The window of least order for two extents on a ring of 2^r clusters. */
export function windowFor(layout: Layout, r: Bits, high: Extent, low: Extent): Window {
  const fromHigh = liftFor(layout, { first: high.first, length: reach(r, high, low) })
  const fromLow = liftFor(layout, { first: low.first, length: reach(r, low, high) })
  // With b clusters in the ring or fewer, everything fits.
  const halvings = Math.log2(layout.bitmap)
  const most = choose(lt(word(r.width, halvings), r), sub(r, halvings), word(r.width, 0))
  return { lift: min(most, min(fromHigh, fromLow)), startsHigh: le(fromHigh, fromLow) }
}

/** How many clusters there are from the beginning of one extent to where both have ended. */
function reach(r: Bits, from: Extent, to: Extent): Bits {
  const ring = sub(size(r), 1)
  return max(from.length, add(and(sub(to.first, from.first), ring), to.length))
}

/**
 * How many times the clusters have to be doubled for b of them to hold the extent. A run of L clusters lies in L / 2^e of the
 * larger ones or in one more, depending on where it begins, so there are two numbers to choose from.
 */
function liftFor({ bitmap }: Layout, extent: Extent): Bits {
  const least = bitLength(shr(sub(extent.length, 1), Math.log2(bitmap)))
  return choose(le(coarserExtent(extent, least).length, bitmap), least, add(least, 1))
}

/** The bitmap of both arcs on a ring of `count` clusters, from where one of them begins. */
export function joined(count: Bits, startsHigh: Bool, high: Arc, low: Arc): Bits {
  const near = choose(startsHigh, high.bits, low.bits)
  const far = choose(startsHigh, low.bits, high.bits)
  return wrapped(or(near, shl(far, distanceOf(count, startsHigh, high, low))), count)
}

/** How far on, round the ring, the arc begins that the window does not begin with. */
export function distanceOf(count: Bits, startsHigh: Bool, high: Pick<Arc, 'first'>, low: Pick<Arc, 'first'>): Bits {
  const forward = choose(startsHigh, sub(low.first, high.first), sub(high.first, low.first))
  return and(forward, sub(count, 1))
}
