import { SEEDED } from '../search/fitting.js'
import { SEED } from '../search/sampled/walks.js'
import type { CheckFlags } from './check.js'

/**
 * The options that decide which runs a search finds, as words of a command line that makes it again. Bounds that only end it
 * are left out: whoever wants to see the run again wants it to be found.
 */
export function searchWords(flags: Partial<CheckFlags>): readonly string[] {
  const { strategy = 'breadth-first' } = flags
  const otherwise = strategy !== 'breadth-first'
  return [
    ...each('--property', [...(flags.property ?? []), ...(flags.invariant ?? [])]),
    ...(flags.keepGoing === true ? ['--keep-going'] : []),
    ...each('--fairness', flags.fairness),
    ...each('--reduction', flags.reduction),
    ...given('--strategy', otherwise ? strategy : undefined),
    ...given('--seed', SEEDED.includes(strategy) ? (flags.seed ?? SEED) : undefined),
    ...given('--max-samples', flags.maxSamples),
    ...given('--max-steps', flags.maxSteps),
    ...given('--bug-depth', flags.bugDepth),
    ...given('--preemptions', flags.preemptions),
    ...given('--delays', flags.delays),
    ...given('--bitstate-memory', flags.bitstateMemory),
    ...given('--hashes', flags.hashes),
    // Level by level, a bound on them comes after whatever was found within it.
    ...given('--max-depth', otherwise ? flags.maxDepth : undefined),
    ...(flags.shrink === false ? ['--no-shrink'] : []),
  ]
}

function given(flag: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [flag, String(value)]
}

function each(flag: string, values: readonly string[] = []): string[] {
  return values.flatMap((value) => [flag, value])
}
