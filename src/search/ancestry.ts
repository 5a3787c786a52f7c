import { type Arrays, nextArray, type Saved } from './checkpoint/saved.js'

const CHUNK = 1 << 16

/**
 * How each kept state was first reached: its parent and its position among the parent's successors, 8 bytes a state.
 * States are numbered in the order in which they were kept; an initial state has no parent, and its position is that
 * among the initial states.
 */
export class Ancestry {
  private readonly parents: Int32Array[] = []
  private readonly positions: Int32Array[] = []
  size = 0

  /** Adds a state and returns its number. */
  push(parent: number, position: number): number {
    const at = this.size & (CHUNK - 1)
    if (at === 0) {
      this.parents.push(new Int32Array(CHUNK))
      this.positions.push(new Int32Array(CHUNK))
    }
    const chunk = (this.size / CHUNK) | 0
    this.parents[chunk]![at] = parent
    this.positions[chunk]![at] = position
    return this.size++
  }

  /** How the state was reached. */
  origin(state: number): { readonly parent: number; readonly position: number } {
    const [chunk, at] = [Math.floor(state / CHUNK), state % CHUNK]
    return { parent: this.parents[chunk]![at]!, position: this.positions[chunk]![at]! }
  }

  /** The positions that lead to the state: first that of the initial state, then one for each step. */
  pathTo(state: number): number[] {
    const path: number[] = []
    for (let s = state; s !== NO_PARENT; ) {
      const { parent, position } = this.origin(s)
      path.push(position)
      s = parent
    }
    return path.reverse()
  }

  save(): Saved {
    return { facts: this.size, arrays: this.parents.flatMap((chunk, i) => [chunk, this.positions[i]!]) }
  }

  restore(facts: unknown, arrays: Arrays): void {
    this.size = facts as number
    for (let kept = 0; kept < this.size; kept += CHUNK) {
      this.parents.push(nextArray(arrays))
      this.positions.push(nextArray(arrays))
    }
  }

  get bytes(): number {
    return this.parents.length * CHUNK * 8
  }
}

/** The parent of an initial state. */
export const NO_PARENT = -1
