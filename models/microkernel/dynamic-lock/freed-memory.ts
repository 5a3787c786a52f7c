import { array, bool, int, oneOf, struct, system } from '../../../src/index.js'
import { endless, older } from '../token-ring/epoch.js'
import { giveToken, tokenRing } from '../token-ring/ring.js'
import { ageLock, anyLock, lockOperations, lockRegisters, lockState, makeLock } from './lock.js'

/**
 * A dynamic lock inside an object that is freed, and whose memory then becomes another object with a lock of its own.
 *
 * Keeping a list of locks in transition would be a way to follow a pointer into memory that has been freed; that is why the
 * epoch is kept in the lock itself (Uhlig 2005, 4.3.2). What is left is who is still on the way to the lock when the object
 * goes: that takes the epoch again, this time for the memory.
 *
 * A processor finds the object through a pointer, uses the lock as in `dynamic-lock`, and may, inside the critical section,
 * take the object out of reach. It frees the memory once the epoch says that nobody can have the old pointer. A new object
 * is made by any processor, which is its home then; nobody sees it before it is made, so making it is one step.
 */
export const dynamicLockMemory = system('dynamic-lock-memory', {
  summary: 'a dynamic lock in an object that is freed and reused',
  source: 'Uhlig 2005, 4.3.2 and 3.2.5',
  parameters: { cpus: int(2, 3, { default: 2 }) },
  components: ({ cpus, precaution }) => ({ ring: tokenRing({ cpus, precaution }) }),
  state: ({ cpus }) =>
    struct({
      object: oneOf('in use', 'out of reach', 'free'),
      lock: lockState({ cpus }),
      cpu: array(
        cpus,
        struct({
          ...lockRegisters(),
          /** It has followed the pointer and not yet let go. */
          holdsReference: bool,
          /** It has taken the object out of reach, and when. */
          waitsToFree: bool,
          record: endless.number,
        }),
      ),
    }),
  initial: (s, tools) => {
    giveToken(s.ring)
    anyLock(s.lock, tools)
  },
  behaviour: ({ program, precaution, components: { ring } }) => {
    const lock = lockOperations({ precaution })
    const waitsToFree = precaution('wait for the epoch before freeing the memory')
    const age = (s: Parameters<typeof ageLock>[0] & { readonly cpu: Iterable<{ record: number }> }) => {
      ageLock(s)
      for (const cpu of s.cpu) cpu.record = older(cpu.record)
    }
    return [
      program('cpu', {
        user: (s, me, pick) => {
          const free = me.waitsToFree ? (['test epoch'] as const) : []
          const make = s.object === 'free' ? (['make object'] as const) : []
          return pick(['tick: read token field', 'follow pointer', ...free, ...make] as const)
        },
        ...ring.test('tick', { next: (me: Interrupted) => (me.interrupted ? 'exchange' : 'user'), age }),

        'follow pointer': (s, me, pick) => {
          if (s.object !== 'in use') return 'user'
          me.holdsReference = true
          const promotion = me.id === s.lock.home ? 'promote locally: read state' : 'promote: exchange'
          return pick(['read mask', promotion] as const)
        },
        ...lock.acquire({ taken: 'critical', leave: 'let go', test: 'tick: read token field' }),
        critical: (s, me, pick) => {
          const leave = me.holdsSpinLock ? 'release' : 'let go'
          const remove = s.object === 'in use' ? (['take out of reach'] as const) : []
          const demote = me.holdsSpinLock && me.state === 'enabled' ? [lock.demotion] : []
          return pick([leave, ...remove, ...demote] as const)
        },
        ...lock.demote('release'),
        ...lock.promote('let go'),
        ...lock.promoteLocally('let go'),

        'take out of reach': (s, me) => {
          s.object = 'out of reach'
          me.waitsToFree = true
        },
        'record epoch': (s, me) => {
          me.record = s.ring.epoch
          return me.holdsSpinLock ? 'release' : 'let go'
        },
        'let go': (_, me) => {
          me.holdsReference = false
          return 'user'
        },

        'test epoch': (s, me) => (endless.isOver(me.record, s.ring.epoch) || !waitsToFree ? 'free memory' : 'user'),
        'free memory': (s, me) => {
          s.object = 'free'
          me.waitsToFree = false
          me.record = 0
          return 'user'
        },
        'make object': (s, me) => {
          if (s.object !== 'free') return 'user'
          s.object = 'in use'
          makeLock(s.lock, me.id)
          return 'user'
        },
      }),
    ]
  },
  properties: ({ always, reachable }) => ({
    'mutual exclusion': always((s) => s.cpu.count((c) => c.at === 'critical') <= 1),
    'nobody can touch the lock when its memory is freed': always(
      (s) => s.object !== 'free' || !s.cpu.some((c) => c.holdsReference),
    ),
    'somebody is on the way to a lock that is out of reach': reachable(
      (s) => s.object === 'out of reach' && s.cpu.some((c) => c.at === 'exchange'),
    ),
    'a transition is under way when the memory is freed': reachable(
      (s) => s.object === 'free' && (s.lock.state === 'promoting' || s.lock.state === 'demoting'),
    ),
    'the memory is used again': reachable((s) => s.object === 'free' && s.cpu.some((c) => c.at === 'make object')),
  }),
})

interface Interrupted {
  readonly interrupted: boolean
}
