import type { Random } from '../../search/sampled/random.js'
import type { Loads } from './walk.js'

/** How many instances of a test are run through in one go. A power of two. */
export const BATCH = 2048

/** Words of a cache line, of 64 bytes; and of the two that processors fetch together. */
const LINE = 16
const PAIR = 32

/** How many looks long threads in step wait at most. */
const DELAYS = [0, 7, 31, 127]

/** How one batch is run: everything by which the threads' timing varies. All threads draw the same plans. */
export interface Plan {
  readonly loads: Loads
  /** The threads wait for each other before each instance. */
  readonly inStep: boolean
  /** And then each waits a little, at most so long and another time at each instance: one less than a power of two. */
  readonly mostDelay: number
  readonly step: number
  readonly span: number
  readonly offsets: readonly number[]
  /** For each thread, the instance that it starts with, and how long it waits before. */
  readonly starts: readonly number[]
  readonly delays: readonly number[]
  /** Which thread sets the first share of the instances up. */
  readonly first: number
}

/** How many words of memory the locations of a batch take at most. */
export function wordsFor(locations: number): number {
  return BATCH * (locations + 1) * PAIR
}

export function drawPlan(random: Random, threads: number, locations: number, canWalkInStep: boolean): Plan {
  const inStep = canWalkInStep && random.below(2) === 0
  const line = random.below(2) === 0 ? LINE : PAIR
  // Each location on a line of its own, in any order; now and then all of them share one.
  const together = locations <= LINE && random.below(4) === 0
  const offsets = random.permutation(locations).map((place) => (together ? place : place * line))
  const each = <T>(draw: () => T): T[] => Array.from({ length: threads }, draw)
  return {
    loads: random.below(2) === 0 ? 'plain' : 'atomic',
    inStep,
    mostDelay: inStep ? DELAYS[random.below(DELAYS.length)]! : 0,
    step: random.below(2) === 0 ? 1 : 2 * random.below(BATCH / 2) + 1,
    span: together ? line : line * (locations + random.below(2)),
    offsets,
    starts: each(() => (inStep || random.below(2) === 0 ? 0 : random.below(4))),
    delays: each(() => (inStep ? 0 : random.below(3) * random.below(200))),
    first: random.below(threads),
  }
}
