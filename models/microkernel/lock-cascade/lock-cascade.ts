import { array, bool, int, struct, system } from '../../../src/index.js'
import { memoryModel } from '../../hardware/memory/memory.js'
import { criticalSection, foundRegister, isInside } from '../dynamic-lock/guarded-data.js'
import { barriersFor } from '../token-ring/barriers.js'
import { hasOneToken, tokenRingOn } from '../token-ring/ring.js'
import { changeGranularity } from './change.js'
import { designOf, type Registers } from './design.js'
import { enterCascade } from './enter.js'
import { epochsOf, memoryOf } from './memory.js'
import { cascadeOn, fineLocksInPlace } from './place.js'
import { anyBeginning, cascadeRegisters, isChanging, LONG_SINCE } from './state.js'
import { leaveEntry, useEntries } from './use.js'

/**
 * One coarse lock over an object and a fine one for each of its entries, of which only the coarse one or only the fine ones
 * are taken; which of them can be changed at run time, and both are taken meanwhile.
 *
 * Every access to shared memory is a step of its own, in the order of the listing; a lock is taken by one exchange. It
 * differs from the listing where that fails (`lock-cascade-printed`): what a processor has taken it remembers, and gives
 * back that and nothing else. What the listing leaves out is decided here:
 * - An operation goes to any entries, one at a time, in any order. The listing goes to all of them in turn.
 * - Any processor may change the granularity. It does so with the coarse lock in hand: make sure that there are fine locks,
 *   change the state, read the global epoch, write it to LockEpoch. So who holds the coarse lock may rely on the state to
 *   stay as it is.
 * - Who comes to change it and finds a change under way finishes that if the epoch is over. If it is not he leaves or, where
 *   `turnsBack` is set, makes the state at once what it was before; this may be done since all still take those locks.
 * - The memory of the fine locks may be released when the state has become coarse, and is got again for the next change.
 */
