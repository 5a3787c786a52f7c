/** Numbers for packed states: the same words give the same number, 0, 1, 2 … in the order in which they come. */
export class Interner {
  private kept: Int32Array
  private heads = new Int32Array(1 << 6).fill(NONE)
  private chain: number[] = []
  size = 0

  constructor(private readonly words: number) {
    this.kept = new Int32Array(words << 6)
  }

  /** The number of the words that begin at `source[at]`. */
  number(source: Int32Array, at = 0): number {
    const hash = this.hash(source, at)
    const known = this.find(source, at, hash)
    return known === NONE ? this.add(hash, source, at) : known
  }

  /** The same, but NONE for words that have no number yet. */
  find(source: Int32Array, at = 0, hash = this.hash(source, at)): number {
    let n = this.heads[hash & (this.heads.length - 1)]!
    while (n !== NONE && !this.same(n, source, at)) n = this.chain[n]!
    return n
  }

  /** Where the words of a number are to be found: `words` of them from `at` on. */
  record(n: number): { readonly words: Int32Array; readonly at: number } {
    return { words: this.kept, at: n * this.words }
  }

  private add(hash: number, source: Int32Array, at: number): number {
    const n = this.size++
    if (this.size * this.words > this.kept.length) {
      const larger = new Int32Array(this.kept.length * 2)
      larger.set(this.kept)
      this.kept = larger
    }
    for (let k = 0; k < this.words; k++) this.kept[n * this.words + k] = source[at + k]!
    if (this.size > this.heads.length) this.rehash()
    else this.link(n, hash)
    return n
  }

  private rehash(): void {
    this.heads = new Int32Array(this.heads.length * 2).fill(NONE)
    for (let n = 0; n < this.size; n++) this.link(n, this.hash(this.kept, n * this.words))
  }

  private link(n: number, hash: number): void {
    const head = hash & (this.heads.length - 1)
    this.chain[n] = this.heads[head]!
    this.heads[head] = n
  }

  private same(n: number, source: Int32Array, at: number): boolean {
    const from = n * this.words
    for (let k = 0; k < this.words; k++) if (this.kept[from + k] !== source[at + k]) return false
    return true
  }

  private hash(source: Int32Array, at: number): number {
    let h = 0
    for (let k = 0; k < this.words; k++) h = Math.imul((h ^ source[at + k]!) + 0x9e3779b9, 0x21f0aaad) ^ (h >>> 15)
    return h ^ (h >>> 16)
  }
}

export const NONE = -1
