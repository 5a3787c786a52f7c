/**
 * Random numbers that are the same for the same seed on every machine: xoshiro128** (Blackman and Vigna), seeded by
 * splitmix32. Nothing here depends on the quality of the numbers but the spread of the samples.
 */
export class Random {
  private readonly state = new Int32Array(4)

  constructor(seed: number) {
    // Seeds beyond 32 bits count with both halves.
    let x = (seed ^ Math.imul(Math.floor(seed / 2 ** 32), 0x85ebca6b)) | 0
    for (let i = 0; i < 4; i++) {
      x = (x + 0x9e3779b9) | 0
      let h = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
      h = Math.imul(h ^ (h >>> 15), 0x735a2d97)
      this.state[i] = h ^ (h >>> 15)
    }
  }

  /** An integer from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(((this.next() >>> 0) / 2 ** 32) * count)
  }

  /** The integers from 0 to `count` - 1 in random order. */
  permutation(count: number): number[] {
    const order = Array.from({ length: count }, (_, i) => i)
    for (let i = count - 1; i > 0; i--) {
      const j = this.below(i + 1)
      ;[order[i], order[j]] = [order[j]!, order[i]!]
    }
    return order
  }

  private next(): number {
    const s = this.state
    const [a, b, c, d] = [s[0]!, s[1]!, s[2]!, s[3]!]
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9)
    s[0] = a ^ d ^ b
    s[1] = b ^ c ^ a
    s[2] = c ^ a ^ (b << 9)
    s[3] = rotate(d ^ b, 11)
    return result
  }
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by))
}