export const lockCascade = system('lock-cascade', {
  summary: 'a coarse lock or fine ones over the same object, changed at run time',
  source: 'Uhlig 2005, 4.3.3',
  parameters: {
    cpus: int(2, 4, { default: 3 }),
    entries: int(1, 4, { default: 2 }),
    /** Whether a change that is under way can be turned back. */
    turnsBack: bool,
    memoryModel,
    /** Stores that fit into a store buffer; with no room left, a processor waits. */
    stores: int(1, 4, { default: 1 }),
    /** What happens in the end is judged on weaker memory too; where memory is sequentially consistent, always. */
    liveness: bool,
  },
  components: (setting) => {
    const { cpus, precaution } = setting
    const memory = memoryOf(setting)
    return {
      memory,
      ring: tokenRingOn(memory, { cpus, precaution, epochs: epochsOf(setting), barriers: barriersFor(setting) }),
    }
  },
  state: (setting) => {
    const { cpus, entries } = setting
    return struct({
      cpu: array(
        cpus,
        struct({
          ...cascadeRegisters({ entries, epochs: epochsOf(setting) }),
          ...foundRegister,
          /** It is here to change the granularity. */
          changes: bool,
          /** It takes the fine lock of each entry that it goes to. */
          usesFine: bool,
          /** It has gone to test for the token while it waits for a fine lock: only where nobody minds safe points. */
          interrupted: bool,
        }),
      ),
    })
  },
  initial: (s, setting) => {
    const { initialise } = memoryOf(setting)
    initialise(s.memory, 'state', anyBeginning(setting))
    initialise(s.memory, 'allocated', true)
    initialise(s.memory, 'epoch', LONG_SINCE)
    initialise(s.memory, 'field', 0, true)
  },
  behaviour: ({ entries, turnsBack, memoryModel, program, precaution, components: { ring, memory } }) => {
    const { epochs } = ring
    const design = designOf({ precaution, epochs, barriers: barriersFor({ memoryModel, precaution }) })
    const place = cascadeOn({ memory, design, epochs, fine: fineLocksInPlace(memory, entries, design) })
    const change = changeGranularity({ design, place, turnsBack })
    const inside = (me: Registers) => (me.entry === null ? 'next entry' : 'critical')
    const part = (me: Registers) => me.entry!
    return [
      program('cpu', {
        user: (_, me, pick) => {
          const purpose = pick(['tick', 'use', 'change'] as const)
          me.changes = purpose === 'change'
          if (purpose === 'tick') return 'tick: read token field'
          return me.changes ? change.starts : 'read state'
        },
        ...ring.test('tick', { next: (me: Registers) => (me.interrupted ? 'lock fine' : 'user'), age: place.age }),
        ...enterCascade({ design, place, inside, beginChange: change.begin }),
        ...useEntries(design, place, entries),
        ...criticalSection({ memoryModel, memory, part }, leaveEntry(design)),
        ...change.steps,
      }),
    ]
  },
  // Who is in the kernel goes on; who could get a lock again and again gets it; who goes from entry to entry is done with
  // the object at last. Ticks interrupt every processor again and again, and somebody uses the object again and again.
  fairness: ({ weak, strong }) => [
    weak('cpu', { except: ['user'] }),
    strong('cpu', { only: (before, _, { id }) => isAtLock(before.cpu.get(id).at) }),
    strong('cpu', {
      only: (before, { cpu }, { id }) => before.cpu.get(id).at === 'next entry' && cpu.get(id).entry === null,
    }),
    strong('cpu', { only: (_, after, { id }) => after.cpu.get(id).at === 'tick: read token field' }),
    strong.together('cpu', { only: (_, after) => after.cpu.some((c) => c.at === 'read state') }),
  ],
  properties: (setting) => {
    const { memoryModel, liveness, always, reachable, leadsTo } = setting
    const { isSettled } = memoryOf(setting)
    const inTheEnd = {
      'a change of granularity is completed': leadsTo(
        (s) => isChanging(s.memory.state),
        (s) => !isChanging(s.memory.state),
      ),
      'who waits for a lock gets it': leadsTo.each(
        'cpu',
        (_, me) => isAtLock(me.at),
        (_, me) => !isAtLock(me.at),
      ),
    }
    return {
      'an entry is used by one processor at a time': always((s) =>
        s.cpu.every((c) => !isInside(c) || s.cpu.count((d) => isInside(d) && d.entry === c.entry) === 1),
      ),
      'nobody relies on the coarse lock alone while another uses the object': always(
        (s) => !s.cpu.some((c) => isInside(c) && !c.usesFine) || s.cpu.count(isInside) === 1,
      ),
      // A release may still be on its way to memory.
      'the coarse lock is taken exactly while somebody holds it': always((s) => {
        const holders = s.cpu.count((c) => c.holdsCoarse)
        const taken = s.memory.coarse ? 1 : 0
        return isSettled(s.memory) ? holders === taken : holders <= taken
      }),
      'nobody can touch a fine lock when its memory has been released': always(
        (s) => s.memory.allocated || !s.cpu.some((c) => c.usesFine),
      ),
      'nobody waits in a circle': always(
        (s) =>
          !s.cpu.some(
            (c) =>
              c.at === 'lock coarse' &&
              c.entry !== null &&
              s.cpu.some((d) => d.holdsCoarse && d.at === 'lock fine' && d.entry === c.entry),
          ),
      ),
      'exactly one token': always((s) => hasOneToken(s.ring.cpu, s.memory.field, isSettled(s.memory))),
      ...(memoryModel !== 'sc' && {
        'what the locks protect is found whole': always((s) => s.cpu.every((c) => c.found === 'whole')),
      }),
      ...((liveness || memoryModel === 'sc') && inTheEnd),
      'every state is reached: coarse': reachable((s) => s.memory.state === 'coarse'),
      'every state is reached: to fine': reachable((s) => s.memory.state === 'to fine'),
      'every state is reached: fine': reachable((s) => s.memory.state === 'fine'),
      'every state is reached: to coarse': reachable((s) => s.memory.state === 'to coarse'),
      'entries are used at the same time': reachable((s) => s.cpu.count(isInside) >= 2),
      'both locks are held': reachable((s) => s.cpu.some((c) => isInside(c) && c.holdsCoarse && c.usesFine)),
      'a change to coarse is finished': reachable((s) =>
        s.cpu.some((c) => c.at === 'finish change' && c.state === 'to coarse'),
      ),
      'a change to fine is finished': reachable((s) =>
        s.cpu.some((c) => c.at === 'finish change' && c.state === 'to fine'),
      ),
      'the memory is released': reachable((s) => s.memory.state === 'coarse' && !s.memory.allocated),
      'somebody waits for the coarse lock and finds that it is fine': reachable((s) =>
        s.cpu.some((c) => c.at === 'read state again' && c.state === 'to fine' && s.memory.state === 'fine'),
      ),
    }
  },
})

function isAtLock(label: string): boolean {
  return label === 'lock coarse' || label === 'lock fine'
}
