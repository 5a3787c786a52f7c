import { array, bool, int, oneOf, struct, system } from '../../src/index.js'
import { endless, older, oneEpochOnly } from './epoch.js'
import { giveToken, tokenRing } from './ring.js'

/**
 * Read-copy update over the token ring: processors follow a pointer to an object without any lock, take the object out of
 * reach, and put its memory back into use only when the epoch says that nobody can still hold a reference.
 *
 * A processor in user mode is quiescent. It enters the kernel by a system call, where every `every`-th entry first tests
 * for the token, and is interrupted by timer ticks in user mode, which always test. Time is not in this model: ticks come
 * whenever they like. What it takes to reach the bound on the round-trip time is in `token-ring-timed`.
 *
 * There is one object, which is taken out and put back for ever; exchanging the pointer is assumed to be atomic, which is
 * the updaters' own business. Each processor keeps what it has taken out on a list of its own (of length one here), so the
 * list is not shared memory.
 */
export const tokenRingSystem = system('token-ring', {
  summary: 'read-copy update: epochs by a token that goes round, and memory freed by them',
  source: 'Uhlig 2005, 3.2.5 and 5.2.2',
  parameters: { cpus: int(2, 4, { default: 3 }), every: int(1, 3, { default: 2 }) },
  components: ({ cpus, every, precaution }) => ({ ring: tokenRing({ cpus, every, precaution }) }),
  state: ({ cpus }) =>
    struct({
      object: oneOf('reachable', 'taken out', 'free'),
      cpu: array(
        cpus,
        struct({
          inKernel: bool,
          /** The epoch in which the processor entered the kernel. No kernel keeps it: it is there to state the claim. */
          since: endless.number,
          /** It has followed the pointer and not yet let go. */
          holdsReference: bool,
          /** Whether the object is on its list of what waits to be freed, and the epoch recorded with it. */
          waitsToFree: bool,
          record: endless.number,
        }),
      ),
    }),
  initial: (s) => giveToken(s.ring),
  behaviour: ({ program, precaution, components: { ring } }) => {
    const safePointsOnly = precaution('pass the token only at a safe point')
    const { isOver } = precaution('wait for e + 2 rather than e + 1') ? endless : oneEpochOnly(endless)
    const recordsLast = precaution('read the epoch after taking the object out')
    const age = (s: { readonly cpu: Iterable<Records> }) => {
      for (const cpu of s.cpu) {
        cpu.since = older(cpu.since)
        cpu.record = older(cpu.record)
      }
    }
    return [
      program('cpu', {
        user: (_, __, pick) => pick(['tick: read token field', 'enter kernel'] as const),
        'enter kernel': (s, me) => (ring.countEntry(s, me) ? 'entry: read token field' : 'choose operation'),
        ...ring.test('entry', { next: () => 'choose operation', age }),
        // Only a reader can be interrupted inside the kernel, and only where safe points are not minded.
        ...ring.test('tick', { next: (me: Reader) => (me.holdsReference ? 'use object' : 'user'), age }),

        'choose operation': (s, me, pick) => {
          me.inKernel = true
          me.since = s.ring.epoch
          if (me.waitsToFree) return pick(['read pointer', 'test epoch'] as const)
          return pick(['read pointer', 'put back', recordsLast ? 'take out' : 'read epoch'] as const)
        },

        'read pointer': (s, me) => {
          if (s.object !== 'reachable') return 'return to user'
          me.holdsReference = true
          return 'use object'
        },
        'use object': (_, __, pick) =>
          safePointsOnly ? 'let go' : pick(['let go', 'tick: read token field'] as const),
        'let go': (_, me) => {
          me.holdsReference = false
          return 'return to user'
        },

        'take out': (s, me) => {
          if (s.object !== 'reachable') {
            me.record = 0
            return 'return to user'
          }
          s.object = 'taken out'
          me.waitsToFree = true
          return recordsLast ? 'read epoch' : 'return to user'
        },
        'read epoch': (s, me) => {
          me.record = s.ring.epoch
          return recordsLast ? 'return to user' : 'take out'
        },

        'test epoch': (s, me) => (isOver(me.record, s.ring.epoch) ? 'free' : 'return to user'),
        free: (s, me) => {
          s.object = 'free'
          me.waitsToFree = false
          me.record = 0
          return 'return to user'
        },
        'put back': (s) => {
          if (s.object === 'free') s.object = 'reachable'
          return 'return to user'
        },

        'return to user': (_, me) => {
          me.inKernel = false
          me.since = 0
          return 'user'
        },
      }),
    ]
  },
  properties: ({ always, reachable }) => ({
    'when the epoch has passed e + 1, everybody has been quiescent since epoch e': always((s) =>
      s.cpu.every((c) => !c.inKernel || !endless.isOver(c.since, s.ring.epoch)),
    ),
    'nothing is used after it has been freed': always(
      (s) => s.object !== 'free' || !s.cpu.some((c) => c.holdsReference),
    ),
    'a freed object comes back into use': reachable(
      (s) => s.object === 'free' && s.cpu.some((c) => c.at === 'put back'),
    ),
    'an operation sees the epoch change': reachable((s) => s.cpu.some((c) => c.inKernel && c.since < s.ring.epoch)),
    'a reference outlives its object': reachable(
      (s) => s.object === 'taken out' && s.cpu.some((c) => c.holdsReference),
    ),
  }),
})

interface Records {
  since: number
  record: number
}

interface Reader {
  readonly id: number
  readonly holdsReference: boolean
}
