import type { Pick } from '../../../src/index.js'
import { type Design, leave, type Registers } from './design.js'
import { allocateFineLocks, changeFrom, type HasCascade, isChanging, startedFrom } from './state.js'

export interface ChangeOptions {
  /** A change under way whose epoch is not over may be turned back. */
  readonly turnsBack: boolean
}

/** Changes the granularity, on a processor that has come for it; it leaves afterwards. */
export function changeGranularity({ beginsHolding, recordsLast }: Design, { turnsBack }: ChangeOptions) {
  const end = (me: Registers) => (me.holdsCoarse ? 'unlock coarse' : leave(me))
  const first = recordsLast ? 'change: change state' : 'change: read epoch'

  /** Where it goes when it has read the state, and has not finished the change that it found under way. */
  const begin = (me: Registers, pick: Pick) => {
    if (isChanging(me.state)) return turnsBack ? pick([end(me), 'change: turn back'] as const) : end(me)
    return me.state === 'coarse' ? 'change: allocate fine locks' : first
  }

  return {
    begin,
    starts: beginsHolding ? ('lock coarse' as const) : ('read state' as const),
    steps: {
      'change: allocate fine locks': (s: HasCascade) => {
        allocateFineLocks(s)
        return first
      },
      'change: change state': (s: HasCascade, me: Registers) => {
        s.cascade.state = changeFrom(me.state)
        return recordsLast ? 'change: read epoch' : end(me)
      },
      'change: read epoch': (s: HasCascade, me: Registers) => {
        me.epoch = s.ring.epoch
        return 'change: write LockEpoch' as const
      },
      'change: write LockEpoch': (s: HasCascade, me: Registers) => {
        s.cascade.epoch = me.epoch
        me.epoch = 0
        return recordsLast ? end(me) : 'change: change state'
      },
      'change: turn back': (s: HasCascade, me: Registers) => {
        me.state = startedFrom(me.state)
        s.cascade.state = me.state
        return me.state === 'coarse' ? 'release fine locks' : end(me)
      },
    } as const,
  }
}
