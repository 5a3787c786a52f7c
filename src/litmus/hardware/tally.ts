import type { Outcome } from '../outcome.js'

/** Counts outcomes, millions of them: each step of a path through the tree is one of an outcome's values. */
export class Tally {
  private readonly values: number[] = []
  private readonly children: Tally[] = []
  count = 0

  /** Where outcomes go on that have this value next. */
  after(value: number): Tally {
    const { values } = this
    for (let i = 0; i < values.length; i++) if (values[i] === value) return this.children[i]!
    const child = new Tally()
    values.push(value)
    this.children.push(child)
    return child
  }

  *outcomes(before: Outcome = []): Generator<readonly [Outcome, number]> {
    if (this.count > 0) yield [before, this.count]
    for (const [i, value] of this.values.entries()) yield* this.children[i]!.outcomes([...before, value])
  }
}
