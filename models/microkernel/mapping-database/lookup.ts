import { type Blocked, blocked, type Pick, type Precaution } from '../../../src/index.js'
import { type Call, grants, type Scenario, takesBack } from './scenario.js'
import type { Cpu, Database, Rounds } from './state.js'

/**
 * How an operation finds its node and locks it, as in the listing of Uhlig 2005, 5.4.3: read the reference in the page table,
 * read the node's split node, lock that, and test whether the node is still valid.
 *
 * `gathers`: what is walked through is locked before, as in `gather.ts`.
 * `fuses`: a system call may go on with another page before it releases a lock, and keeps it if that is the same one (5.4.2).
 */
export function lookup(
  scenario: Scenario,
  {
    precaution,
    testsEntry,
    gathers,
    fuses,
    rounds,
  }: {
    readonly precaution: Precaution
    readonly testsEntry: boolean
    readonly gathers: boolean
    readonly fuses: boolean
    readonly rounds: Rounds
  },
) {
  const testsValidity = precaution('test the validity of the node after locking')
  // A node that stays in its space for as long as it is valid need not be asked for it.
  const testsPlace = grants(scenario) && precaution('test after locking that the node has not been granted away')
  const releasesKept = fuses && precaution('release a lock that was kept before taking another')
  /** What is done with a node that is valid and locked. */
  const operate = (me: Cpu) => {
    if (!takesBack(me.operation)) return 'read target'
    me.cursor = me.node
    me.inner = me.split!
    if (gathers) return 'look for locks'
    return me.operation === 'unmap' ? 'clear entry' : 'go on'
  }
  const missed = (me: Cpu) => {
    me.outcome = 'nothing there'
    return 'unlock' as const
  }
  /** Validity comes first: while the lock is in hand, no node comes under it, so one that still is was under it then. */
  const testing = {
    'test split node': (s: Database, me: Cpu) =>
      s.member.get(me.node!).split === me.split ? 'test entry' : missed(me),
    'test entry': (s: Database, me: Cpu) => (s.entry.get(me.from).node === me.node ? operate(me) : missed(me)),
  }
  return {
    user: (s: Database, me: Cpu, pick: Pick) => {
      if (rounds !== 'endless') {
        if (me.round === rounds) return 'done'
        me.round++
      }
      begin(s, scenario, me, pick(scenario.calls[me.id]!))
      return 'read entry'
    },
    'read entry': (s: Database, me: Cpu) => {
      me.node = s.entry.get(me.from).node
      if (me.node !== null) return 'read split node'
      me.outcome = 'nothing there'
      return me.kept === null ? 'return' : 'unlock'
    },
    'read split node': (s: Database, me: Cpu) => {
      me.split = s.member.get(me.node!).split
      if (me.split === null) return testsEntry ? 'read entry' : 'follow nothing'
      if (me.kept === null) return 'lock'
      if (me.kept === me.split) return 'test validity'
      return releasesKept ? 'unlock kept' : 'lock'
    },
    'unlock kept': (s: Database, me: Cpu) => {
      s.split.get(me.kept!).holder = 0
      me.kept = null
      return 'lock' as const
    },
    'follow nothing': (): Blocked => blocked,
    lock: (s: Database, me: Cpu) => {
      if (!take(s, me, me.split!)) return blocked
      return 'test validity' as const
    },
    'test validity': (s: Database, me: Cpu) => {
      // Of a node that is valid, the lock protects all.
      const isHere = !testsPlace || s.member.get(me.node!).entry === me.from
      if (testsValidity && !(isValid(s, me.node!) && isHere)) return missed(me)
      return testsEntry ? 'test split node' : operate(me)
    },
    ...((testsEntry ? testing : {}) as typeof testing),
    unlock: (s: Database, me: Cpu, pick: Pick) => {
      const next = fuses ? pick([null, ...scenario.calls[me.id]!]) : null
      Object.assign(me, { old: null, fresh: null, cursor: null, page: 0, inner: 0, outcome: 'none' })
      if (next !== null) {
        me.kept = me.split
        begin(s, scenario, me, next)
        return 'read entry'
      }
      me.kept = null
      const last = lowestHeld(s, scenario, me)
      s.split.get(last).holder = 0
      return last === me.split ? 'return' : 'unlock'
    },
    return: (s: Database, me: Cpu) => {
      for (const member of s.member) member.notQuiescent.delete(me.id)
      Object.assign(me, { inKernel: false, operation: 'map', from: 0, to: 0, outcome: 'none' })
      Object.assign(me, { node: null, split: null })
      me.doomed.clear()
      return 'user' as const
    },
  }
}

function begin(s: Database, scenario: Scenario, me: Cpu, { operation, from, to }: Call): void {
  Object.assign(me, { inKernel: true, operation, from, to })
  me.doomed.assign(takesBack(operation) ? handedOn(s, scenario, from, operation === 'unmap') : [])
}

/** Of the locks in hand the one furthest below, which is released first; the own one comes last. */
function lowestHeld(s: Database, { nodes }: Scenario, { id, split: own }: Cpu): number {
  let lowest = own!
  for (let split = 0; split < s.split.length; split++) {
    if (split === own || s.split.get(split).holder !== id + 1) continue
    if (lowest === own || s.member.get(nodes + split).depth > s.member.get(nodes + lowest).depth) lowest = split
  }
  return lowest
}

export function take(s: Database, me: Cpu, split: number): boolean {
  const lock = s.split.get(split)
  if (lock.holder !== 0) return false
  lock.holder = me.id + 1
  return true
}

export function isValid(s: Database, node: number): boolean {
  return s.member.get(node).life === 'valid'
}

/** Every node that was handed on from this space, in however many steps, and if it says so the space's own. */
function handedOn(s: Database, { nodes }: Scenario, space: number, itself: boolean): number[] {
  const found: number[] = []
  for (let node = 0; node < nodes; node++) {
    const { life, entry, through } = s.member.get(node)
    const isBeingMade = life === 'valid' && s.entry.get(entry).node !== node
    if (life === 'free' || isBeingMade) continue
    if ((itself && entry === space) || through.has(space)) found.push(node)
  }
  return found
}
