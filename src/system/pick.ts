import { blocked } from './outcome.js'

/**
 * Nondeterministic choice inside a step: the search tries every alternative, each as a successor of its own.
 * With nothing to choose from, the step is blocked.
 */
export interface Pick {
  /** One of the given values. */
  <const T>(options: Iterable<T>): T
  /** An integer from `low` to `high`, both included. */
  int(low: number, high: number): number
  bool(): boolean
  /** Any subset of the given values, the empty one included. */
  subset<T>(options: Iterable<T>): T[]
  /** Sets everything in the view to any value of its type. */
  any(view: object): void
}

/**
 * The `pick` of the step that sees this part of the state, a struct: for operations of components that have to choose, so
 * that nobody needs to hand it to them. An error outside a step.
 */
export function pickOf(part: object): Pick {
  return (part as { readonly $pick: Pick }).$pick
}

/** One run through a step's choices: which alternatives were taken, out of how many. */
export class Choices {
  /** The alternative taken at each choice, and what it was. */
  readonly taken: number[] = []
  readonly values: unknown[] = []
  private readonly counts: number[] = []
  private depth = 0
  /** How many of the recorded choices the next run must repeat. */
  private fixed = 0

  /** The next choice among `count` alternatives, as an index. */
  choose(count: number): number {
    if (count === 0) throw blocked
    const at = this.depth++
    if (at >= this.fixed) {
      this.taken[at] = 0
      this.counts[at] = count
      this.fixed = at + 1
    }
    return this.taken[at]!
  }

  note(value: unknown): void {
    this.values[this.depth - 1] = value
  }

  /** Ends a run; true if another combination is left, which the next run will take. */
  advance(): boolean {
    let length = this.depth
    this.depth = 0
    while (length > 0 && this.taken[length - 1]! + 1 === this.counts[length - 1]) length--
    if (length > 0) this.taken[length - 1]!++
    this.fixed = length
    return length > 0
  }

  /** Forgets everything: the next run starts with the first alternatives. */
  reset(): void {
    this.depth = 0
    this.fixed = 0
  }

  /** How many choices the current run has made so far. */
  get made(): number {
    return this.depth
  }
}

/** The `pick` that steps are given. `any` writes to the draft, which only the expansion can do. */
export function picker(choices: Choices, any: (view: object) => void): Pick {
  const among = <T>(options: readonly T[]): T => {
    const value = options[choices.choose(options.length)]!
    choices.note(value)
    return value
  }
  const pick = <T>(options: Iterable<T>): T => among(Array.isArray(options) ? (options as T[]) : [...options])
  return Object.assign(pick, {
    int(low: number, high: number): number {
      const value = low + choices.choose(Math.max(0, high - low + 1))
      choices.note(value)
      return value
    },
    bool: () => among([false, true]),
    subset<T>(options: Iterable<T>): T[] {
      const values = [...options]
      const bits = choices.choose(2 ** values.length)
      const subset = values.filter((_, i) => Math.floor(bits / 2 ** i) % 2 === 1)
      choices.note(subset)
      return subset
    },
    any,
  })
}
