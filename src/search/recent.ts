/** 2^14 fingerprints are 128 KiB: they stay in the second-level cache. Measured best among 2^12 to 2^18. */
const SLOTS = 1 << 14

/**
 * The fingerprints of successors produced lately. Most successors have been produced before, and often a moment ago: two
 * steps that do not touch lead to the same state in either order. Noticing that here saves the copy and the look-up.
 */
export class RecentFingerprints {
  private readonly slots = new Int32Array(SLOTS * 2)

  constructor() {
    // An empty slot must equal no fingerprint: 1 does not belong into slot 0, nor 0 into any other.
    this.slots[0] = 1
  }

  /** Whether a successor with this fingerprint need not be looked up; notes it. */
  seen(low: number, high: number): boolean {
    const { slots } = this
    const at = (low & (SLOTS - 1)) << 1
    if (slots[at] === low && slots[at + 1] === high) return true
    slots[at] = low
    slots[at + 1] = high
    return false
  }
}
