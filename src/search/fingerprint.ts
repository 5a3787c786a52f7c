/**
 * Fingerprints of packed states: 64 bits as two 32-bit halves. The fingerprint of a state is the exclusive or of one
 * mixed value for each of its words, so that a step that changes two words costs four mixings whatever the state's
 * size. Word `k` is mixed under a key of its own; each half is a bijective finalizer (two multiplications, three
 * shifts) with its own constants, so that the halves of a word's value are unrelated.
 *
 * The text of the two functions is also compiled into each model's expansion: they refer to nothing but their arguments.
 */
export function mixLow(x: number, k: number): number {
  let h = (x + Math.imul(k + 1, 0x9e3779b9)) | 0
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad)
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97)
  return h ^ (h >>> 15)
}

export function mixHigh(x: number, k: number): number {
  let h = (x ^ Math.imul(k + 1, 0x6a09e667)) | 0
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39)
  return h ^ (h >>> 15)
}

/**
 * The probability that two of `distinct` states had the same fingerprint, so that one was taken for the other: the
 * birthday bound over 2^64.
 */
export function collisionProbability(distinct: number): number {
  return -Math.expm1(-(distinct * (distinct - 1)) / 2 ** 65)
}
