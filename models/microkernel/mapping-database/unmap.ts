import { blocked, type Precaution } from '../../../src/index.js'
import { after, headFor, unlinkBack, unlinkForward } from './list.js'
import { take } from './lookup.js'
import type { Scenario } from './scenario.js'
import { awaitQuiescence, type Cpu, type Database } from './state.js'

/**
 * The walk of Uhlig 2005, 5.4.3, with the lock of the start node's split node in hand: from node to node as long as they are
 * deeper than the start. Where a split node stands in the list, its lock is taken and everything below it goes, then
 * the split node itself. `restrict` takes the same way, and takes nothing out.
 *
 * `release`: whether the lock of a split node below is released when that is done, or kept until the operation is over.
 */
export function unmapping(
  scenario: Scenario,
  { precaution, release }: { readonly precaution: Precaution; readonly release: 'one by one' | 'at the end' },
) {
  const { nodes, pages } = scenario
  const locksBelow = precaution('lock a split node before walking what is below it')
  const keepsReference = precaution('keep the page-table reference until the epoch has expired')
  const keepsSplit = precaution('leave the reference to the split node in an invalid node')

  const leaveBelow = release === 'one by one' && locksBelow ? 'unlock below' : 'go on'

  /** What the walk does about the member that it comes to; null is the end of a list. */
  const comeTo = (s: Database, me: Cpu, ref: number | null) => {
    const inOwnList = me.inner === me.split
    if (ref === null && !inOwnList) {
      me.cursor = nodes + me.inner
      me.inner = s.member.get(me.cursor).split!
      return me.operation === 'restrict' ? leaveBelow : 'mark invalid'
    }
    if (ref === null && me.node === 0 && me.page + 1 < pages) {
      me.page++
      me.cursor = 0
      return 'go on'
    }
    if (ref === null || (inOwnList && s.member.get(ref).depth <= s.member.get(me.node!).depth)) return 'unlock'
    me.cursor = ref
    if (ref >= nodes) return 'lock below'
    return me.operation === 'restrict' ? 'take right to write' : 'clear entry'
  }

  return {
    'go on': (s: Database, me: Cpu) => comeTo(s, me, after(s, me.cursor!, me.page)),
    'lock below': (s: Database, me: Cpu) => {
      if (locksBelow && !take(s, me, me.cursor! - nodes)) return blocked
      return 'go below' as const
    },
    'go below': (s: Database, me: Cpu) => {
      me.inner = me.cursor! - nodes
      return comeTo(s, me, headFor(s, me.inner, 0).head)
    },
    'clear entry': (s: Database, me: Cpu) => {
      const entry = s.entry.get(s.member.get(me.cursor!).entry)
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
