import type { Expansion } from '../expansion.js'
import type { Outcome, Progress } from '../outcome.js'
import type { Successors } from '../successors.js'
import { Random } from './random.js'
import { sampling } from './sampling.js'
import { type SamplingOptions, type Scheduler, SEED } from './walks.js'

/** Random walks: every successor of a state is as likely as any other to come next. */
export function* randomWalk(expansion: Expansion, options: SamplingOptions = {}): Generator<Progress, Outcome> {
  const { seed = SEED } = options
  const {
    outcome,
    runs,
    longest,
    most: steps,
    lastNew,
  } = yield* sampling(expansion, options, new Uniform(new Random(seed)))
  return { ...outcome, scope: { tag: 'random walk', seed, runs, longest, steps, lastNew } }
}

class Uniform implements Scheduler {
  constructor(private readonly random: Random) {}

  begin(initial: Successors): number {
    return this.random.below(initial.count)
  }

  choose(from: Successors): number {
    return this.random.below(from.count)
  }

  end(): void {}
}
