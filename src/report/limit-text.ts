import { match, P } from 'ts-pattern'
import type { Limit } from '../search/outcome.js'
import { bytes, duration, plural } from './text.js'

/** Why a search ended before it had seen everything, without a full stop. */
export function limitText(limit: Limit): string {
  return match(limit)
    .with({ tag: 'states' }, (l) => `It ended at ${plural(l.limit, 'state')} (--max-states)`)
    .with({ tag: 'depth' }, (l) => `It ended at ${plural(l.limit, 'level')} (--max-depth)`)
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
