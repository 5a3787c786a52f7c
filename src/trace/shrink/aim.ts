import { describeFault } from '../../schema/failure.js'
import type { Bounds } from '../../search/bfs.js'
import type { Expansion } from '../../search/expansion.js'
import type { Finding, Progress } from '../../search/outcome.js'
import type { Shown } from './schedule.js'
import type { Chooser } from './stage.js'

/** What a simpler run has to show, and how one is told from others. */
export interface Aim {
  readonly expansion: Expansion
  /** How many successors have been produced so far. */
  readonly produced: number
  /** Makes a run; null unless it shows what is wanted. */
  follow(choose: Chooser): Shown | null
  /** Looks for a shortest run. */
  search(bounds: Bounds): Generator<Progress, readonly Finding[]>
}

/** Whether two findings show the same. Whose turn never comes is no matter: somebody's does not. */
export function isSame(a: Finding, b: Finding): boolean {
  if (a.tag === 'fault' && b.tag === 'fault')
    return describeFault(a.fault) === describeFault(b.fault) && JSON.stringify(a.during) === JSON.stringify(b.during)
  return a.tag === b.tag && ('property' in a ? 'property' in b && a.property === b.property : true)
}
