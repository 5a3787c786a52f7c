/** Sets of fairness units, each kept once, so that a state or a step needs one number for its set. 0 is the empty set. */
export class UnitSets {
  private readonly sets: (readonly number[])[] = [[]]
  private readonly numbers = new Map<string, number>([['', 0]])
  private readonly unions = new Map<number, number>()

  /** The number of the set of these units, which are in ascending order. */
  of(units: readonly number[]): number {
    const key = units.join()
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    this.numbers.set(key, this.sets.length)
    return this.sets.push(units) - 1
  }

  units(set: number): readonly number[] {
    return this.sets[set]!
  }

  has(set: number, unit: number): boolean {
    return this.sets[set]!.includes(unit)
  }

  union(a: number, b: number): number {
    if (a === b || b === 0) return a
    if (a === 0) return b
    const key = a < b ? a * 2 ** 26 + b : b * 2 ** 26 + a
    const known = this.unions.get(key)
    if (known !== undefined) return known
    const union = this.of([...new Set([...this.sets[a]!, ...this.sets[b]!])].sort((x, y) => x - y))
    this.unions.set(key, union)
    return union
  }

  get count(): number {
    return this.sets.length
  }
}
