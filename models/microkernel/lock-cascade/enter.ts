import { blocked, type Pick } from '../../../src/index.js'
import { type Design, leave, type Registers } from './design.js'
import type { Place } from './place.js'
import { finished, isChanging } from './state.js'

export interface EnterOptions<Inside extends string, Change extends string> {
  readonly design: Design
  readonly place: Place
  /** Where a processor goes that has come to use the object, once it has the coarse lock or does without it. */
  readonly inside: (me: Registers) => Inside
  /** Where one goes that has come to change the granularity, and has read the state. */
  readonly beginChange: (me: Registers, pick: Pick) => Change
}

/**
 * The way in, to the point where it is settled which locks are taken, and the coarse one is held if it is one of them. It begins
 * at `read state`; for a change of the granularity, which takes the coarse lock in any case, at `lock coarse`. Whoever finds
 * a change under way whose epoch is over finishes it. The way out is `unlock coarse`, where it is held.
 */
export function enterCascade<Inside extends string, Change extends string>(options: EnterOptions<Inside, Change>) {
  const { design, place, inside, beginChange } = options
  const { takesCoarse, takesFine, coarseFirst, looksAgain, finishesHolding } = design

  /** Whether it takes fine locks; once it holds one, that is settled. */
  const decide = (me: Registers) => {
    if (me.entry === null && !me.changes) me.usesFine = takesFine[me.state]
  }
  /** The way in, by the state as read without any lock. */
  const enter = (me: Registers) => {
    const decidesLater = takesCoarse[me.state] && looksAgain && coarseFirst
    if (!decidesLater) decide(me)
    return takesCoarse[me.state] && (coarseFirst || !me.usesFine) ? 'lock coarse' : inside(me)
  }
  /** No change is under way, or it cannot be finished now. */
  const goOn = (me: Registers, pick: Pick) => {
    if (!me.holdsCoarse) return enter(me)
    return me.changes ? beginChange(me, pick) : inside(me)
  }
  const goesOn = afterFinish(inside)

  return {
    'read state': (s: unknown, me: Registers, pick: Pick) => {
      me.state = place.loadState(s, me)
      if (me.changes) return beginChange(me, pick)
      return !finishesHolding && isChanging(me.state) ? 'read LockEpoch' : enter(me)
    },
    'lock coarse': (s: unknown, me: Registers) => {
      if (!place.takeCoarse(s, me)) return blocked
      me.holdsCoarse = true
      return 'read state again' as const
    },
    'read state again': (s: unknown, me: Registers, pick: Pick) => {
      me.state = place.loadState(s, me)
      if (looksAgain) decide(me)
      return isChanging(me.state) ? 'read LockEpoch' : goOn(me, pick)
    },

    'read LockEpoch': (s: unknown, me: Registers) => {
      me.epoch = place.loadLockEpoch(s, me)
      return 'read GlobalEpoch' as const
    },
    'read GlobalEpoch': (s: unknown, me: Registers, pick: Pick) => {
      const mayFinish = design.isOver(me.epoch, place.loadGlobalEpoch(s, me)) || !design.waits[me.state]
      me.epoch = 0
      return mayFinish ? 'finish change' : goOn(me, pick)
    },
    'finish change': (s: unknown, me: Registers) => {
      me.state = finished(me.state)
      place.finish(s, me, me.state)
      if (me.holdsCoarse) decide(me)
      return me.state === 'coarse' ? 'release fine locks' : goesOn(me)
    },
    'release fine locks': (s: unknown, me: Registers, pick: Pick) => {
      if (pick.bool()) place.fine.release(s, me)
      return goesOn(me)
    },

    'unlock coarse': (s: unknown, me: Registers) => {
      place.giveCoarse(s, me)
      me.holdsCoarse = false
      return afterUnlocking(me)
    },
  } as const
}

/** Where a processor goes when it has given back the coarse lock. */
export function afterUnlocking(me: Registers) {
  return me.entry === null ? leave(me) : 'unlock fine'
}

/** Where a processor goes when it has just made the state what it is. */
export function afterFinish<Inside extends string>(inside: (me: Registers) => Inside) {
  return (me: Registers) => {
    if (!me.holdsCoarse) return 'read state'
    return me.changes ? 'unlock coarse' : inside(me)
  }
}
