/**
 * Where a state comes from, in one word. Of several parents that a state has in the level before, the first one counts, in
 * the order of that level, whoever comes first in time. While a level is being filled, the word of a state may be *open*: it
 * holds the rank of the first parent so far, and gives way to a lesser one. Once it is known to be the first, it is
 * *settled*: it holds nearly all of the lower half of the parent's fingerprint, by which it is found among all states.
 */
const BITS = 31

const OPEN = 1 << 31
const RANK_BITS = 30
/** States of a level have lesser ranks than this. */
export const RANKS = 2 ** RANK_BITS

/** By the lower half of the parent's fingerprint. */
export function settledOrigin(parent: number): number {
  return parent >>> (32 - BITS)
}

/** By the rank of the parent in its level. Only states of neighbouring levels may be open at once. */
export function openOrigin(level: number, rank: number): number {
  return OPEN | ((level & 1) << RANK_BITS) | rank
}

/** Whether both are open, in the same level, and the first comes from an earlier parent. */
function isEarlier(origin: number, than: number): boolean {
  return origin < 0 && (origin ^ than) >>> RANK_BITS === 0 && origin < than
}

/** Whether this one is known for good. */
export function isSettled(origin: number): boolean {
  return origin >= 0
}

/** Whether a state with this fingerprint may be the parent. */
export function isParent(origin: number, low: number): boolean {
  return origin === low >>> (32 - BITS)
}

/** The fingerprints, by their lower halves, among which the parent is: the first one, and the first one beyond. */
export function parentsOf(origin: number): { readonly from: number; readonly to: number } {
  return { from: origin * 2 ** (32 - BITS), to: (origin + 1) * 2 ** (32 - BITS) }
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
