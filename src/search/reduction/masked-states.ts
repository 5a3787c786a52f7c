/**
 * A set of states of which only the bits of a mask matter: those that an instance was seen to read. It keeps the masked
 * words themselves, so that membership is exact.
 */
export class MaskedStates {
  private readonly words: number[] = []
  private readonly masks: number[] = []
  private slots = new Int32Array(64)
  private kept: Int32Array
  private size = 0

  constructor(readonly mask: Uint8Array) {
    const words = new Int32Array(mask.slice().buffer)
    words.forEach((bits, word) => {
      if (bits === 0) return
      this.words.push(word)
      this.masks.push(bits)
    })
    this.kept = new Int32Array(this.words.length * 16)
  }

  /** The number of the member that the state agrees with, in the order in which they were added; -1 if there is none. */
  indexOf(state: Int32Array): number {
    return this.slots[this.slotOf(state)]! - 1
  }

  add(state: Int32Array): void {
    const slot = this.slotOf(state)
    if (this.slots[slot] !== 0) return
    const n = this.words.length
    if ((this.size + 1) * n > this.kept.length) {
      const larger = new Int32Array(this.kept.length * 2)
      larger.set(this.kept)
      this.kept = larger
    }
    for (let k = 0; k < n; k++) this.kept[this.size * n + k] = state[this.words[k]!]! & this.masks[k]!
    this.slots[slot] = ++this.size
    if (this.size * 2 > this.slots.length) this.grow()
  }

  /** Where the state is, or the free slot where it would go. */
  private slotOf(state: Int32Array): number {
    const { words, masks, slots, kept } = this
    const n = words.length
    let hash = 0
    for (let k = 0; k < n; k++) hash = mix(hash ^ (state[words[k]!]! & masks[k]!))
    for (let slot = hash & (slots.length - 1); ; slot = (slot + 1) & (slots.length - 1)) {
      const record = slots[slot]! - 1
      if (record < 0) return slot
      let k = 0
      while (k < n && kept[record * n + k] === (state[words[k]!]! & masks[k]!)) k++
      if (k === n) return slot
    }
  }

  private grow(): void {
    const n = this.words.length
    this.slots = new Int32Array(this.slots.length * 2)
    for (let record = 0; record < this.size; record++) {
      let hash = 0
      for (let k = 0; k < n; k++) hash = mix(hash ^ this.kept[record * n + k]!)
      let slot = hash & (this.slots.length - 1)
      while (this.slots[slot] !== 0) slot = (slot + 1) & (this.slots.length - 1)
      this.slots[slot] = record + 1
    }
  }
}

function mix(x: number): number {
  const h = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  const g = Math.imul(h ^ (h >>> 15), 0x735a2d97)
  return g ^ (g >>> 15)
}
