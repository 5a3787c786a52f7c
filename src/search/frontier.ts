import { type Arrays, nextArray, type Saved } from './checkpoint/saved.js'
import type { Spill } from './spill.js'

/**
 * The states of one level that wait to be expanded, first in, first out. Each is a record of its fingerprint's halves and
 * its packed words. Records lie in chunks, which are used again once they have been read; what exceeds the memory that
 * `spill` allows is written to disk, all but the chunk being filled and the chunk being read.
 */
export class Level {
  private readonly stride: number
  private readonly perChunk: number
  /** Full chunks and the one being filled; a number is a slot on disk. */
  private readonly chunks: (Int32Array | number)[] = []
  private taken = 0
  private given = 0

  /** `words` is the size of a state; `pool` holds chunks that are free for use. */
  constructor(
    words: number,
    private readonly pool: Int32Array[],
    private readonly spill: Spill | null,
  ) {
    this.stride = words + 2
    this.perChunk = Math.max(1, Math.floor((1 << 16) / this.stride))
  }

  get size(): number {
    return this.given - this.taken
  }

  /** Adds the record that begins at `records[from]`: the fingerprint's halves, then the state. */
  push(records: Int32Array, from: number): void {
    const index = this.given % this.perChunk
    if (index === 0) this.startChunk()
    this.given++
    const chunk = this.chunks[this.chunks.length - 1] as Int32Array
    const at = index * this.stride
    for (let k = 0; k < this.stride; k++) chunk[at + k] = records[from + k]!
  }

  /** Takes the oldest records out, as many as lie together, and hands each over: where its fingerprint begins; the state follows. */
  drain(most: number, each: (chunk: Int32Array, at: number) => void): void {
    const from = this.taken % this.perChunk
    const count = Math.min(most, this.size, this.perChunk - from)
    const chunk = this.firstChunk()
    for (let i = from; i < from + count; i++) {
      this.taken++
      each(chunk, i * this.stride)
    }
    if (from + count === this.perChunk || this.size === 0) {
      this.chunks.shift()
      this.pool.push(chunk)
      this.spill?.release(this.chunkBytes)
    }
    if (this.size === 0) this.taken = this.given = 0
  }

  /** All records as they lie in chunks, without taking them out. */
  save(): Saved {
    const arrays = this.chunks.map((chunk, i) => {
      const whole = typeof chunk === 'number' ? this.spill!.peek(chunk, this.perChunk * this.stride) : chunk
      const from = i === 0 ? this.taken % this.perChunk : 0
      const to = i === this.chunks.length - 1 ? ((this.given - 1) % this.perChunk) + 1 : this.perChunk
      return whole.slice(from * this.stride, to * this.stride)
    })
    return { facts: arrays.length, arrays }
  }

  restore(facts: unknown, arrays: Arrays): void {
    for (let i = 0; i < (facts as number); i++) {
      const records = nextArray(arrays)
      for (let at = 0; at < records.length; at += this.stride) this.push(records, at)
    }
  }

  /** Memory held, in bytes; what lies on disk does not count. */
  get bytes(): number {
    const inMemory = this.chunks.reduce<number>((n, chunk) => n + (typeof chunk === 'number' ? 0 : 1), 0)
    return (inMemory + this.pool.length) * this.chunkBytes
  }

  private get chunkBytes(): number {
    return this.perChunk * this.stride * 4
  }

  private startChunk(): void {
    const last = this.chunks.length - 1
    const full = this.chunks[last]
    // The chunk just filled goes to disk if there is no room for another, and its memory is filled anew; but the first
    // one stays, it is about to be read.
    if (this.spill !== null && !this.spill.fits(this.chunkBytes) && last > 0 && typeof full !== 'number') {
      this.chunks[last] = this.spill.write(full!)
      this.chunks.push(full!)
    } else this.chunks.push(this.freshChunk())
  }

  private firstChunk(): Int32Array {
    const first = this.chunks[0]!
    if (typeof first !== 'number') return first
    const chunk = this.freshChunk()
    this.spill!.read(first, chunk)
    this.chunks[0] = chunk
    return chunk
  }

  private freshChunk(): Int32Array {
    this.spill?.hold(this.chunkBytes)
    return this.pool.pop() ?? new Int32Array(this.perChunk * this.stride)
  }
}
