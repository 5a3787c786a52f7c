import { type Arrays, nextArray, type Saved } from './checkpoint/saved.js'
import { makeWritable } from './pages.js'

/** The set of states seen so far. */
export interface VisitedSet {
  /** Whether whole states are compared, and not fingerprints alone. */
  readonly exact: boolean
  /** Adds the state that lies at `records[at]`, has this fingerprint and, if that matters, comes from `parent`; false if it was there already. */
  add(low: number, high: number, records: Int32Array, at: number, parent?: number): boolean
  /** Brings the place of a fingerprint into the cache. */
  touch(low: number): void
  readonly size: number
  /** Memory held, in bytes. */
  readonly bytes: number
  save(): Saved
  /** Replaces what is in the set by what was saved of another. */
  restore(facts: unknown, arrays: Arrays): void
}

const FULLEST = 0.75
const GROWTH = 1.5

/**
 * Keeps nothing but fingerprints: 8 bytes a slot, open addressing, linear probing. The slot of a fingerprint is its lower
 * half scaled to the capacity, not its remainder: any capacity will do, so that the table can grow by half and stay
 * between half and three quarters full (10.7 to 16 bytes a state), and growing is one sequential sweep.
 */
export class Fingerprints implements VisitedSet {
  readonly exact = false
  size = 0
  private slots: Int32Array
  private scale: number
  private limit: number
  // Kept only so that the loads of `touch` are not optimised away.
  private touched = 0

  constructor(capacity = 1 << 16) {
    this.slots = zeros(capacity * 2)
    this.scale = capacity / 2 ** 32
    this.limit = Math.floor(capacity * FULLEST)
  }

  get bytes(): number {
    return this.slots.byteLength
  }

  touch(low: number): void {
    this.touched ^= this.slots[Math.floor((low >>> 0) * this.scale) << 1]!
  }

  add(low: number, high: number): boolean {
    // Two zeros mark a free slot, so the one fingerprint that is zero stands in for its neighbour.
    if ((low | high) === 0) high = 1
    const { slots } = this
    let at = Math.floor((low >>> 0) * this.scale) << 1
    for (;;) {
      const a = slots[at]!
      const b = slots[at + 1]!
      if (a === low && b === high) return false
      if ((a | b) === 0) break
      at = at + 2 === slots.length ? 0 : at + 2
    }
    slots[at] = low
    slots[at + 1] = high
    if (++this.size > this.limit) this.grow()
    return true
  }

  save(): Saved {
    return { facts: { size: this.size }, arrays: [this.slots] }
  }

  restore(facts: unknown, arrays: Arrays): void {
    this.adopt(nextArray(arrays))
    this.size = (facts as { size: number }).size
  }

  private adopt(slots: Int32Array): void {
    const capacity = slots.length / 2
    this.slots = slots
    this.scale = capacity / 2 ** 32
    this.limit = Math.floor(capacity * FULLEST)
  }

  private grow(): void {
    const old = this.slots
    this.adopt(zeros(Math.ceil((old.length / 2) * GROWTH) * 2))
    const { slots, scale } = this
    for (let from = 0; from < old.length; from += 2) {
      const low = old[from]!
      const high = old[from + 1]!
      if ((low | high) === 0) continue
      let at = Math.floor((low >>> 0) * scale) << 1
      while ((slots[at]! | slots[at + 1]!) !== 0) at = at + 2 === slots.length ? 0 : at + 2
      slots[at] = low
      slots[at + 1] = high
    }
  }
}

/**
 * Keeps whole states, so that no two are ever taken for one. A state is found by its fingerprint's lower half and
 * compared word by word: `words` + 2 words a state, and the heads of the chains.
 */
export class WholeStates implements VisitedSet {
  readonly exact = true
  size = 0
  private readonly stride: number
  private heads: Int32Array = new Int32Array(1 << 12).fill(NONE)
  /** Records: the state, the lower half of its fingerprint, and the next record of its chain. */
  private kept: Int32Array
  // Kept only so that the loads of `touch` are not optimised away.
  private touched = 0

  constructor(private readonly words: number) {
    this.stride = words + 2
    this.kept = new Int32Array(this.stride << 10)
  }

  get bytes(): number {
    return this.heads.byteLength + this.kept.byteLength
  }

  touch(low: number): void {
    this.touched ^= this.heads[low & (this.heads.length - 1)]!
  }

  add(low: number, _high: number, records: Int32Array, at: number): boolean {
    const { heads, stride, words } = this
    for (let r = heads[low & (heads.length - 1)]!; r !== NONE; r = this.kept[r * stride + words + 1]!)
      if (this.same(r, records, at)) return false
    if ((this.size + 1) * stride > this.kept.length) {
      const larger = new Int32Array(this.kept.length * 2)
      larger.set(this.kept)
      this.kept = larger
    }
    const to = this.size * stride
    for (let k = 0; k < words; k++) this.kept[to + k] = records[at + k]!
    this.kept[to + words] = low
    this.chain(this.size)
    if (++this.size > heads.length) this.rebuildChains()
    return true
  }

  save(): Saved {
    return { facts: { size: this.size }, arrays: [this.heads, this.kept] }
  }

  restore(facts: unknown, arrays: Arrays): void {
    this.heads = nextArray(arrays)
    this.kept = nextArray(arrays)
    this.size = (facts as { size: number }).size
  }

  private same(record: number, records: Int32Array, at: number): boolean {
    const from = record * this.stride
    for (let k = 0; k < this.words; k++) if (this.kept[from + k] !== records[at + k]) return false
    return true
  }

  private chain(record: number): void {
    const at = record * this.stride + this.words
    const head = this.kept[at]! & (this.heads.length - 1)
    this.kept[at + 1] = this.heads[head]!
    this.heads[head] = record
  }

  private rebuildChains(): void {
    this.heads = new Int32Array(this.heads.length * 2).fill(NONE)
    for (let record = 0; record < this.size; record++) this.chain(record)
  }
}

const NONE = -1

function zeros(words: number): Int32Array {
  const memory = new Int32Array(words)
  makeWritable(memory)
  return memory
}
