/**
 * Where a state comes from, in one word. Of several parents that a state has in the level before, the first one counts, in
 * the order of that level, whoever comes first in time. While a level is being filled, the word of a state may be *open*: it
 * holds the rank of the first parent so far, and gives way to a lesser one. Once it is known to be the first, it is
 * *settled*: it holds the level that the state belongs to and the upper bits of the parent's fingerprint, by which it is
 * found among the states of the level before.
 */
const BITS = 22
const MASK = 2 ** BITS - 1
/** States of levels from here on are not told apart by their level. */
const DEEPEST = 2 ** (31 - BITS) - 1

const OPEN = 1 << 31
const RANK_BITS = 30
/** States of a level have lesser ranks than this. */
export const RANKS = 2 ** RANK_BITS

/** By the lower half of the parent's fingerprint. */
export function settledOrigin(level: number, parent: number): number {
  return (Math.min(level, DEEPEST) << BITS) | (parent >>> (32 - BITS))
}

/** By the rank of the parent in its level. Only states of neighbouring levels may be open at once. */
export function openOrigin(level: number, rank: number): number {
  return OPEN | ((level & 1) << RANK_BITS) | rank
}

/** Whether both are open, in the same level, and the first comes from an earlier parent. */
function isEarlier(origin: number, than: number): boolean {
  return origin < 0 && (origin ^ than) >>> RANK_BITS === 0 && origin < than
}

/** Whether a state with this settled origin may be in this level; none that is open is. */
export function isOfLevel(origin: number, level: number): boolean {
  return origin >>> BITS === Math.min(level, DEEPEST)
}

/** Whether a state with this fingerprint may be the parent. */
export function isParent(origin: number, low: number): boolean {
  return (origin & MASK) === low >>> (32 - BITS)
}

/** The fingerprints, by their lower halves, among which the parent is: the first one, and the first one beyond. */
export function parentsOf(origin: number): { readonly from: number; readonly to: number } {
  const field = origin & MASK
  return { from: field * 2 ** (32 - BITS), to: (field + 1) * 2 ** (32 - BITS) }
}

/** Puts the origin in the place of one that is later than this open one, and says whether it did. */
export function replaceLater(words: Int32Array, at: number, open: number, origin: number): boolean {
  for (let there = words[at]!; isEarlier(open, there); ) {
    const was = Atomics.compareExchange(words, at, there, origin)
    if (was === there) return true
    there = was
  }
  return false
}
