import { after, headFor } from './list.js'
import type { Scenario } from './scenario.js'
import type { Cpu, Database } from './state.js'

/**
 * The way of a walk (Uhlig 2005, 5.4.3): from member to member as long as they are deeper than the start, through the list
 * below each split node that stands there, and for the root through the lists of all its pages.
 */
export type Place = 'node' | 'split node' | 'end of a list below' | 'end of a page' | 'end'

/** When an operation takes and releases the locks of the split nodes that it walks through. */
export const releases = ['one by one', 'at the end', 'at the end, taken first'] as const
export type Release = (typeof releases)[number]

/** Goes on from the member that the walk is at. */
export function goOn(s: Database, scenario: Scenario, me: Cpu): Place {
  return comeTo(s, scenario, me, after(s, me.cursor!, me.page))
}

/** Goes to the beginning of what is below the split node that the walk is at. */
export function goBelow(s: Database, scenario: Scenario, me: Cpu): Place {
  me.inner = me.cursor! - scenario.nodes
  return comeTo(s, scenario, me, headFor(s, me.inner, 0).head)
}

/** Goes to a member; null is the end of a list. */
function comeTo(s: Database, { nodes, pages }: Scenario, me: Cpu, ref: number | null): Place {
  const inOwnList = me.inner === me.split
  if (ref === null && !inOwnList) {
    me.cursor = nodes + me.inner
    me.inner = s.member.get(me.cursor).split!
    return 'end of a list below'
  }
  if (ref === null && me.node === 0 && me.page + 1 < pages) {
    me.page++
    me.cursor = 0
    return 'end of a page'
  }
  if (ref === null || (inOwnList && s.member.get(ref).depth <= s.member.get(me.node!).depth)) return 'end'
  me.cursor = ref
  return ref >= nodes ? 'split node' : 'node'
}
