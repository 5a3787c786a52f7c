import type { VisitedSet } from './visited.js'

/** How many successors are gathered before they are looked up. */
export const BATCH = 256

/** A record: parent, position, then as in the frontier the fingerprint (two halves) and the state. */
const HEADER = 2
const STATE = 4

/** Is given a new state: its parent, its position, and where its fingerprint begins, which the state follows. */
export type Keep = (parent: number, position: number, records: Int32Array, at: number) => void

/**
 * Successors that wait to be looked up. A look-up in a large set is a miss in every cache, some hundred cycles; but
 * misses that do not depend on each other overlap. So successors are gathered, the places where they would be are
 * touched all at once, and only then is each looked up for good.
 */
export class Batch {
  size = 0
  private readonly stride: number
  private records: Int32Array

  constructor(private readonly words: number) {
    this.stride = words + STATE
    this.records = new Int32Array(this.stride * BATCH * 2)
  }

  /** Adds a successor: its fingerprint, the number of its parent, its position among the parent's successors. */
  push(low: number, high: number, parent: number, position: number, state: Int32Array): void {
    let at = this.size++ * this.stride
    if (at + this.stride > this.records.length) this.grow()
    const { records, words } = this
    records[at++] = parent
    records[at++] = position
    records[at++] = low
    records[at++] = high
    for (let k = 0; k < words; k++) records[at++] = state[k]!
  }

  /** Adds every state to the set, hands those that are new to `keep` in the order in which they came, and empties itself. */
  settle(visited: Pick<VisitedSet, 'touch' | 'add'>, keep: Keep): void {
    const { records, stride, size } = this
    for (let i = 0, at = HEADER; i < size; i++, at += stride) visited.touch(records[at]!)
    for (let i = 0, at = 0; i < size; i++, at += stride)
      if (visited.add(records[at + 2]!, records[at + 3]!, records, at + STATE, records[at]!))
        keep(records[at]!, records[at + 1]!, records, at + HEADER)
    this.size = 0
  }

  private grow(): void {
    const larger = new Int32Array(this.records.length * 2)
    larger.set(this.records)
    this.records = larger
  }
}
