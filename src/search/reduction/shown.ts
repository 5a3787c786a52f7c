import type { Visit } from '../expansion.js'
import type { Bits } from './stubborn.js'

/** The successors of one state, kept until it is known which of them to show. */
export class Shown {
  size = 0
  private readonly stride: number
  /** For each its fingerprint, its instance, and the state. */
  private records: Int32Array

  constructor(private readonly words: number) {
    this.stride = words + 3
    this.records = new Int32Array(this.stride * 16)
  }

  clear(): void {
    this.size = 0
  }

  push(low: number, high: number, instance: number, state: Int32Array): void {
    const at = this.size++ * this.stride
    if (at === this.records.length) {
      const larger = new Int32Array(this.records.length * 2)
      larger.set(this.records)
      this.records = larger
    }
    this.records[at] = low
    this.records[at + 1] = high
    this.records[at + 2] = instance
    for (let k = 0; k < this.words; k++) this.records[at + 3 + k] = state[k]!
  }

  /** Puts those whose instance is in the set, or all, into the draft one by one, and says how many they were. */
  each(draft: Int32Array, set: Bits | null, visit: Visit): number {
    const { records, words, stride } = this
    let visited = 0
    for (let i = 0, at = 0; i < this.size; i++, at += stride) {
      const instance = records[at + 2]!
      if (set !== null && (set[instance >> 5]! & (1 << (instance & 31))) === 0) continue
      for (let k = 0; k < words; k++) draft[k] = records[at + 3 + k]!
      visit(records[at]!, records[at + 1]!)
      visited++
    }
    return visited
  }
}
