import { array, int } from '../../../../src/index.js'
import type { ArrayType, IntType } from '../../../../src/schema/type.js'

/** The words in which a vector of positions is kept: in the state, or in `Scratch`. */
export interface Vector {
  get(word: number): number
  set(word: number, value: number): void
}

/** Bits of a word that are used: as many as a small integer has on every engine. */
const WORD = 30

/**
 * Vectors of positions from 0 to `most - 1`, packed into as few words as they fit into. Most of the state of an `rc11` memory
 * is positions; with two messages for each location a vector is joined with another by one `or`. What is at an index, and at
 * every `stride`-th behind it, belongs to one location.
 */
export class Positions {
  readonly type: ArrayType<IntType>
  readonly words: number
  private readonly bits: number
  private readonly inWord: number
  private readonly mask: number
  /** The bits of each word that belong to the vector. */
  private readonly used: readonly number[]
  /** The bits of each word that belong to a location. */
  private readonly ofLocation: readonly (readonly number[])[]

  constructor(
    readonly length: number,
    most: number,
    private readonly stride = length,
  ) {
    this.bits = 32 - Math.clz32(most - 1)
    this.inWord = Math.floor(WORD / this.bits)
    this.mask = 2 ** this.bits - 1
    this.words = Math.ceil(length / this.inWord)
    this.used = Array.from({ length: this.words }, (_, word) => {
      return 2 ** (this.bits * Math.min(this.inWord, length - word * this.inWord)) - 1
    })
    this.ofLocation = Array.from({ length: stride }, (_, at) => {
      const bits = new Scratch(this.words)
      for (let i = at; i < length; i += stride) this.set(bits, i, this.mask)
      return this.used.map((_, word) => bits.get(word))
    })
    this.type = array(this.words, int(0, this.used[0] ?? 0))
  }

  get(vector: Vector, index: number): number {
    return (vector.get(Math.floor(index / this.inWord)) >> ((index % this.inWord) * this.bits)) & this.mask
  }

  set(vector: Vector, index: number, position: number): void {
    const word = Math.floor(index / this.inWord)
    const shift = (index % this.inWord) * this.bits
    vector.set(word, (vector.get(word) & ~(this.mask << shift)) | (position << shift))
  }

  /** The position at this index is at least so much. */
  raise(vector: Vector, index: number, position: number): void {
    if (this.get(vector, index) < position) this.set(vector, index, position)
  }

  copy(vector: Vector, other: Vector): void {
    for (let word = 0; word < this.words; word++) vector.set(word, other.get(word))
  }

  /** Each position is at least that of the other vector, which may be longer. */
  join(vector: Vector, other: Vector): void {
    for (let word = 0; word < this.words; word++) {
      const own = vector.get(word)
      const joined = this.greater(own, other.get(word) & this.used[word]!)
      if (joined !== own) vector.set(word, joined)
    }
  }

  /** Each position is at most that of the other vector. */
  meet(vector: Vector, other: Vector): void {
    for (let word = 0; word < this.words; word++) {
      const [own, others] = [vector.get(word), other.get(word)]
      // Of two positions, one is the greater and one the lesser: no digit carries.
      vector.set(word, own + others - this.greater(own, others))
    }
  }

  /** Positions that are not above those of the other vector, which may be longer, become 0. */
  drop(vector: Vector, other: Vector): void {
    for (let word = 0; word < this.words; word++) {
      const own = vector.get(word)
      const rest = this.above(own, other.get(word) & this.used[word]!)
      if (rest !== own) vector.set(word, rest)
    }
  }

  isZero(vector: Vector): boolean {
    for (let word = 0; word < this.words; word++) if (vector.get(word) !== 0) return false
    return true
  }

  /** Adds to each position of a location that is not below `from`, which is above 0. */
  move(vector: Vector, at: number, from: number, by: number): void {
    if (this.hasNone(vector, at)) return
    for (let i = at; i < this.length; i += this.stride) {
      const position = this.get(vector, i)
      if (position >= from) this.set(vector, i, position + by)
    }
  }

  /** Whether all positions of the location are 0. */
  private hasNone(vector: Vector, at: number): boolean {
    const bits = this.ofLocation[at]!
    for (let word = 0; word < this.words; word++) if ((vector.get(word) & bits[word]!) !== 0) return false
    return true
  }

  private greater(a: number, b: number): number {
    if (a === b || b === 0) return a
    if (this.bits === 1) return a | b
    let greater = 0
    for (let shift = 0; (a | b) >> shift > 0; shift += this.bits) {
      const digit = this.mask << shift
      greater |= Math.max(a & digit, b & digit)
    }
    return greater
  }

  private above(a: number, b: number): number {
    if (this.bits === 1) return a & ~b
    let above = 0
    for (let shift = 0; a >> shift > 0; shift += this.bits) {
      const own = a & (this.mask << shift)
      const others = b & (this.mask << shift)
      if (own > others) above |= own
    }
    return above
  }
}

/** A vector that is not part of the state. */
export class Scratch implements Vector {
  private readonly values: Uint32Array

  constructor(words: number) {
    this.values = new Uint32Array(words)
  }

  get(word: number): number {
    return this.values[word]!
  }

  set(word: number, value: number): void {
    this.values[word] = value
  }

  clear(): void {
    this.values.fill(0)
  }
}
