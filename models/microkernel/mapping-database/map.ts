import type { Precaution } from '../../../src/index.js'
import { linkBack, linkForward } from './list.js'
import { isValid } from './lookup.js'
import { grants, makesSubsystems, type Scenario } from './scenario.js'
import { type Cpu, type Database, freeNode, freeSplit, makeNode, putBack } from './state.js'

/**
 * Handing a mapping on, with the lock of the source's split node in hand. The target's page table is nobody's to lock: what
 * protects it is the compare-exchange. A valid mapping that is there already stays, which is the least that over-mapping
 * can be.
 *
 * The reference and the entry with its rights are two words. Between them others find the new node already, and what keeps
 * them from it is the lock of its split node: the one in hand, or its own if it is new.
 *
 * `overwrites`: whether a reference to a node that is no longer valid is overwritten, as in the text, or waited out.
 */
export function mapping(
  scenario: Scenario,
  { precaution, overwrites }: { readonly precaution: Precaution; readonly overwrites: boolean },
) {
  const exchanges = precaution('overwrite the reference by compare-exchange')
  const tellsBusy = grants(scenario) && precaution('tell a place that a grant has in hand from one that is taken')
  const holdsNew = makesSubsystems(scenario) && precaution('hold the lock of a new split node until its entry is set')
  const claim = ({ operation }: Cpu) => (operation === 'grant' ? 'exchange' : 'allocate')
  const failed = (me: Cpu, outcome: Cpu['outcome']) => {
    me.outcome = outcome
    return 'unlock' as const
  }
  return {
    'read target': (s: Database, me: Cpu) => {
      me.old = s.entry.get(me.to).node
      return me.old === null ? claim(me) : 'test target'
    },
    'test target': (s: Database, me: Cpu) => {
      if (!overwrites) return failed(me, 'occupied')
      if (isValid(s, me.old!)) return tellsBusy ? 'test place' : failed(me, 'occupied')
      return claim(me)
    },
    'test place': (s: Database, me: Cpu) => failed(me, s.member.get(me.old!).entry === me.to ? 'occupied' : 'busy'),
    allocate: (s: Database, me: Cpu) => {
      const [node, split] = [freeNode(s, scenario), me.operation === 'map' ? null : freeSplit(s, scenario)]
      if (node < 0 || split === -1) return failed(me, 'no memory')
      makeNode(s, scenario, { node, parent: me.node!, entry: me.to, split })
      me.fresh = node
      // One step, since nobody can know the new ones yet or, if memory is used again at once, takes them for valid until the end.
      if (holdsNew && split !== null) s.split.get(split).holder = me.id + 1
      return 'exchange'
    },
    exchange: (s: Database, me: Cpu) => {
      const entry = s.entry.get(me.to)
      if (exchanges && entry.node !== me.old) return 'look again'
      entry.node = me.operation === 'grant' ? me.node : me.fresh
      return 'set present'
    },
    'set present': (s: Database, me: Cpu) => {
      const entry = s.entry.get(me.to)
      entry.present = true
      // Read in the same step: only who holds the lock in hand changes the rights of the source, whose node is valid.
      entry.writable = s.entry.get(me.from).writable
      if (me.operation === 'grant') return 'move node'
      if (!entry.writable) me.outcome = 'read-only'
      return holdsNew && me.operation === 'map independently' ? 'unlock new' : 'link'
    },
    'unlock new': (s: Database, me: Cpu) => {
      s.split.get(s.member.get(me.fresh!).split!).holder = 0
      return 'link' as const
    },
    'look again': (s: Database, me: Cpu) => {
      if (me.operation === 'grant') return 'read target' as const
      if (me.operation === 'map independently') putBackSplit(s, s.member.get(me.fresh!).split!)
      putBack(s, scenario, me.fresh!)
      me.fresh = null
      return 'read target' as const
    },
    link: (s: Database, me: Cpu) => {
      linkForward(s, scenario, linked(s, me), me.node!)
    },
    'link back': (s: Database, me: Cpu) => {
      linkBack(s, linked(s, me))
      return 'unlock' as const
    },
  }

  function putBackSplit(s: Database, split: number): void {
    if (holdsNew) s.split.get(split).holder = 0
    putBack(s, scenario, scenario.nodes + split)
  }

  /** What stands in the parent's list: the new node or, if it is independent, its split node. */
  function linked(s: Database, me: Cpu): number {
    return me.operation === 'map' ? me.fresh! : scenario.nodes + s.member.get(me.fresh!).split!
  }
}
