import { CHUNK, type Chunk, rest } from './order.js'
import { HEADER } from './segments.js'
import type { Fingerprint } from './shared-set.js'
import type { Shelves } from './shelves.js'

/**
 * The chunk that a member has taken, and a copy of its records. At the beginning it is what comes before the first
 * level: one state of which nothing is known, that leads to the initial states.
 */
export class Portion {
  readonly records: Int32Array
  readonly stride: number
  /** How many of the records have been dealt with. */
  done = 0
  private chunk: Chunk = { number: 0, rank: -1, count: 0, pieces: [] }

  constructor(words: number) {
    this.stride = words + HEADER
    this.records = new Int32Array(CHUNK * this.stride)
  }

  /** All of them have been dealt with. */
  get isEmpty(): boolean {
    return this.done === this.chunk.count
  }

  /** The number of the chunk. */
  get number(): number {
    return this.chunk.number
  }

  /** The rank of its first record. */
  get rank(): number {
    return this.chunk.rank
  }

  get count(): number {
    return this.chunk.count
  }

  take(chunk: Chunk, shelves: Shelves): void {
    this.chunk = chunk
    this.done = 0
    shelves.read(chunk.pieces, this.records)
  }

  /** The lower half of the fingerprint of the state with this rank. */
  lowOf(rank: number): number {
    return this.records[(rank - this.chunk.rank) * this.stride + 2]!
  }

  fingerprintOf(rank: number): Fingerprint {
    return { low: this.lowOf(rank), high: this.records[(rank - this.chunk.rank) * this.stride + 3]! }
  }

  /** What has not been dealt with, if anything. */
  get left(): Chunk | null {
    return this.isEmpty ? null : rest(this.chunk, this.done)
  }
}
