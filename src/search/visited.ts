/** The set of states seen so far. */
export interface VisitedSet {
  /** Adds the state with this fingerprint; false if it was there already. */
  add(low: number, high: number): boolean
  readonly size: number
  /** Memory held, in bytes. */
  readonly bytes: number
}

const FULLEST = 0.75
const GROWTH = 1.5

/**
 * Keeps nothing but fingerprints: 8 bytes a slot, open addressing, linear probing. The slot of a fingerprint is its lower
 * half scaled to the capacity, not its remainder: any capacity will do, so that the table can grow by half and stay
 * between half and three quarters full (10.7 to 16 bytes a state), and growing is one sequential sweep.
 */
export function fingerprintSet(initialCapacity = 1 << 12): VisitedSet {
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

  return {
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
  }
}

/** Shared memory is not initialised twice: a fresh ArrayBuffer is zero pages that cost nothing until they are touched. */
function allocate(capacity: number): Int32Array {
  return new Int32Array(capacity * 2)
}

/**
 * Keeps whole states, so that no two are ever taken for one: `words` more words a state. A state is found by its
 * fingerprint and compared word by word with `state`, the packed state being added.
 */
export function exactSet(state: Int32Array): VisitedSet {
  const words = state.length
  let heads = new Int32Array(1 << 12).fill(-1)
  let records = new Int32Array((words + 1) << 10)
  let size = 0
  const stride = words + 1

  const same = (record: number): boolean => {
    const at = record * stride
    for (let k = 0; k < words; k++) if (records[at + k] !== state[k]) return false
    return true
  }
  // Records of one bucket are chained through their last word, which also keeps the bucket when the heads are rebuilt.
  const hashes: number[] = []
  function rehash(): void {
    heads = new Int32Array(heads.length * 2).fill(-1)
    for (let record = 0; record < size; record++) {
      const bucket = hashes[record]! & (heads.length - 1)
      records[record * stride + words] = heads[bucket]!
      heads[bucket] = record
    }
  }

  return {
    add(low) {
      const bucket = low & (heads.length - 1)
      for (let record = heads[bucket]!; record >= 0; record = records[record * stride + words]!)
        if (same(record)) return false
      if ((size + 1) * stride > records.length) {
        const larger = new Int32Array(records.length * 2)
        larger.set(records)
        records = larger
      }
      records.set(state, size * stride)
      records[size * stride + words] = heads[bucket]!
      heads[bucket] = size
      hashes.push(low)
      if (++size > heads.length) rehash()
      return true
    },
    get size() {
      return size
    },
    get bytes() {
      return heads.byteLength + records.byteLength + hashes.length * 8
    },
  }
}
