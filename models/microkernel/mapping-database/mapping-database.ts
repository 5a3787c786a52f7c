import { bool, int, oneOf, system } from '../../../src/index.js'
import { acts, followsDangling, isBelow, isEntitled, isFound, isInOrder, waitsFor, worksIn } from './claims.js'
import { lookup } from './lookup.js'
import { mapping } from './map.js'
import { releasing } from './release.js'
import { scenarioNames, scenarios } from './scenario.js'
import { databaseState, plant } from './state.js'
import { unmapping } from './unmap.js'

const DANGLING = 'nobody follows a dangling reference'
const GONE = 'what was handed on is gone when the operation returns'

/**
 * The mapping database with split nodes (Uhlig 2005, 5.4.3): the lists of `sequential/`, cut into subsystems with a lock each.
 * An operation finds its map node through the page table without any lock, and the lock through the node. Nodes that
 * were taken out are still found that way, until the epoch has expired.
 */
export const mappingDatabase = system('mapping-database', {
  summary: 'mappings as lists that are cut into subsystems with a lock each, and how their nodes are freed',
  source: 'Uhlig 2005, 5.4.3',
  parameters: {
    cpus: int(1, 3, { default: 2 }),
    scenario: oneOf(...scenarioNames),
    /**
     * When a node may be used again after its reference has been cleared: an epoch later, or at once, as printed; or at once
     * with nodes that always stay nodes, and operations that test after locking that the entry still refers to theirs.
     */
    reuse: oneOf('an epoch later', 'as printed', 'tested again'),
    /** Whether a reference to a node that is no longer valid is overwritten, as printed, or waited out. */
    overMapping: oneOf('as printed', 'waits'),
    /** When the locks of split nodes below are released, in an operation that has walked through them. */
    release: oneOf('one by one', 'at the end'),
    /** Whether a system call may go on with another page, and keep the lock if it is the same. */
    fusing: bool,
  },
  state: ({ scenario, cpus }) => databaseState(scenarios[scenario], cpus),
  initial: (s, { scenario }) => plant(s, scenarios[scenario]),
  behaviour: ({ scenario: name, reuse, overMapping, release, fusing, program, action, precaution }) => {
    const scenario = scenarios[name]
    const pool = releasing(scenario, { precaution, again: reuse === 'an epoch later' })
    const ref = int(0, scenario.nodes + scenario.splits - 1)
    return [
      program('cpu', {
        ...lookup(scenario, { precaution, testsEntry: reuse === 'tested again', fuses: fusing }),
        ...mapping(scenario, { precaution, overwrites: overMapping === 'as printed' }),
        ...unmapping(scenario, { precaution, release }),
      }),
      action(
        'clear reference',
        { ref },
        { when: (s, { ref }) => pool.isClearable(s, ref), do: (s, { ref }) => pool.clear(s, ref) },
      ),
      action('free', { ref }, { when: (s, { ref }) => pool.isFreeable(s, ref), do: (s, { ref }) => pool.free(s, ref) }),
    ]
  },
  expected: ({ scenario, reuse, overMapping }) => ({
    ...(reuse === 'as printed' && { [DANGLING]: 'violated' }),
    ...(scenario === 'over-mapping' && overMapping === 'as printed' && { [GONE]: 'violated' }),
  }),
  properties: ({ scenario: name, reuse, always }) => {
    const scenario = scenarios[name]
    return {
      ...(reuse !== 'tested again' && {
        [DANGLING]: always((s) => !s.cpu.some((c) => followsDangling(s, scenario, c))),
      }),
      'no reference is lost': always((s) => s.cpu.every((c) => c.at !== 'follow nothing')),
      'what is acted on is the own mapping, valid and locked': always((s) =>
        s.cpu.every((c) => !acts(c) || isEntitled(s, c)),
      ),
      'every mapping is found through the page table': always((s) => {
        for (let node = 0; node < scenario.nodes; node++) {
          const inHand = s.cpu.some(
            (c) =>
              (c.fresh === node && (c.at === 'exchange' || c.at === 'look again')) ||
              (c.cursor === node && c.at === 'mark invalid'),
          )
          if (!isFound(s, node, inHand)) return false
        }
        return true
      }),
      'lists are in order': always((s) => s.split.every((_, split) => isInOrder(s, scenario, split))),
      [GONE]: always((s) =>
        s.cpu.every(
          (c) =>
            (c.at !== 'unlock' && c.at !== 'return') || c.doomed.every((node) => s.member.get(node).life !== 'valid'),
        ),
      ),
      'who waits, waits for the same subsystem or one above it': always((s) =>
        s.cpu.every((c) => {
          const split = c.at === 'lock' ? waitsFor(s, scenario, c) : null
          return split === null || isBelow(s, scenario, split, worksIn(s.cpu.get(s.split.get(split).holder - 1)))
        }),
      ),
      'nobody waits through another for a subsystem beside the own': always((s) =>
        s.cpu.every((c) => {
          const own = waitsFor(s, scenario, c)
          if (own === null) return true
          const other = waitsFor(s, scenario, s.cpu.get(s.split.get(own).holder - 1))
          return other === null || isBelow(s, scenario, own, other) || isBelow(s, scenario, other, own)
        }),
      ),
    }
  },
})
