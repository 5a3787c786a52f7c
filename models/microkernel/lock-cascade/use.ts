import { blocked, type Pick } from '../../../src/index.js'
import { type Design, leave, type Registers } from './design.js'
import { finished, type HasCascade, isChanging, releaseFineLocks } from './state.js'

/**
 * An operation on the object: it takes what locks the state asks for, goes to any entries, one at a time, and gives back what
 * it took. It begins at `read state`; a change of the granularity, which takes the coarse lock in any case, at `lock coarse`.
 * Whoever finds a change under way whose epoch is over finishes it.
 */
export function useObject<Change extends string>(
  design: Design,
  entries: number,
  beginChange: (me: Registers, pick: Pick) => Change,
) {
  const { takesCoarse, takesFine, coarseFirst, looksAgain, finishesHolding } = design
  const all = Array.from({ length: entries }, (_, entry) => entry)

  /** Whether it takes fine locks; once it holds one, that is settled. */
  const decide = (me: Registers) => {
    if (me.entry === null && !me.changes) me.usesFine = takesFine[me.state]
  }
  /** The way in, by the state as read without any lock. */
  const enter = (me: Registers) => {
    const decidesLater = takesCoarse[me.state] && looksAgain && coarseFirst
    if (!decidesLater) decide(me)
    return takesCoarse[me.state] && (coarseFirst || !me.usesFine) ? 'lock coarse' : 'next entry'
  }
  const useEntries = (me: Registers) => (me.entry === null ? 'next entry' : 'critical')
  /** No change is under way, or it cannot be finished now. */
  const goOn = (me: Registers, pick: Pick) => {
    if (!me.holdsCoarse) return enter(me)
    return me.changes ? beginChange(me, pick) : useEntries(me)
  }
  /** It has just made the state what it is. */
  const afterFinish = (me: Registers) => {
    if (!me.holdsCoarse) return 'read state'
    return me.changes ? 'unlock coarse' : useEntries(me)
  }

  return {
    'read state': (s: HasCascade, me: Registers, pick: Pick) => {
      me.state = s.cascade.state
      if (me.changes) return beginChange(me, pick)
      return !finishesHolding && isChanging(me.state) ? 'read LockEpoch' : enter(me)
    },
    'lock coarse': (s: HasCascade, me: Registers) => {
      if (s.cascade.coarse) return blocked
      s.cascade.coarse = true
      me.holdsCoarse = true
      return 'read state again' as const
    },
    'read state again': (s: HasCascade, me: Registers, pick: Pick) => {
      me.state = s.cascade.state
      if (looksAgain) decide(me)
      return isChanging(me.state) ? 'read LockEpoch' : goOn(me, pick)
    },

    'read LockEpoch': (s: HasCascade, me: Registers) => {
      me.epoch = s.cascade.epoch
    },
    'read GlobalEpoch': (s: HasCascade, me: Registers, pick: Pick) => {
      const mayFinish = design.isOver(me.epoch, s.ring.epoch) || !design.waits[me.state]
      me.epoch = 0
      return mayFinish ? 'finish change' : goOn(me, pick)
    },
    'finish change': (s: HasCascade, me: Registers) => {
      me.state = finished(me.state)
      s.cascade.state = me.state
      if (me.holdsCoarse) decide(me)
      return me.state === 'coarse' ? 'release fine locks' : afterFinish(me)
    },
    'release fine locks': (s: HasCascade, me: Registers, pick: Pick) => {
      if (pick.bool()) releaseFineLocks(s)
      return afterFinish(me)
    },

    'next entry': (_: HasCascade, me: Registers, pick: Pick) => {
      me.entry = pick([null, ...all])
      if (me.entry !== null) return me.usesFine ? 'lock fine' : 'critical'
      me.usesFine = false
      return me.holdsCoarse || !design.onlyIfTaken ? 'unlock coarse' : leave(me)
    },
    'lock fine': (s: HasCascade, me: Registers, pick: Pick) => {
      me.interrupted = !design.safePointsOnly && pick.bool()
      if (me.interrupted) return 'tick: read token field'
      if (s.cascade.fine.get(me.entry!)) return blocked
      s.cascade.fine.set(me.entry!, true)
      return takesCoarse[me.state] && !me.holdsCoarse ? 'lock coarse' : 'critical'
    },
    critical: (_: HasCascade, me: Registers, pick: Pick) => {
      if (me.usesFine)
        return me.holdsCoarse && !design.coarseLast ? pick(['unlock fine', 'unlock coarse'] as const) : 'unlock fine'
      me.entry = null
      return 'next entry' as const
    },
    'unlock fine': (s: HasCascade, me: Registers) => {
      s.cascade.fine.set(me.entry!, false)
      me.entry = null
      const hasReleasedCoarse = takesCoarse[me.state] && !me.holdsCoarse
      return hasReleasedCoarse ? leave(me) : 'next entry'
    },
    'unlock coarse': (s: HasCascade, me: Registers) => {
      s.cascade.coarse = false
      me.holdsCoarse = false
      return me.entry === null ? leave(me) : 'unlock fine'
    },
  } as const
}
