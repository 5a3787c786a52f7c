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
  const bits = new BitArray(Math.min(bitstateBytes, MOST_BYTES), hashes, seed)
  const outcome = yield* inDepth(expansion, options, bits)
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

/**
 * A Bloom filter. The bits of a state come from its fingerprint by enhanced double hashing (Dillinger and Manolios 2004),
 * whose steps grow, so that two states rarely share a whole sequence.
 */
export class BitArray implements StateSet {
  readonly exact = false
  /** States that were let pass. */
  size = 0
  /** How many states, by expectation, were new and yet turned away. */
  expectedOmissions = 0
  private readonly words: Int32Array
  private readonly bits: number
  private readonly scale: number
  private readonly saltLow: number
  private readonly saltHigh: number
  /** Bits that are set. */
  private set = 0
  // Kept only so that the loads of `touch` are not optimised away.
  private touched = 0

  constructor(
    bytes: number,
    private readonly hashes: number,
    seed: number,
  ) {
    this.words = new Int32Array(Math.max(1, Math.floor(bytes / 4)))
    this.bits = this.words.length * 32
    this.scale = this.bits / 2 ** 32
    this.saltLow = mixLow(seed, 0)
    this.saltHigh = mixHigh(seed, 0)
  }

  get bytes(): number {
    return this.words.byteLength
  }

  /** The chance that a state not seen before would be turned away now: that all its bits are set. */
  get omissionProbability(): number {
    return (this.set / this.bits) ** this.hashes
  }

  touch(low: number): void {
    this.touched ^= this.words[Math.floor(((low ^ this.saltLow) >>> 0) * this.scale) >>> 5]!
  }

  add(low: number, high: number): boolean {
    const { words, scale } = this
    let at = low ^ this.saltLow
    let step = high ^ this.saltHigh
    let fresh = 0
    for (let i = 1; i <= this.hashes; i++) {
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
    const p = this.omissionProbability
    this.expectedOmissions += p / Math.max(Number.EPSILON, 1 - p)
    this.set += fresh
    this.size++
    return true
  }
}
