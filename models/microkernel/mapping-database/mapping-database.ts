import { mappingTree } from '../../../spec/mapping-tree.js'
import { bool, int, oneOf, system } from '../../../src/index.js'
import { abstractly, resultOf, underWay } from './as-tree.js'
import {
  acts,
  comesUnder,
  followsDangling,
  isBelow,
  isEntitled,
  isFound,
  isInOrder,
  waitsFor,
  waitsInItsSubsystem,
  walks,
} from './claims.js'
import { gathering } from './gather.js'
import { granting } from './grant.js'
import { isOnItsWayBack, losesNone, refersToFree, waitsInVain } from './leaks.js'
import { lookup } from './lookup.js'
import { mapping } from './map.js'
import { releasing } from './release.js'
import { isGone, isGranting, isWritable, keepsToItsMapping, keepsToThoseAbove } from './rights.js'
import { type ScenarioName, scenarioNames, scenarios } from './scenario.js'
import { databaseState, plant, type Rounds } from './state.js'
import { treeOfMappings } from './tree-of-mappings.js'
import { unmapping } from './unmap.js'
import { type Release, releases } from './walk.js'

const DANGLING = 'nobody follows a dangling reference'
const WRITTEN = 'what was handed on cannot be written when the restriction returns'
const LINEARIZABLE = 'cannot be told from operations one after the other'
const FREED = 'what has been taken out is freed in the end'
const FOUND = 'every mapping is found through the page table'
const GONE = 'what was handed on is gone when the operation returns'

/**
 * Whether nobody can tell that a walk is not all at once. It is told by who looks into two subsystems while the walk is through
 * with one and not yet with the other, be it one processor or two of them, or who hands on to a place that it has cleared
 * already from one that it has still to come to; by nobody, if it has all locks in hand when it begins.
 */
function isAtOnce({ scenario, cpus, rounds, release }: Setting): boolean {
  if (release === 'at the end, taken first') return true
  if (scenario === 'two levels') return rounds === 1
  const looksIntoTwo = scenario === 'two subsystems' || (cpus > 2 && BESIDE_EACH_OTHER.has(scenario))
  return !looksIntoTwo || release === 'at the end'
}

const BESIDE_EACH_OTHER = new Set<ScenarioName>(['two mappings of a frame', 'pages of two sizes', 'three subsystems'])

/** Where two hand on to one place from two subsystems, so that a reference may be overwritten that has come back meanwhile. */
const TO_ONE_PLACE = new Set<ScenarioName>(['one target', 'granting to another subsystem'])

const TAKES_LOCK = new Set(['lock', 'lock below', 'take lock below'])

