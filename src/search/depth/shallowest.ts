import type { StateSet } from './in-depth.js'

const FULLEST = 0.75

/**
 * States with the least depth at which each has been reached. A state that is reached at a lesser depth than before is
 * let pass again: more can be reached from it within the greatest depth than could before. So a search in depth with a
 * bound sees what a breadth-first search sees with the same bound.
 */
export class Shallowest implements StateSet {
  size = 0
  /** The depth at which what is added is reached. */
  depth = 1
  /** The depth at which the state added last had been known before, 0 if it is new. */
  was = 0
  // A record: the fingerprint's lower half, what tells states apart (the upper half, or the state), the depth. Depth 0: free.
  private readonly key: number
  private readonly stride: number
  private records: Int32Array
  private scale = 0
  // Kept only so that the loads of `touch` are not optimised away.
  private touched = 0

  constructor(
    private readonly words: number,
    readonly exact: boolean,
  ) {
    this.key = exact ? words : 1
    this.stride = this.key + 2
    this.records = this.empty(1 << 12)
  }

  get bytes(): number {
    return this.records.byteLength
  }

  touch(low: number): void {
    this.touched ^= this.records[this.slotOf(low)]!
  }

  add(low: number, high: number, states: Int32Array, at: number): boolean {
    const { records, key } = this
    let slot = this.slotOf(low)
    for (; records[slot + key + 1] !== 0; slot = this.next(slot)) {
      if (!this.same(slot, low, high, states, at)) continue
      this.was = records[slot + key + 1]!
      if (this.was <= this.depth) return false
      records[slot + key + 1] = this.depth
      return true
    }
    this.was = 0
    this.insert(slot, low, high, states, at)
    return true
  }

  private slotOf(low: number): number {
    return Math.floor((low >>> 0) * this.scale) * this.stride
  }

  private next(slot: number): number {
    return slot + this.stride === this.records.length ? 0 : slot + this.stride
  }

  private same(slot: number, low: number, high: number, states: Int32Array, at: number): boolean {
    const { records } = this
    if (records[slot] !== low) return false
    if (!this.exact) return records[slot + 1] === high
    for (let k = 0; k < this.words; k++) if (records[slot + 1 + k] !== states[at + k]) return false
    return true
  }

  private insert(slot: number, low: number, high: number, states: Int32Array, at: number): void {
    const { records, key } = this
    records[slot] = low
    if (this.exact) for (let k = 0; k < this.words; k++) records[slot + 1 + k] = states[at + k]!
    else records[slot + 1] = high
    records[slot + key + 1] = this.depth
    if (++this.size * this.stride > records.length * FULLEST) this.grow()
  }

  private grow(): void {
    const { records: old, key, stride } = this
    this.records = this.empty((old.length / stride) * 2)
    for (let from = 0; from < old.length; from += stride) {
      if (old[from + key + 1] === 0) continue
      let slot = this.slotOf(old[from]!)
      while (this.records[slot + key + 1] !== 0) slot = this.next(slot)
      for (let k = 0; k < stride; k++) this.records[slot + k] = old[from + k]!
    }
  }

  /** Room for so many records. */
  private empty(capacity: number): Int32Array {
    this.scale = capacity / 2 ** 32
    return new Int32Array(capacity * this.stride)
  }
}
