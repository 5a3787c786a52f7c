import { blocked, type Precaution } from '../../../src/index.js'
import { unlinkBack, unlinkForward } from './list.js'
import { take } from './lookup.js'
import type { Scenario } from './scenario.js'
import { awaitQuiescence, type Cpu, type Database } from './state.js'
import { goBelow, goOn, type Place, type Release } from './walk.js'

/**
 * The walk of Uhlig 2005, 5.4.3, with the lock of the start node's split node in hand: from node to node as long as they are
 * deeper than the start. Where a split node stands in the list, its lock is taken and everything below it goes, then
 * the split node itself. `restrict` takes the same way, and takes nothing out.
 *
 * `release`: whether the lock of a split node below is released when that is done, or kept until the operation is over; then it
 * may have been taken before the walk, as in `gather.ts`.
 */
export function unmapping(
  scenario: Scenario,
  { precaution, release }: { readonly precaution: Precaution; readonly release: Release },
) {
  const { nodes } = scenario
  const locksBelow = precaution('lock a split node before walking what is below it')
  const keepsReference = precaution('keep the page-table reference until the epoch has expired')
  const keepsSplit = precaution('leave the reference to the split node in an invalid node')

  const leaveBelow = release === 'one by one' && locksBelow ? 'unlock below' : 'go on'

  /** What is done where the walk has come to. */
  const step = (me: Cpu, to: Place) => {
    const restricts = me.operation === 'restrict'
    if (to === 'node') return restricts ? 'take right to write' : 'clear entry'
    if (to === 'split node') return release === 'at the end, taken first' ? 'go below' : 'lock below'
    if (to === 'end of a list below') return restricts ? leaveBelow : 'mark invalid'
    return to === 'end' ? 'unlock' : 'go on'
  }

  return {
    'go on': (s: Database, me: Cpu) => step(me, goOn(s, scenario, me)),
    'lock below': (s: Database, me: Cpu) => {
      if (locksBelow && !take(s, me, me.cursor! - nodes)) return blocked
      return 'go below' as const
    },
    'go below': (s: Database, me: Cpu) => step(me, goBelow(s, scenario, me)),
    'clear entry': (s: Database, me: Cpu) => {
      const entry = s.entry.get(s.member.get(me.cursor!).entry)
      // The entry is one word. Without the precaution the reference goes with it, as if both were.
      entry.present = false
      entry.writable = false
      if (!keepsReference) entry.node = null
    },
    'mark invalid': (s: Database, me: Cpu) => {
      s.member.get(me.cursor!).life = 'invalid'
    },
    unlink: (s: Database, me: Cpu) => {
      unlinkForward(s, scenario, me.cursor!)
    },
    'unlink back': (s: Database, me: Cpu) => {
      unlinkBack(s, me.cursor!)
    },
    'put on the list': (s: Database, me: Cpu) => {
      const member = s.member.get(me.cursor!)
      member.life = 'waiting'
      awaitQuiescence(s, me.cursor!)
      if (me.cursor! >= nodes) return leaveBelow
      if (!keepsSplit) member.split = null
      return 'go on'
    },
    'take right to write': (s: Database, me: Cpu) => {
      s.entry.get(s.member.get(me.cursor!).entry).writable = false
      return 'go on' as const
    },
    'unlock below': (s: Database, me: Cpu) => {
      s.split.get(me.cursor! - nodes).holder = 0
      return 'go on' as const
    },
  }
}
