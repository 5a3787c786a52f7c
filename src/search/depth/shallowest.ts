import type { Seen, StateSet } from './in-depth.js'

const FULLEST = 0.75

/**
 * States with the least depth at which each has been reached. A state that is reached at a lesser depth than before is
 * let pass again: more can be reached from it within the greatest depth than could before. So a search in depth with a
 * bound sees what a breadth-first search sees with the same bound.
 */
export function shallowest(words: number, exact: boolean): Required<Seen> {
  // A record: the fingerprint's lower half, what tells states apart (the upper half, or the state), the depth. Depth 0: free.
  const key = exact ? words : 1
  const stride = key + 2
  let capacity = 1 << 12
  let records = new Int32Array(capacity * stride)
  let size = 0
  let depth = 1
  let was = 0

  const slotOf = (low: number) => Math.floor((low >>> 0) * (capacity / 2 ** 32)) * stride
  const next = (slot: number) => (slot + stride === records.length ? 0 : slot + stride)

  function grow(): void {
    const old = records
    capacity *= 2
    records = new Int32Array(capacity * stride)
    for (let from = 0; from < old.length; from += stride) {
      if (old[from + key + 1] === 0) continue
      let slot = slotOf(old[from]!)
      while (records[slot + key + 1] !== 0) slot = next(slot)
      for (let k = 0; k < stride; k++) records[slot + k] = old[from + k]!
    }
  }

  function same(slot: number, low: number, high: number, states: Int32Array, at: number): boolean {
    if (records[slot] !== low) return false
    if (!exact) return records[slot + 1] === high
    for (let k = 0; k < words; k++) if (records[slot + 1 + k] !== states[at + k]) return false
    return true
  }

  function insert(slot: number, low: number, high: number, states: Int32Array, at: number): void {
    records[slot] = low
    if (exact) for (let k = 0; k < words; k++) records[slot + 1 + k] = states[at + k]!
    else records[slot + 1] = high
    records[slot + key + 1] = depth
    if (++size > capacity * FULLEST) grow()
  }

  let _touched = 0
  const set: StateSet = {
    exact,
    touch(low) {
      _touched ^= records[slotOf(low)]!
    },
    add(low, high, states, at) {
      let slot = slotOf(low)
      for (; records[slot + key + 1] !== 0; slot = next(slot)) {
        if (!same(slot, low, high, states, at)) continue
        was = records[slot + key + 1]!
        if (was <= depth) return false
        records[slot + key + 1] = depth
        return true
      }
      was = 0
      insert(slot, low, high, states, at)
      return true
    },
    get size() {
      return size
    },
    get bytes() {
      return records.byteLength
    },
  }
  return {
    set,
    was: () => was,
    at(now) {
      depth = now
    },
  }
}
