/**
 * Where a state comes from, in one word: the level that it belongs to in the upper bits, and in the lower ones the upper
 * bits of its parent's fingerprint, by which it is found among the states of the level before. Of several parents the least
 * counts, whoever comes first: so it does not depend on chance.
 */
const BITS = 22
const MASK = 2 ** BITS - 1
/** States of levels from here on are not told apart by their level, and keep their first parent. */
const DEEPEST = 2 ** (32 - BITS) - 1

/** The level, as far as it is kept. */
export function levelField(level: number): number {
  return Math.min(level, DEEPEST) << BITS
}

/** What is kept of a parent, by the lower half of its fingerprint. */
export function parentField(low: number): number {
  return low >>> (32 - BITS)
}

export function originOf(level: number, parent: number): number {
  return levelField(level) | parentField(parent)
}

/** Whether the first belongs to the same level and comes from a lesser parent. */
export function isLess(origin: number, than: number): boolean {
  return (origin ^ than) >>> BITS === 0 && (origin & MASK) < (than & MASK) && than >>> BITS !== DEEPEST
}

/** Whether a state with this origin may be in this level. */
export function isOfLevel(origin: number, level: number): boolean {
  return origin >>> BITS === Math.min(level, DEEPEST)
}

/** Whether a state with this fingerprint may be the parent. */
export function isParent(origin: number, low: number): boolean {
  return (origin & MASK) === parentField(low)
}

/** The fingerprints, by their lower halves, among which the parent is: the first one, and the first one beyond. */
export function parentsOf(origin: number): { readonly from: number; readonly to: number } {
  const field = origin & MASK
  return { from: field * 2 ** (32 - BITS), to: (field + 1) * 2 ** (32 - BITS) }
}

/** Makes the word the lesser of what is there and the origin, if both are of one level. */
export function lower(words: Int32Array, at: number, origin: number): void {
  for (let there = Atomics.load(words, at); isLess(origin, there); ) {
    const was = Atomics.compareExchange(words, at, there, origin)
    if (was === there) return
    there = was
  }
}
