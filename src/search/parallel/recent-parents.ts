import type { Recent } from '../recent.js'
import { parentField } from './origin.js'

/** 2^14 fingerprints with their parents are 192 KiB. */
const SLOTS = 1 << 14
const STRIDE = 3

/** The fingerprints of successors produced lately, and the least parents that they had: a lesser one has to be noted. */
export class RecentParents implements Recent {
  private readonly slots = new Int32Array(SLOTS * STRIDE)

  constructor() {
    // An empty slot must equal no fingerprint: 1 does not belong into slot 0, nor 0 into any other.
    this.slots[0] = 1
  }

  seen(low: number, high: number, parent: number): boolean {
    const { slots } = this
    const at = (low & (SLOTS - 1)) * STRIDE
    const field = parentField(parent)
    if (slots[at] === low && slots[at + 1] === high && slots[at + 2]! <= field) return true
    slots[at] = low
    slots[at + 1] = high
    slots[at + 2] = field
    return false
  }
}
