import type { Expansion } from './expansion.js'

/**
 * Who can act, as schedulers see it: each process is a thread, and so is each action with each combination of its
 * arguments. At any state a thread has one step at most; what is left open is what that step picks.
 */
export interface Threads {
  readonly count: number
  /** The thread of the successor that the expansion is showing; nobody's, if that is an initial state. */
  acting(): number
}

/** Takes the place of a thread where there is none. */
export const NOBODY = -1

export function threadsOf({ sites, at }: Expansion): Threads {
  const first: number[] = []
  let count = 0
  sites.forEach((site, i) => {
    const before = sites[i - 1]
    const sameProgram = site.kind === 'step' && before?.kind === 'step' && before.program === site.program
    first.push(sameProgram ? first[i - 1]! : count)
    if (sameProgram) return
    count += site.kind === 'step' ? (site.program.count ?? 1) : site.combinations.length
  })
  return { count, acting: () => (at.site < 0 ? NOBODY : first[at.site]! + at.process) }
}
