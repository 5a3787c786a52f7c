import type { Scenario } from './scenario.js'
import type { Cpu, Database } from './state.js'

/** What must hold of memory: what is taken from the pool is in use, or in somebody's hands, or waits to be given back. */
type At = { readonly at: string }

/**
 * No member is lost: one that neither is free nor waits to be is found from the root, or from what somebody has in hand. A new
 * split node can have something below it before it is linked itself, since its page-table entry is seen as soon as it is set.
 */
export function losesNone(s: Database, scenario: Scenario, cpus: Iterable<Cpu & At>): boolean {
  const found = foundFrom(s, scenario)
  for (const cpu of cpus) for (const ref of inHand(s, scenario, cpu)) found.from(ref)
  return s.member.every(({ life }, ref) => life === 'free' || isOnItsWayBack(life) || found.has(ref))
}

/** It is on the list of what is to be freed. */
export function isOnItsWayBack(life: string): boolean {
  return life === 'waiting' || life === 'cleared'
}

/** What is found from the root, and from other members: references forward are whole at any time. */
function foundFrom(s: Database, { nodes, pages }: Scenario) {
  const found = new Set([0, nodes])
  const along = (head: number | null) => {
    for (let ref = head; ref !== null && !found.has(ref); ref = s.member.get(ref).next) from(ref)
  }
  const from = (ref: number) => {
    found.add(ref)
    if (ref >= nodes) along(s.split.get(ref - nodes).head)
  }
  for (let page = 0; page < pages; page++) along(s.page.get(page).head)
  return { from, has: (ref: number) => found.has(ref) }
}

/** What the processor has made and not put into a list yet, or has taken out and is on the way to what comes next. */
function inHand(s: Database, { nodes }: Scenario, { at, operation, fresh, cursor }: Cpu & At): number[] {
  if (TAKEN_OUT.has(at)) return [cursor!]
  if (fresh === null || !MADE.has(at)) return []
  return [operation === 'map independently' ? nodes + s.member.get(fresh).split! : fresh]
}

const TAKEN_OUT = new Set(['unlink back', 'put on the list'])
const MADE = new Set(['exchange', 'look again', 'set present', 'unlock new', 'link'])

/** Something that is in use refers to memory in the pool: a page-table entry, or a valid node to its split node or in its list. */
export function refersToFree(s: Database, { nodes }: Scenario): boolean {
  const isFree = (ref: number | null) => ref !== null && s.member.get(ref).life === 'free'
  const isFreeSplit = (split: number | null) => split !== null && isFree(nodes + split)
  return (
    s.entry.some(({ node }) => isFree(node)) ||
    s.member.some((m) => m.life === 'valid' && (isFreeSplit(m.split) || isFree(m.next) || isFree(m.previous)))
  )
}

/** What waits to be freed waits for processors in the kernel, and for nothing else: a split node, for nodes that wait as well. */
export function waitsInVain(s: Database, { nodes }: Scenario): boolean {
  const isInUse = (split: number) =>
    s.member.some((m, ref) => ref < nodes && m.split === split && !isOnItsWayBack(m.life))
  return s.member.some(
    ({ life, notQuiescent }, ref) =>
      isOnItsWayBack(life) &&
      (notQuiescent.some((cpu) => !s.cpu.get(cpu).inKernel) || (ref >= nodes && isInUse(ref - nodes))),
  )
}
