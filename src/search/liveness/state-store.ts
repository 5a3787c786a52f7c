const BITS = 12
const PER_CHUNK = 1 << BITS
const FULLEST = 0.6

/** Packed states, each kept once and numbered in the order in which they came; found again by comparing all of it. */
export class StateStore {
  private readonly stride: number
  private readonly chunks: Int32Array[] = []
  /** The number of a state plus one, at the lower half of its fingerprint or after it; 0 is free. */
  private slots = new Int32Array(1 << 10)
  size = 0

  constructor(private readonly words: number) {
    this.stride = words + 1
  }

  /** The number of the state, or -1. `low` is the lower half of its fingerprint. */
  find(low: number, state: Int32Array): number {
    const mask = this.slots.length - 1
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const number = this.slots[slot]! - 1
      if (number < 0 || this.is(number, low, state)) return number
    }
  }

  /** Adds a state that is not there yet; its number. */
  add(low: number, state: Int32Array): number {
    const number = this.size++
    if ((number & (PER_CHUNK - 1)) === 0) this.chunks.push(new Int32Array(PER_CHUNK * this.stride))
    const chunk = this.chunkOf(number)
    const at = this.offsetOf(number)
    for (let k = 0; k < this.words; k++) chunk[at + k] = state[k]!
    chunk[at + this.words] = low
    if (this.size > this.slots.length * FULLEST) this.grow()
    else this.place(number, low)
    return number
  }

  /** Where the state lies: in this chunk, from `offsetOf` on. */
  chunkOf(number: number): Int32Array {
    return this.chunks[number >>> BITS]!
  }

  offsetOf(number: number): number {
    return (number & (PER_CHUNK - 1)) * this.stride
  }

  lowOf(number: number): number {
    return this.chunkOf(number)[this.offsetOf(number) + this.words]!
  }

  is(number: number, low: number, state: Int32Array): boolean {
    const chunk = this.chunkOf(number)
    const at = this.offsetOf(number)
    if (chunk[at + this.words] !== low) return false
    for (let k = 0; k < this.words; k++) if (chunk[at + k] !== state[k]) return false
    return true
  }

  get bytes(): number {
    return this.chunks.length * PER_CHUNK * this.stride * 4 + this.slots.byteLength
  }

  private place(number: number, low: number): void {
    const mask = this.slots.length - 1
    let slot = low & mask
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask
    this.slots[slot] = number + 1
  }

  private grow(): void {
    this.slots = new Int32Array(this.slots.length * 2)
    for (let number = 0; number < this.size; number++) this.place(number, this.lowOf(number))
  }
}
