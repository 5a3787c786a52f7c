/** One run of one tool. */
export interface Run {
  /** What the tool says that its search took. */
  readonly search: number
  /** From the start of the process to its end. */
  readonly whole: number
  /** Processor time of the process. */
  readonly cpu: number
  readonly counts: Counts
}

export interface Counts {
  /** Every state kept, those beyond a state constraint included. */
  readonly stored: number
  readonly generated: number
  readonly deadlock: boolean
  /** Violations of anything else. */
  readonly otherErrors: number
}

/** The middle one, or the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
}
