import type { BreadthFirstOptions } from '../bfs.js'
import type { Expansion } from '../expansion.js'
import { mixHigh, mixLow } from '../fingerprint.js'
import type { Outcome, Progress } from '../outcome.js'
import { inDepth, type StateSet } from './in-depth.js'

export interface BitstateOptions extends BreadthFirstOptions {
  /** Bytes of the bit array; 64 MiB unless said otherwise, and 512 MiB at most. */
  readonly bitstateBytes?: number | undefined
  /** Bits set for each state; 3 unless said otherwise. */
  readonly hashes?: number | undefined
  /** Another seed gives other hash functions, so that other states are missed. */
  readonly seed?: number | undefined
}

/** A fingerprint is scaled to a bit's number from 32 bits. */
export const MOST_BYTES = 2 ** 29

/**
 * Depth-first search that keeps a few bits of each state and nothing else (Holzmann's supertrace): it reaches far into
 * systems too large for any other, and may take a new state for one it has seen. So it never shows that something holds;
 * what it finds is real.
 */
export function* bitstate(expansion: Expansion, options: BitstateOptions = {}): Generator<Progress, Outcome> {
  const { bitstateBytes = 2 ** 26, hashes = 3, seed = 1 } = options
  const bits = bitArray(Math.min(bitstateBytes, MOST_BYTES), hashes, seed)
  const outcome = yield* inDepth(expansion, options, { set: bits })
  return {
    ...outcome,
    coverage: 'sampled',
    scope: {
      tag: 'bitstate',
      bits: bits.bytes * 8,
      hashes,
      seed,
      expectedOmissions: bits.expectedOmissions,
      omissionProbability: bits.omissionProbability,
    },
  }
}

export interface BitArray extends StateSet {
  /** How many states, by expectation, were new and yet turned away. */
  readonly expectedOmissions: number
  /** The chance that a state not seen before would be turned away now. */
  readonly omissionProbability: number
}

/**
 * A Bloom filter. The bits of a state come from its fingerprint by enhanced double hashing (Dillinger and Manolios 2004),
 * whose steps grow, so that two states rarely share a whole sequence.
 */
export function bitArray(bytes: number, hashes: number, seed: number): BitArray {
  const words = new Int32Array(Math.max(1, Math.floor(bytes / 4)))
  const bits = words.length * 32
  const scale = bits / 2 ** 32
  const [saltLow, saltHigh] = [mixLow(seed, 0), mixHigh(seed, 0)]
  let size = 0
  let set = 0
  let expectedOmissions = 0
  let _touched = 0

  /** The chance that all bits of a state that was never added are set. */
  const chance = () => (set / bits) ** hashes

  return {
    exact: false,
    touch(low) {
      _touched ^= words[Math.floor(((low ^ saltLow) >>> 0) * scale) >>> 5]!
    },
    add(low, high) {
      let at = low ^ saltLow
      let step = high ^ saltHigh
      let fresh = 0
      for (let i = 1; i <= hashes; i++) {
        const bit = Math.floor((at >>> 0) * scale)
        const mask = 1 << (bit & 31)
        if ((words[bit >>> 5]! & mask) === 0) {
          words[bit >>> 5]! |= mask
          fresh++
        }
        at = (at + step) | 0
        step = (step + i) | 0
      }
      if (fresh === 0) return false
      // For each state let pass, p / (1 - p) are turned away by expectation; p is small.
      const p = chance()
      expectedOmissions += p / Math.max(Number.EPSILON, 1 - p)
      set += fresh
      size++
      return true
    },
    get size() {
      return size
    },
    get bytes() {
      return words.byteLength
    },
    get expectedOmissions() {
      return expectedOmissions
    },
    get omissionProbability() {
      return chance()
    },
  }
}
