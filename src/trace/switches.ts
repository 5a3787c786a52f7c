import type { Counterexample, RecordedStep } from './counterexample.js'

/** How often another process or action takes over in a run; in one that never ends, each of its steps counts once. */
export function switchesIn({ steps }: Pick<Counterexample, 'steps'>): number {
  const who = steps.map(({ process, label, arguments: given }: RecordedStep) =>
    process === null ? JSON.stringify([label, Object.entries(given).sort()]) : process,
  )
  return who.slice(1).filter((one, i) => one !== who[i]).length
}
