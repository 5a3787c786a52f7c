import { match, P } from 'ts-pattern'
import type { Limit } from '../search/outcome.js'
import type { StrategyName } from '../search/strategy.js'
import { bytes, duration, plural } from './text.js'

/** Why a search ended before it had seen everything, without a full stop. */
export function limitText(limit: Limit, strategy: StrategyName = 'breadth-first'): string {
  return match(limit)
    .with({ tag: 'states' }, (l) => `It ended at ${plural(l.limit, 'state')} (--max-states)`)
    .with({ tag: 'depth' }, (l) =>
      // Only one search goes level by level, and ends at one; the others do not follow runs any further.
      strategy === 'breadth-first'
        ? `It ended at ${plural(l.limit, 'level')} (--max-depth)`
        : `It followed no run beyond ${plural(l.limit, 'state')} (--max-depth)`,
    )
    .with({ tag: 'time' }, (l) => `It ended after ${duration(l.limit)} (--timeout)`)
    .with({ tag: 'memory' }, (l) => `It ended at ${bytes(l.limit)} (--max-memory)`)
    .with({ tag: 'samples' }, (l) => `It ended after ${plural(l.limit, 'run')}`)
    .with(
      { tag: P.union('preemptions', 'delays') },
      (l) => `It looked at runs with at most ${plural(l.limit, l.tag.slice(0, -1))}`,
    )
    .with({ tag: 'interrupted' }, () => 'It was interrupted')
    .with({ tag: 'violation' }, () => 'It ended at the first violation')
    .exhaustive()
}

/** How much a search has left when it ends, as the end of a sentence. */
export function leftText({ tag, frontier }: Limit, strategy: StrategyName = 'breadth-first'): string {
  if (frontier === 0) return 'nothing was left'
  const [states, were] = [plural(frontier, 'state'), frontier === 1 ? 'was' : 'were']
  if (tag === 'preemptions' || tag === 'delays') return `with more, ${states} would have come next${OFTEN}`
  const often = strategy === 'preemption-bounded' || strategy === 'delay-bounded' ? OFTEN : ''
  return `${states} ${were} not looked into${often}`
}

/** What searches with a budget count. */
const OFTEN = ', each counted once for everybody who may have acted last'
