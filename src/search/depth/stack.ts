/** The states that a search in depth still has to expand, the last first: each with its depth and its position. */
export class Stack {
  size = 0
  /** Of the record taken out last. */
  depth = 0
  position = 0
  private readonly stride: number
  private records: Int32Array
  private readonly top: Int32Array

  constructor(private readonly words: number) {
    this.stride = words + 4
    this.records = new Int32Array(this.stride << 10)
    this.top = new Int32Array(words + 2)
  }

  /** Adds the record that begins at `from[at]`: the fingerprint's halves, then the state. */
  push(from: Int32Array, at: number, depth: number, position: number): void {
    let to = this.size++ * this.stride
    if (to === this.records.length) this.grow()
    const { records, words } = this
    for (let k = 0; k < words + 2; k++) records[to++] = from[at + k]!
    records[to++] = depth
    records[to] = position
  }

  /** Takes the last record out, as it was added. The next call overwrites it. */
  pop(): Int32Array {
    const { records, top, words } = this
    const from = --this.size * this.stride
    for (let k = 0; k < words + 2; k++) top[k] = records[from + k]!
    this.depth = records[from + words + 2]!
    this.position = records[from + words + 3]!
    return top
  }

  get bytes(): number {
    return this.records.byteLength
  }

  private grow(): void {
    const larger = new Int32Array(this.records.length * 2)
    larger.set(this.records)
    this.records = larger
  }
}
