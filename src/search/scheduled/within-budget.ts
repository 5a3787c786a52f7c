import type { BreadthFirstOptions } from '../bfs.js'
import type { Expansion } from '../expansion.js'
import type { Outcome, Progress } from '../outcome.js'
import { type Budget, Rounds } from './rounds.js'

/** How many states are expanded between two looks at the clock. */
const SLICE = 512

/**
 * Searches all runs whose schedule stays within a budget, those that cost nothing first, then those that cost one and so
 * on (iterative context bounding, Musuvathi and Qadeer 2007): so a state that breaks a property is found by a run of
 * least cost. What can be reached at which cost depends on who acted last, so states are told apart by that too. When
 * nothing is left that more would lead to, the search was exhaustive.
 */
export function* withinBudget(
  expansion: Expansion,
  options: BreadthFirstOptions,
  budget: Budget,
): Generator<Progress, Outcome> {
  const rounds = new Rounds(expansion, options, budget)
  rounds.begin()
  for (let cost = 0; cost <= budget.bound; cost++) {
    rounds.enter(cost)
    while (rounds.remaining > 0) {
      rounds.expand(SLICE)
      const limit = rounds.limit()
      if (limit !== null) return rounds.outcome(limit, cost - 1)
      yield rounds.progress()
    }
    const violation = rounds.violation()
    if (violation !== null) return rounds.outcome(violation, cost - 1)
    if (rounds.isFinished) break
  }
  const beyond = rounds.beyond()
  const { tag, bound } = budget
  return rounds.outcome(beyond === 0 ? rounds.depthLimit() : { tag, limit: bound, frontier: beyond }, bound)
}
