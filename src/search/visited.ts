import { type Arrays, nextArray, type Saved } from './checkpoint/saved.js'

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
export function fingerprintSet(initialCapacity = 1 << 16): VisitedSet {
  let capacity = initialCapacity
  let scale = capacity / 2 ** 32
  let slots = allocate(capacity)
  let size = 0
  let limit = Math.floor(capacity * FULLEST)

  function grow(): void {
    const old = slots
    capacity = Math.ceil(capacity * GROWTH)
    scale = capacity / 2 ** 32
    limit = Math.floor(capacity * FULLEST)
    slots = allocate(capacity)
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

  // Kept only so that the loads of `touch` are not optimised away.
  let _touched = 0

  return {
    exact: false,
    touch(low) {
      _touched ^= slots[Math.floor((low >>> 0) * scale) << 1]!
    },
    add(low, high) {
      // Two zeros mark a free slot, so the one fingerprint that is zero stands in for its neighbour.
      if ((low | high) === 0) high = 1
      let at = Math.floor((low >>> 0) * scale) << 1
      for (;;) {
        const a = slots[at]!
        const b = slots[at + 1]!
        if (a === low && b === high) return false
        if ((a | b) === 0) break
        at = at + 2 === slots.length ? 0 : at + 2
      }
      slots[at] = low
      slots[at + 1] = high
      if (++size > limit) grow()
      return true
    },
    get size() {
      return size
    },
    get bytes() {
      return slots.byteLength
    },
    save: () => ({ facts: { size }, arrays: [slots] }),
    restore(facts, arrays) {
      slots = nextArray(arrays)
      size = (facts as { size: number }).size
      capacity = slots.length / 2
      scale = capacity / 2 ** 32
      limit = Math.floor(capacity * FULLEST)
    },
  }
}

/** Shared memory is not initialised twice: a fresh ArrayBuffer is zero pages that cost nothing until they are touched. */
function allocate(capacity: number): Int32Array {
  return new Int32Array(capacity * 2)
}

/**
 * Keeps whole states, so that no two are ever taken for one. A state is found by its fingerprint's lower half and
 * compared word by word: `words` + 2 words a state, and the heads of the chains.
 */
export function exactSet(words: number): VisitedSet {
  const stride = words + 2
  let heads: Int32Array = new Int32Array(1 << 12).fill(NONE)
  let kept: Int32Array = new Int32Array(stride << 10)
  let size = 0
  // Kept only so that the loads of `touch` are not optimised away.
  let _touched = 0

  // A kept record: the state, the lower half of its fingerprint, and the next record of its chain.
  function rebuildChains(): void {
    heads = new Int32Array(heads.length * 2).fill(NONE)
    for (let record = 0; record < size; record++) chain(record)
  }

  function chain(record: number): void {
    const head = kept[record * stride + words]! & (heads.length - 1)
    kept[record * stride + words + 1] = heads[head]!
    heads[head] = record
  }

  function same(record: number, records: Int32Array, at: number): boolean {
    const from = record * stride
    for (let k = 0; k < words; k++) if (kept[from + k] !== records[at + k]) return false
    return true
  }

  return {
    exact: true,
    touch(low) {
      _touched ^= heads[low & (heads.length - 1)]!
    },
    add(low, _high, records, at) {
      for (let r = heads[low & (heads.length - 1)]!; r !== NONE; r = kept[r * stride + words + 1]!)
        if (same(r, records, at)) return false
      if ((size + 1) * stride > kept.length) {
        const larger = new Int32Array(kept.length * 2)
        larger.set(kept)
        kept = larger
      }
      for (let k = 0; k < words; k++) kept[size * stride + k] = records[at + k]!
      kept[size * stride + words] = low
      chain(size)
      if (++size > heads.length) rebuildChains()
      return true
    },
    get size() {
      return size
    },
    get bytes() {
      return heads.byteLength + kept.byteLength
    },
    save: () => ({ facts: { size }, arrays: [heads, kept] }),
    restore(facts, arrays) {
      heads = nextArray(arrays)
      kept = nextArray(arrays)
      size = (facts as { size: number }).size
    },
  }
}

const NONE = -1
