import type { BreadthFirstOptions } from '../bfs.js'
import type { Expansion } from '../expansion.js'
import type { Outcome, Progress } from '../outcome.js'
import { NOBODY } from '../threads.js'
import { withinBudget } from './within-budget.js'

export interface PreemptionOptions extends BreadthFirstOptions {
  /** How many preemptions a run may have; 2 unless said otherwise. */
  readonly preemptions?: number | undefined
}

/**
 * All runs with few preemptions: a thread that can go on is made to wait while another acts (CHESS, Musuvathi and Qadeer
 * 2007). Switching away from a thread that cannot go on costs nothing, so runs may be of any length.
 */
export function preemptionBounded(expansion: Expansion, options: PreemptionOptions = {}): Generator<Progress, Outcome> {
  return withinBudget(expansion, options, {
    tag: 'preemptions',
    bound: options.preemptions ?? 2,
    price(thread, last, { threads, count }) {
      if (thread === last || last === NOBODY) return 0
      for (let i = 0; i < count; i++) if (threads[i] === last) return 1
      return 0
    },
  })
}
