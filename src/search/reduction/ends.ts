/** Of a model with 50,000 states, 2^16 slots would save one folded step in 25, and no time. */
const SLOTS = 1 << 12

/**
 * Where chains begun lately have ended. Most successors have been produced before, and often a moment ago: their chains
 * need not be walked again. States are kept whole, so that none is taken for another.
 */
export class Ends {
  /** For each slot: 1 if it is taken, where the chain begins, the halves of the fingerprint of its end, its end. */
  private readonly records: Int32Array
  private readonly stride: number

  constructor(private readonly words: number) {
    this.stride = 3 + 2 * words
    this.records = new Int32Array(SLOTS * this.stride)
  }

  /** Puts the end of the chain that begins in `state` in its place and shows it; false if it is not known. */
  recall(low: number, state: Int32Array, visit: (low: number, high: number) => void): boolean {
    const { records, words } = this
    const at = this.slotOf(low)
    if (records[at] === 0) return false
    for (let k = 0; k < words; k++) if (records[at + 1 + k] !== state[k]) return false
    const end = at + 1 + words
    for (let k = 0; k < words; k++) state[k] = records[end + 2 + k]!
    visit(records[end]!, records[end + 1]!)
    return true
  }

  note(
    low: number,
    from: Int32Array,
    end: { readonly low: number; readonly high: number; readonly state: Int32Array },
  ) {
    const at = this.slotOf(low)
    this.records[at] = 1
    this.records.set(from, at + 1)
    this.records[at + 1 + this.words] = end.low
    this.records[at + 2 + this.words] = end.high
    this.records.set(end.state, at + 3 + this.words)
  }

  private slotOf(low: number): number {
    return (low & (SLOTS - 1)) * this.stride
  }
}
