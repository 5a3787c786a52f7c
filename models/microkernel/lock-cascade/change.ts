import type { Pick } from '../../../src/index.js'
import { type Design, leave, type Registers } from './design.js'
import type { Place } from './place.js'
import { changeFrom, isChanging, startedFrom } from './state.js'

export interface ChangeOptions {
  readonly design: Design
  readonly place: Place
  /** A change under way whose epoch is not over may be turned back. */
  readonly turnsBack: boolean
}

/** Changes the granularity, on a processor that has come for it; it leaves afterwards. */
export function changeGranularity({ design, place, turnsBack }: ChangeOptions) {
  const { beginsHolding, recordsLast, orders } = design
  const end = (me: Registers) => (me.holdsCoarse ? 'unlock coarse' : leave(me))
  const first = recordsLast ? ('change: change state' as const) : ('change: read epoch' as const)

  /** Where it goes when it has read the state, and has not finished the change that it found under way. */
  const begin = (me: Registers, pick: Pick) => {
    if (isChanging(me.state)) return turnsBack ? pick([end(me), 'change: turn back'] as const) : end(me)
    return me.state === 'coarse' ? 'change: allocate fine locks' : first
  }

  const fence = {
    'change: fence': (s: unknown, me: Registers) => {
      place.fence(s, me)
      return 'change: read epoch' as const
    },
  }
  const steps = {
    'change: allocate fine locks': (s: unknown, me: Registers) => {
      place.fine.allocate(s, me)
      return first
    },
    'change: change state': (s: unknown, me: Registers) => {
      place.storeState(s, me, changeFrom(me.state))
      if (!recordsLast) return end(me)
      return orders.fences ? 'change: fence' : 'change: read epoch'
    },
    ...(orders.fences ? fence : {}),
    'change: read epoch': (s: unknown, me: Registers) => {
      me.epoch = place.loadGlobalEpoch(s, me)
      return 'change: write LockEpoch' as const
    },
    'change: write LockEpoch': (s: unknown, me: Registers) => {
      place.storeLockEpoch(s, me, me.epoch)
      me.epoch = 0
      return recordsLast ? end(me) : 'change: change state'
    },
    'change: turn back': (s: unknown, me: Registers) => {
      me.state = startedFrom(me.state)
      place.storeState(s, me, me.state)
      return me.state === 'coarse' ? 'release fine locks' : end(me)
    },
  } as const

  return {
    begin,
    end,
    /** What comes when there are fine locks. */
    first,
    starts: beginsHolding ? ('lock coarse' as const) : ('read state' as const),
    steps: steps as typeof steps & typeof fence,
  }
}
