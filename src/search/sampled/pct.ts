import type { Expansion } from '../expansion.js'
import type { Outcome, Progress } from '../outcome.js'
import type { Successors } from '../successors.js'
import { threadsOf } from '../threads.js'
import { Random } from './random.js'
import { sampling } from './sampling.js'
import { SAMPLES, type SamplingOptions, type Scheduler, SEED, STEPS } from './walks.js'

export interface PctOptions extends SamplingOptions {
  /** How many ordering constraints a violation may need; 3 unless said otherwise. */
  readonly bugDepth?: number | undefined
}

/**
 * Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte 2010). Threads have random priorities,
 * the first in rank among those that can act does, and at d - 1 random moments the one that has just acted falls behind
 * all others. If a violation needs d ordering constraints between steps, a run of k steps of n threads shows it with
 * probability 1 / (n k^(d-1)) at least. The first runs measure k; only the runs after them are counted on.
 */
export function* pct(expansion: Expansion, options: PctOptions = {}): Generator<Progress, Outcome> {
  const { seed = SEED, bugDepth: depth = 3, samples = SAMPLES } = options
  const threads = threadsOf(expansion).count
  const pilots = Math.min(PILOTS, Math.ceil(samples / 10))
  const scheduler = new Priorities(new Random(seed), { threads, depth, pilots, steps: options.steps ?? STEPS })
  const { outcome, runs } = yield* sampling(expansion, options, scheduler)
  const { steps, drew } = scheduler
  const counted = Math.max(0, runs - pilots)
  const perRun = 1 / (Math.max(1, threads) * steps ** (depth - 1))
  const overall = counted === 0 ? 0 : -Math.expm1(counted * Math.log1p(-perRun))
  return {
    ...outcome,
    scope: { tag: 'pct', seed, runs, threads, depth, steps, counted, perRun, overall, drew },
  }
}

/** How many runs measure how long runs are. */
const PILOTS = 64

interface PctSetting {
  readonly threads: number
  readonly depth: number
  readonly pilots: number
  readonly steps: number
}

class Priorities implements Scheduler {
  /** How long a run is taken to be: the longest of the first runs. */
  steps: number
  /** Whether anything but the schedule had to be chosen. */
  drew = false
  private runs = 0
  private longest = 1
  private taken = 0
  /** The rank of each thread; the highest acts. Ranks below the depth are for threads that have fallen behind. */
  private ranks: number[] = []
  /** The steps after which the thread that took them falls to rank 1, 2, … */
  private changes: number[] = []

  constructor(
    private readonly random: Random,
    private readonly setting: PctSetting,
  ) {
    this.steps = setting.steps
  }

  begin(initial: Successors): number {
    const { random, setting } = this
    if (this.runs > 0 && this.runs <= setting.pilots) this.steps = this.longest
    this.runs++
    this.taken = 0
    this.ranks = random.permutation(setting.threads).map((rank) => setting.depth + rank)
    this.changes = Array.from({ length: setting.depth - 1 }, () => 1 + random.below(this.steps))
    return this.draw(initial.count)
  }

  choose(from: Successors): number {
    const thread = this.first(from)
    const of = from.threads.indexOf(thread)
    let count = 1
    // The alternatives of one thread's step lie side by side.
    while (of + count < from.count && from.threads[of + count] === thread) count++
    this.taken++
    const change = this.changes.lastIndexOf(this.taken)
    if (change >= 0) this.ranks[thread] = change + 1
    return of + this.draw(count)
  }

  end(steps: number): void {
    this.longest = Math.max(this.longest, steps)
  }

  private first(from: Successors): number {
    let best = from.threads[0]!
    for (let i = 1; i < from.count; i++) if (this.ranks[from.threads[i]!]! > this.ranks[best]!) best = from.threads[i]!
    return best
  }

  private draw(count: number): number {
    if (count > 1) this.drew = true
    return this.random.below(count)
  }
}