interface Setting {
  readonly scenario: ScenarioName
  readonly cpus: number
  readonly rounds: Rounds
  readonly release: Release
}

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
     * with nodes that always stay nodes, and operations that test after locking that the entry still refers to theirs, which
     * is enough only if no reference is overwritten.
     */
    reuse: oneOf('an epoch later', 'as printed', 'tested again'),
    /** Whether a reference to a node that is no longer valid is overwritten, as printed, or waited out. */
    overMapping: oneOf('as printed', 'waits'),
    /** When the locks of split nodes below are released, in an operation that has walked through them, and when taken. */
    release: oneOf(...releases),
    /** Whether a system call may go on with another page, and keep the lock if it is the same. */
    fusing: bool,
    /** Whether it is judged against the abstract tree too. */
    refinement: bool,
    /** Whether it is judged too if operations cannot be told from such as are carried out one after the other. */
    linearizability: bool,
    /** Whether it is judged too what happens in the end, if the locks let everybody pass sometime. */
    liveness: bool,
    /** How many operations each processor calls. */
    rounds: oneOf<'endless' | 1 | 2 | 3>('endless', 1, 2, 3),
  },
  state: ({ scenario, cpus, rounds }) => databaseState(scenarios[scenario], cpus, rounds),
  initial: (s, { scenario }) => plant(s, scenarios[scenario]),
  behaviour: ({ scenario: name, reuse, overMapping, release, fusing, rounds, program, action, precaution }) => {
    const scenario = scenarios[name]
    const pool = releasing(scenario, { precaution, again: reuse === 'an epoch later' })
    const ref = int(0, scenario.nodes + scenario.splits - 1)
    const gathers = release === 'at the end, taken first'
    return [
      program('cpu', {
        ...lookup(scenario, { precaution, testsEntry: reuse === 'tested again', gathers, fuses: fusing, rounds }),
        ...mapping(scenario, { precaution, overwrites: overMapping === 'as printed' }),
        ...granting(scenario),
        ...((gathers ? gathering(scenario, { precaution }) : {}) as ReturnType<typeof gathering>),
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
  // Nobody is made to call anything; but who has called comes through, past the locks, and a call on many pages ends.
  fairness: ({ liveness, weak, strong }) => {
    if (!liveness) return []
    return [
      weak('cpu', { except: ['user'] }),
      strong('cpu', { only: (before, _, { id }) => TAKES_LOCK.has(before.cpu.get(id).at) }),
      strong('cpu', { only: (_, after, { id }) => after.cpu.get(id).at === 'return' }),
      weak('clear reference'),
      weak('free'),
    ]
  },
  expected: ({ scenario, cpus, rounds, reuse, overMapping, release, linearizability }) => ({
    ...(linearizability && !isAtOnce({ scenario, cpus, rounds, release }) && { [LINEARIZABLE]: 'violated' }),
    ...(reuse === 'as printed' && { [DANGLING]: 'violated' }),
    ...(reuse === 'tested again' &&
      overMapping === 'as printed' &&
      TO_ONE_PLACE.has(scenario) && { [FOUND]: 'violated' }),
    ...(scenario === 'over-mapping' && overMapping === 'as printed' && { [GONE]: 'violated' }),
  }),
  properties: ({
    scenario: name,
    reuse,
    refinement,
    linearizability,
    liveness,
    always,
    leadsTo,
    refines,
    linearizable,
  }) => {
    const scenario = scenarios[name]
    const members = Array.from({ length: scenario.nodes + scenario.splits }, (_, ref) => ref)
    return {
      ...(refinement && {
        'is a tree of mappings': refines(mappingTree({ spaces: scenario.spaces }), (s) => ({
          space: s.entry.map((_, space) => abstractly(s, space, s.cpu)),
        })),
      }),
      ...(linearizability && {
        [LINEARIZABLE]: linearizable(treeOfMappings(scenario), {
          processes: (s) => s.cpu,
          pending: (c) => underWay(c),
          result: (c) => resultOf(c),
        }),
      }),
      ...(reuse !== 'tested again' && {
        [DANGLING]: always((s) => !s.cpu.some((c) => followsDangling(s, scenario, c))),
      }),
      'no reference is lost': always((s) => s.cpu.every((c) => c.at !== 'follow nothing')),
      'what is acted on is the own mapping, valid and locked': always((s) =>
        s.cpu.every((c) => !acts(c) || isEntitled(s, c)),
      ),
      [FOUND]: always((s) => {
        for (let node = 0; node < scenario.nodes; node++) if (!isFound(s, node, s.cpu)) return false
        return true
      }),
      'lists are in order': always((s) => s.split.every((_, split) => isInOrder(s, scenario, split))),
      [GONE]: always((s) =>
        s.cpu.every(
          (c) =>
            (c.at !== 'unlock' && c.at !== 'return') ||
            c.operation === 'restrict' ||
            c.doomed.every((node) => isGone(s, node)),
        ),
      ),
      [WRITTEN]: always((s) =>
        s.cpu.every(
          (c) =>
            (c.at !== 'unlock' && c.at !== 'return') ||
            c.operation !== 'restrict' ||
            c.doomed.every((node) => !isWritable(s, node)),
        ),
      ),
      'a permission is that of a valid mapping': always((s) =>
        s.entry.every((_, space) =>
          keepsToItsMapping(
            s,
            space,
            s.cpu.some((c) => isGranting(c, space)),
          ),
        ),
      ),
      'who may not write hands on no right to write': always((s) => {
        for (let node = 0; node < scenario.nodes; node++) {
          const walked = s.cpu.some((c) => walks(c) && comesUnder(s, c, node))
          if (!keepsToThoseAbove(s, node, walked)) return false
        }
        return true
      }),
      'who waits, waits for the same subsystem, one above, or on a walk one below': always((s) =>
        s.cpu.every((c) => waitsInItsSubsystem(s, scenario, c)),
      ),
      'nobody waits through another for a subsystem beside the own': always((s) =>
        s.cpu.every((c) => {
          const own = waitsFor(s, scenario, c)
          if (own === null) return true
          const other = waitsFor(s, scenario, s.cpu.get(s.split.get(own).holder - 1))
          return other === null || isBelow(s, scenario, own, other) || isBelow(s, scenario, other, own)
        }),
      ),
      'no node is lost': always((s) => losesNone(s, scenario, s.cpu) && !waitsInVain(s, scenario)),
      'what is in use refers to nothing that has been freed': always((s) => !refersToFree(s, scenario)),
      ...(liveness && {
        [FREED]: leadsTo.each(
          members,
          (s, ref) => isOnItsWayBack(s.member.get(ref).life),
          (s, ref) => s.member.get(ref).life === 'free',
        ),
      }),
    }
  },
})
