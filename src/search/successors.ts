import type { Expansion } from './expansion.js'
import { NOBODY, type Threads } from './threads.js'

/** Where in a record its state begins: after the two halves of the fingerprint. */
export const STATE = 2

/**
 * All successors of one state side by side, for searches that choose among them. A successor's index is its position;
 * its record, the fingerprint's halves and the state, begins at `index * stride`.
 */
export class Successors {
  count = 0
  /** Who takes the step to each. */
  readonly threads: number[] = []
  readonly stride: number
  records: Int32Array

  constructor(
    private readonly expansion: Expansion,
    private readonly who: Threads,
  ) {
    this.stride = expansion.words + STATE
    this.records = new Int32Array(this.stride * 16)
  }

  /** Gathers the initial states, to which nobody steps. */
  ofNothing(): void {
    this.count = 0
    this.expansion.initialStates((low, high) => this.push(low, high, NOBODY))
  }

  /** Gathers the successors of the loaded state. Throws whatever a step throws. */
  ofLoaded(low: number, high: number): void {
    this.count = 0
    this.expansion.successors(low, high, (l, h) => this.push(l, h, this.who.acting()))
  }

  private push(low: number, high: number, thread: number): void {
    const { draft, words } = this.expansion
    let at = this.count * this.stride
    if (at === this.records.length) this.grow()
    this.threads[this.count++] = thread
    this.records[at++] = low
    this.records[at++] = high
    for (let k = 0; k < words; k++) this.records[at++] = draft[k]!
  }

  private grow(): void {
    const larger = new Int32Array(this.records.length * 2)
    larger.set(this.records)
    this.records = larger
  }
}
