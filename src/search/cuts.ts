/** A bound that a model sets itself, and how many steps were cut off because they would have led beyond it. */
export interface Cut {
  readonly bound: string
  /** A state that is expanded again counts again. */
  readonly steps: number
}

/** Who took a step, or would have: the site, and the process or the combination of arguments. */
interface Actor {
  readonly site: number
  readonly process: number
}

/** The steps that a model's own bounds have cut off. */
export class Cuts {
  /** Those out of the state that was expanded last. */
  readonly here: Actor[] = []
  private readonly counts = new Map<string, number>()

  /** `at` says whose turn it is. */
  constructor(private readonly at: Actor) {}

  /** A state is about to be expanded. */
  begin(): void {
    // Nearly always it is empty already, and setting a length is slow.
    if (this.here.length > 0) this.here.length = 0
  }

  /** The step whose turn it is has come to a bound. */
  note(bound: string): void {
    const { site, process } = this.at
    this.here.push({ site, process })
    this.count(bound, 1)
  }

  /** All of them since the beginning, by bound. */
  all(): Cut[] {
    return [...this.counts].map(([bound, steps]) => ({ bound, steps })).sort((a, b) => (a.bound < b.bound ? -1 : 1))
  }

  /** Takes over what was cut off elsewhere, of the same model. */
  add(cuts: readonly Cut[]): void {
    for (const { bound, steps } of cuts) this.count(bound, steps)
  }

  clear(): void {
    this.counts.clear()
  }

  private count(bound: string, steps: number): void {
    this.counts.set(bound, (this.counts.get(bound) ?? 0) + steps)
  }
}
