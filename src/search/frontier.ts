/** Records of one level of the search, each a packed state and its fingerprint, in chunks that are freed as they are read. */
export class Level {
  private readonly stride: number
  private readonly perChunk: number
  private readonly chunks: Int32Array[] = []
  private taken = 0
  private given = 0

  /** `words` is the size of a state; `pool` holds chunks that are free for use. */
  constructor(
    words: number,
    private readonly pool: Int32Array[],
  ) {
    this.stride = words + 2
    this.perChunk = Math.max(1, Math.floor((1 << 16) / this.stride))
  }

  get size(): number {
    return this.given - this.taken
  }

  /** Adds the record that begins at `records[from]`: the fingerprint's halves, then the state. */
  push(records: Int32Array, from: number): void {
    const index = this.given % this.perChunk
    if (index === 0) this.chunks.push(this.pool.pop() ?? new Int32Array(this.perChunk * this.stride))
    this.given++
    const chunk = this.chunks[this.chunks.length - 1]!
    const at = index * this.stride
    for (let k = 0; k < this.stride; k++) chunk[at + k] = records[from + k]!
  }

  /** Takes the oldest records out, as many as lie together, and hands each over: where its fingerprint begins; the state follows. */
  drain(most: number, each: (chunk: Int32Array, at: number) => void): void {
    const from = this.taken % this.perChunk
    const count = Math.min(most, this.size, this.perChunk - from)
    const chunk = this.chunks[0]!
    for (let i = from; i < from + count; i++) {
      this.taken++
      each(chunk, i * this.stride)
    }
    if (from + count === this.perChunk || this.size === 0) {
      this.chunks.shift()
      this.pool.push(chunk)
    }
    if (this.size === 0) this.taken = this.given = 0
  }

  get bytes(): number {
    return (this.chunks.length + this.pool.length) * this.perChunk * this.stride * 4
  }
}
