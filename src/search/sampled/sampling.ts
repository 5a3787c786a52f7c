import type { Expansion } from '../expansion.js'
import type { Progress } from '../outcome.js'
import { SAMPLES, type Sampled, type SamplingOptions, type Scheduler, Walks } from './walks.js'

/** How many steps are taken between two looks at the clock. */
const SLICE = 2048

/** Makes runs, each from an initial state step by step, and judges every state and step that they come by. */
export function* sampling(
  expansion: Expansion,
  options: SamplingOptions,
  scheduler: Scheduler,
): Generator<Progress, Sampled> {
  const { samples = SAMPLES, bounds = {} } = options
  const walks = new Walks(expansion, options, scheduler)
  walks.prepare()
  for (;;) {
    for (let left = SLICE; left > 0 && walks.distinct !== bounds.states; left--) {
      if (walks.limits.decided) return walks.sampled({ tag: 'violation', frontier: 0 })
      if (walks.isRunning) walks.step()
      else if (walks.runs < samples && walks.canBegin) walks.begin()
      else return walks.sampled({ tag: 'samples', limit: samples, frontier: 0 })
    }
    const limit = walks.limits.met({ distinct: walks.distinct, frontier: 1, bytes: walks.bytes })
    if (limit !== null) return walks.sampled({ ...limit, frontier: 0 })
    yield walks.progress()
  }
}
