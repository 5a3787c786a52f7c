import type { Precaution } from '../../../src/index.js'
import { linkBack, linkForward } from './list.js'
import { isValid } from './lookup.js'
import { grants, type Scenario } from './scenario.js'
import { type Cpu, type Database, freeNode, freeSplit, makeNode, putBack } from './state.js'

/**
 * Handing a mapping on, with the lock of the source's split node in hand. The target's page table is nobody's to lock: what
 * protects it is the compare-exchange. A valid mapping that is there already stays, which is the least that over-mapping
 * can be.
 *
 * `overwrites`: whether a reference to a node that is no longer valid is overwritten, as in the text, or waited out.
 */
export function mapping(
  scenario: Scenario,
  { precaution, overwrites }: { readonly precaution: Precaution; readonly overwrites: boolean },
) {
  const exchanges = precaution('overwrite the reference by compare-exchange')
  const tellsBusy = grants(scenario) && precaution('tell a place that a grant has in hand from one that is taken')
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
      return 'exchange'
    },
    exchange: (s: Database, me: Cpu) => {
      const entry = s.entry.get(me.to)
      if (exchanges && entry.node !== me.old) return 'look again'
      entry.node = me.operation === 'grant' ? me.node : me.fresh
      entry.present = true
      // Who holds the lock is the only one to change the rights of its node.
      entry.writable = s.entry.get(me.from).writable
      if (me.operation === 'grant') return 'move node'
      if (!entry.writable) me.outcome = 'read-only'
      return 'link'
    },
    'look again': (s: Database, me: Cpu) => {
      if (me.operation === 'grant') return 'read target' as const
      if (me.operation === 'map independently') putBack(s, scenario, scenario.nodes + s.member.get(me.fresh!).split!)
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

  /** What stands in the parent's list: the new node or, if it is independent, its split node. */
  function linked(s: Database, me: Cpu): number {
    return me.operation === 'map' ? me.fresh! : scenario.nodes + s.member.get(me.fresh!).split!
  }
}
