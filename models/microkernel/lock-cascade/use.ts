import { blocked, type Pick } from '../../../src/index.js'
import { type Design, leave, type Registers } from './design.js'
import type { Place } from './place.js'

/**
 * An operation on the object, once it is settled which locks it takes (`enterCascade`): it goes to any entries, one at a time,
 * and gives back what it took.
 */
export function useEntries(design: Design, place: Place, entries: number) {
  const { takesCoarse } = design
  const all = Array.from({ length: entries }, (_, entry) => entry)
  return {
    'next entry': (_: unknown, me: Registers, pick: Pick) => {
      me.entry = pick([null, ...all])
      if (me.entry !== null) return me.usesFine ? 'lock fine' : 'critical'
      me.usesFine = false
      return me.holdsCoarse || !design.onlyIfTaken ? 'unlock coarse' : leave(me)
    },
    'lock fine': (s: unknown, me: Registers, pick: Pick) => {
      me.interrupted = !design.safePointsOnly && pick.bool()
      if (me.interrupted) return 'tick: read token field'
      if (!place.fine.take(s, me)) return blocked
      return takesCoarse[me.state] && !me.holdsCoarse ? 'lock coarse' : 'critical'
    },
    'unlock fine': (s: unknown, me: Registers) => {
      place.fine.give(s, me)
      me.entry = null
      const hasReleasedCoarse = takesCoarse[me.state] && !me.holdsCoarse
      return hasReleasedCoarse ? leave(me) : 'next entry'
    },
  } as const
}

/** Where a processor goes when it is through with an entry. */
export function leaveEntry({ coarseLast }: Design) {
  return (me: Registers, pick: Pick) => {
    if (me.usesFine)
      return me.holdsCoarse && !coarseLast ? pick(['unlock fine', 'unlock coarse'] as const) : 'unlock fine'
    me.entry = null
    return 'next entry' as const
  }
}
