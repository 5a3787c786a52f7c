import type { BreadthFirstOptions } from '../bfs.js'
import type { Expansion } from '../expansion.js'
import type { Outcome, Progress } from '../outcome.js'
import { withinBudget } from './within-budget.js'

export interface DelayOptions extends BreadthFirstOptions {
  /** How many delays a run may have; 2 unless said otherwise. */
  readonly delays?: number | undefined
}

/**
 * All runs that differ little from those of one deterministic scheduler (Emmi, Qadeer and Rakamarić 2011): it lets a
 * thread go on as long as it can, then takes the next in order that can, round and round. Each delay passes over the
 * thread whose turn it is. There are fewer such runs than with as many preemptions, however many threads there are.
 */
export function delayBounded(expansion: Expansion, options: DelayOptions = {}): Generator<Progress, Outcome> {
  return withinBudget(expansion, options, {
    tag: 'delays',
    bound: options.delays ?? 2,
    price(thread, last, { threads, count }) {
      // Threads come in order, the alternatives of one side by side: from the one whose turn it is up to the end, then from
      // the start.
      let passed = 0
      for (let i = 0; i < count; i++) {
        const other = threads[i]!
        if (other !== threads[i - 1] && other >= last === thread >= last && other < thread) passed++
        else if (other !== threads[i - 1] && other >= last && thread < last) passed++
      }
      return passed
    },
  })
}
