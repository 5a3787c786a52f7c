const BITS = 14
const SIZE = 1 << BITS
const MASK = SIZE - 1

/** A list of 32-bit integers that grows without being copied. */
export class NumberList {
  private readonly chunks: Int32Array[] = []
  length = 0

  push(value: number): number {
    if ((this.length & MASK) === 0 && this.length >>> BITS === this.chunks.length)
      this.chunks.push(new Int32Array(SIZE))
    this.chunks[this.length >>> BITS]![this.length & MASK] = value
    return this.length++
  }

  get(index: number): number {
    return this.chunks[index >>> BITS]![index & MASK]!
  }

  set(index: number, value: number): void {
    this.chunks[index >>> BITS]![index & MASK] = value
  }

  /** Forgets everything from `length` on. */
  cut(length: number): void {
    this.length = length
  }

  get bytes(): number {
    return this.chunks.length * SIZE * 4
  }
}
