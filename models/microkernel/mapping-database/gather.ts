import { blocked, type Precaution } from '../../../src/index.js'
import { take } from './lookup.js'
import type { Scenario } from './scenario.js'
import type { Cpu, Database } from './state.js'
import { goBelow, goOn, type Place } from './walk.js'

/**
 * A walk before the walk, that takes the locks of all split nodes on the way and nothing else, so that the second one finds
 * them in hand. It is not in the text: it is what makes an operation on several subsystems one that happens at a moment.
 */
export function gathering(scenario: Scenario, { precaution }: { readonly precaution: Precaution }) {
  const locksBelow = precaution('lock a split node before walking what is below it')

  const step = (me: Cpu, to: Place) => {
    if (to === 'split node') return 'take lock below'
    if (to !== 'end') return 'look for locks'
    Object.assign(me, { cursor: me.node, page: 0 })
    return me.operation === 'unmap' ? 'clear entry' : 'go on'
  }
  return {
    'look for locks': (s: Database, me: Cpu) => step(me, goOn(s, scenario, me)),
    'take lock below': (s: Database, me: Cpu) => {
      if (locksBelow && !take(s, me, me.cursor! - scenario.nodes)) return blocked
      return 'look below' as const
    },
    'look below': (s: Database, me: Cpu) => step(me, goBelow(s, scenario, me)),
  }
}
