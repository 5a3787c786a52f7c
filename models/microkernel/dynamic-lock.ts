import { array, bool, int, oneOf, struct, system } from '../../src/index.js'
import { endless, wrapping, wrappingAsPrinted } from './epoch.js'
import { ageLock, anyLock, lockOperations, lockRegisters, lockState } from './lock.js'
import { giveToken, tokenRing } from './ring.js'

/**
 * A spin lock that can be switched off while only its home processor uses the object, and on again when others want to.
 *
 * Processors in user mode enter the kernel whenever they like: to use the object, to promote the lock, or because of a
 * timer tick. Here only the tick tests for the token. A kernel entry that tests for it first does the same as a tick
 * followed by one that does not, so every rule about which entries test is covered.
 */
export const dynamicLock = system('dynamic-lock', {
  summary: 'a spin lock that is enabled and disabled at run time',
  source: 'Uhlig 2005, 4.3.2',
  parameters: {
    cpus: int(2, 4, { default: 3 }),
    /** Epoch counters without end, or of one machine word of two bits. */
    counters: oneOf('endless', 'wrapping'),
    /**
     * Processors look at the mask again when they have the spin lock, and any but the home turns back when it reads
     * "disabled". The listing has no such tests; with them, the wait for the epoch when demoting is not needed.
     */
    looksAgain: bool,
  },
  components: ({ cpus, counters, precaution }) => {
    const byDistance = counters === 'endless' || precaution('compare wrapping epochs by their distance')
    const epochs = counters === 'endless' ? endless : byDistance ? wrapping : wrappingAsPrinted
    return { ring: tokenRing({ cpus, precaution, epochs }) }
  },
  state: ({ cpus, counters }) => {
    const epochs = counters === 'endless' ? endless : wrapping
    return struct({
      lock: lockState({ cpus, epochs }),
      cpu: array(cpus, struct(lockRegisters({ epochs }))),
    })
  },
  initial: (s, tools) => {
    giveToken(s.ring)
    anyLock(s.lock, tools)
  },
  behaviour: ({ looksAgain, program, precaution, components: { ring } }) => {
    const lock = lockOperations({ precaution, epochs: ring.epochs, looksAgain })
    return [
      program('cpu', {
        user: (s, me, pick) => {
          const promotion = me.id === s.lock.home ? 'promote locally: read state' : 'promote: exchange'
          return pick(['tick: read token field', 'read mask', promotion] as const)
        },
        ...ring.test('tick', { next: (me: Interrupted) => (me.interrupted ? 'exchange' : 'user'), age: ageLock }),

        ...lock.acquire({ taken: 'critical', leave: 'user', test: 'tick: read token field' }),
        critical: (_, me, pick) => {
          if (!me.holdsSpinLock) return 'user'
          return me.state === 'enabled' ? pick(['release', lock.demotion] as const) : 'release'
        },
        ...lock.demote('release'),

        ...lock.promote('user'),
        ...lock.promoteLocally('user'),
      }),
    ]
  },
  properties: ({ always, step, reachable }) => ({
    'mutual exclusion': always((s) => s.cpu.count((c) => c.at === 'critical') <= 1),
    'the spin lock is taken exactly while somebody holds it': always(
      (s) => s.cpu.count((c) => c.holdsSpinLock) === s.lock.spin,
    ),
    'a disabled lock costs no atomic operation': step((before, after) =>
      before.cpu.every((cpu, i) => {
        const now = after.cpu.get(i).at
        const readsDisabled = cpu.at === 'read state' && now !== 'read state' && before.lock.state === 'disabled'
        return !readsDisabled || (now !== 'exchange' && after.lock.spin === before.lock.spin)
      }),
    ),
    'every state is reached: disabled': reachable((s) => s.lock.state === 'disabled'),
    'every state is reached: promoting': reachable((s) => s.lock.state === 'promoting'),
    'every state is reached: enabled': reachable((s) => s.lock.state === 'enabled'),
    'every state is reached: demoting': reachable((s) => s.lock.state === 'demoting'),
    'the disabled lock is skipped': reachable((s) => s.cpu.some((c) => c.at === 'critical' && !c.holdsSpinLock)),
    'another processor gets in': reachable((s) => s.cpu.some((c) => c.at === 'critical' && c.id !== s.lock.home)),
    'a remote promotion is finished': reachable((s) =>
      s.cpu.some((c) => c.at === 'finish transition' && c.state === 'promoting' && c.id !== s.lock.home),
    ),
    'a demotion is finished': reachable((s) =>
      s.cpu.some((c) => c.at === 'finish transition' && c.state === 'demoting'),
    ),
    'a local promotion meets a remote one': reachable(
      (s) =>
        s.cpu.some((c) => c.at === 'promote locally: change state') && s.cpu.some((c) => c.at === 'promote: exchange'),
    ),
  }),
})

interface Interrupted {
  readonly interrupted: boolean
}
