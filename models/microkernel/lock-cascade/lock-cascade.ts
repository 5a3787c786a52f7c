import { array, bool, int, struct, system } from '../../../src/index.js'
import { giveToken, tokenRing } from '../token-ring/ring.js'
import { changeGranularity } from './change.js'
import { designOf } from './design.js'
import { ageCascade, anyCascade, cascadeRegisters, cascadeState, isChanging } from './state.js'
import { useObject } from './use.js'

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
  },
  components: ({ cpus, precaution }) => ({ ring: tokenRing({ cpus, precaution }) }),
  state: ({ cpus, entries }) =>
    struct({
      cascade: cascadeState({ entries }),
      cpu: array(
        cpus,
        struct({
          ...cascadeRegisters({ entries }),
          /** It is here to change the granularity. */
          changes: bool,
          /** It takes the fine lock of each entry that it goes to. */
          usesFine: bool,
          /** It has gone to test for the token while it waits for a fine lock: only where nobody minds safe points. */
          interrupted: bool,
        }),
      ),
    }),
  initial: (s, tools) => {
    giveToken(s.ring)
    anyCascade(s, tools)
  },
  behaviour: ({ entries, turnsBack, program, precaution, components: { ring } }) => {
    const design = designOf(precaution)
    const change = changeGranularity(design, { turnsBack })
    return [
      program('cpu', {
        user: (_, me, pick) => {
          const purpose = pick(['tick', 'use', 'change'] as const)
          me.changes = purpose === 'change'
          if (purpose === 'tick') return 'tick: read token field'
          return me.changes ? change.starts : 'read state'
        },
        ...ring.test('tick', { next: (me: Interrupted) => (me.interrupted ? 'lock fine' : 'user'), age: ageCascade }),
        ...useObject(design, entries, change.begin),
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
  properties: ({ always, reachable, leadsTo }) => ({
    'an entry is used by one processor at a time': always((s) =>
      s.cpu.every((c) => c.at !== 'critical' || s.cpu.count((d) => d.at === 'critical' && d.entry === c.entry) === 1),
    ),
    'nobody relies on the coarse lock alone while another uses the object': always(
      (s) => !s.cpu.some((c) => c.at === 'critical' && !c.usesFine) || s.cpu.count((c) => c.at === 'critical') === 1,
    ),
    'the coarse lock is taken exactly while somebody holds it': always(
      (s) => s.cpu.count((c) => c.holdsCoarse) === (s.cascade.coarse ? 1 : 0),
    ),
    'nobody can touch a fine lock when its memory has been released': always(
      (s) => s.cascade.allocated || !s.cpu.some((c) => c.usesFine),
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
    'a change of granularity is completed': leadsTo(
      (s) => isChanging(s.cascade.state),
      (s) => !isChanging(s.cascade.state),
    ),
    'who waits for a lock gets it': leadsTo.each(
      'cpu',
      (_, me) => isAtLock(me.at),
      (_, me) => !isAtLock(me.at),
    ),
    'every state is reached: coarse': reachable((s) => s.cascade.state === 'coarse'),
    'every state is reached: to fine': reachable((s) => s.cascade.state === 'to fine'),
    'every state is reached: fine': reachable((s) => s.cascade.state === 'fine'),
    'every state is reached: to coarse': reachable((s) => s.cascade.state === 'to coarse'),
    'entries are used at the same time': reachable((s) => s.cpu.count((c) => c.at === 'critical') >= 2),
    'both locks are held': reachable((s) => s.cpu.some((c) => c.at === 'critical' && c.holdsCoarse && c.usesFine)),
    'a change to coarse is finished': reachable((s) =>
      s.cpu.some((c) => c.at === 'finish change' && c.state === 'to coarse'),
    ),
    'a change to fine is finished': reachable((s) =>
      s.cpu.some((c) => c.at === 'finish change' && c.state === 'to fine'),
    ),
    'the memory is released': reachable((s) => s.cascade.state === 'coarse' && !s.cascade.allocated),
    'somebody waits for the coarse lock and finds that it is fine': reachable((s) =>
      s.cpu.some((c) => c.at === 'read state again' && c.state === 'to fine' && s.cascade.state === 'fine'),
    ),
  }),
})

interface Interrupted {
  readonly interrupted: boolean
}

function isAtLock(label: string): boolean {
  return label === 'lock coarse' || label === 'lock fine'
}
