import { array, blocked, int, oneOf, struct, system } from '../../../src/index.js'
import { giveToken, tokenRing } from '../token-ring/ring.js'
import { anyLock, type Lock, type LockState, lockOperations, lockRegisters, lockState } from './lock.js'
import {
  entersKernel,
  epochIsOver,
  finishTransition,
  isMember,
  promoteByReading,
  readLockEpoch,
  releaseAt,
} from './readings.js'

/**
 * The dynamic lock exactly as its two listings print it; steps bear the numbers of the lines. What is not printed, how a
 * processor other than the home gets a promotion begun and what keeps it out meanwhile, is a parameter (`lock-readings`).
 * Demotion and local promotion are those of `dynamic-lock`. What the search says:
 *
 * Taken by itself, neither listing waits for the end of a remote promotion (`nobody waits`). The home processor skips the
 * disabled lock and is inside; another begins the promotion, comes back, takes the spin lock, finds the epoch not over,
 * and walks on into the critical section: 19 steps.
 *
 * Suppose then that something keeps others out until the lock is enabled:
 *
 * - The release (line 12; 10 in assembler) frees the spin lock whether the processor has taken or skipped it. The home
 *   processor, leaving after it skipped the lock, frees the spin lock that another has taken to begin a promotion. It
 *   promotes the lock itself, takes it and is inside; the other releases what it believes to hold, takes the lock again, and
 *   is inside too: 24 steps. Nor need it be the beginner of a promotion who is robbed. Where those who come too early are
 *   `turned away` only after the exchange, it can be one of them: 38 steps in assembler, with `one exchange`.
 * - The text's remedy where fences are dear, to release only after a test of the lock's state (`if not disabled`), is a
 *   trap. Who finishes a demotion holds the spin lock and has just made the state "disabled"; it leaves without releasing,
 *   and the next promotion enables a lock that is taken for ever: 33 steps. To be tested is whether it was taken.
 * - Keeping the spin lock until the epoch is over (`spin lock held`) is a deadlock, since neither who holds it nor who waits
 *   for it ever gets to a safe point: 10 steps, 11 in assembler.
 *
 * With the release repaired (`if taken`), others kept out, and promotions begun with the spin lock in hand, both hold. As
 * printed they hold too, on one condition: a promotion never touches the spin variable, lets others into the mask only when
 * it is over, and changes state and LockEpoch by one compare-and-exchange. With two plain stores instead, three processors
 * break it in 55 steps: the store to LockEpoch comes so late that it puts an old epoch under a demotion begun since.
 */
const release = oneOf('as printed', 'if taken', 'if not disabled')
const start = oneOf('spin lock', 'plain stores', 'one exchange')
const cpus = int(2, 4, { default: 2 })

// Nothing of a listing is a precaution of ours to take away.
const printed = () => true
const components = ({ cpus }: { readonly cpus: number }) => ({ ring: tokenRing({ cpus, precaution: printed }) })

function beginning(s: Beginning, tools: Parameters<typeof anyLock>[1]): void {
  giveToken(s.ring)
  anyLock(s.lock, tools)
}

/** As printed and with nothing read into it, it fails: docs and tests have the run. */
function expected({ promotion }: { readonly promotion: string }) {
  return promotion === 'nobody waits' ? ({ 'mutual exclusion': 'violated' } as const) : {}
}

/** What is claimed of a listing, and that all of it happens; `at` says which lines are meant. */
function claims<A, R>(
  { always, reachable }: { readonly always: Of<A>; readonly reachable: Of<R> },
  at: { readonly critical: string; readonly finish: string },
) {
  const finishes = (s: State, from: LockState) => s.cpu.some((c) => c.at === at.finish && c.state === from)
  return {
    'mutual exclusion': always((s) => s.cpu.count((c) => c.at === at.critical) <= 1),
    'nobody leaves the spin lock taken': always((s) => s.lock.spin === 0 || s.cpu.some((c) => c.holdsSpinLock)),
    'the disabled lock is skipped': reachable((s) => s.cpu.some((c) => c.at === at.critical && !c.holdsSpinLock)),
    'a promotion is finished': reachable((s) => finishes(s, 'promoting')),
    'a demotion is finished': reachable((s) => finishes(s, 'demoting')),
  }
}

/** The first listing, C-like. Lines 1 to 9 take the lock, 10 is the critical section, 12 the release. */
export const dynamicLockPrinted = system('dynamic-lock-printed', {
  summary: 'the dynamic lock exactly as its C-like listing prints it',
  source: 'Uhlig 2005, 4.3.2, first listing',
  parameters: { cpus, promotion: oneOf('nobody waits', 'outside the mask', 'spin lock held'), start, release },
  components,
  state: ({ cpus }) => struct({ lock: lockState({ cpus }), cpu: array(cpus, struct(lockRegisters())) }),
  initial: (s, tools) => beginning(s, tools),
  expected: (reading) => expected(reading),
  behaviour: ({ promotion, start, release, program, components: { ring } }) => {
    const lock = lockOperations({ precaution: printed })
    const { leaves, steps: releasing } = releaseAt('12', release, lock.demotion)
    return [
      program('cpu', {
        user: entersKernel,
        ...ring.test('tick', { next: () => 'user', age: lock.age }),

        // Before the listing begins: Figure 4.4.
        'read mask': (s, me) => (isMember(s, me) ? '1 read state' : 'user'),

        '1 read state': (s) => (s.lock.state === 'disabled' ? '10 critical section' : '2 test and set'),
        '2 test and set': (s, me) => {
          if (s.lock.spin !== 0) return blocked
          s.lock.spin = 1
          me.holdsSpinLock = true
        },
        '4 read state': (s, me) => {
          me.state = s.lock.state
          return me.state === 'enabled' ? '10 critical section' : '4 read LockEpoch'
        },
        '4 read LockEpoch': readLockEpoch,
        '4 read GlobalEpoch': (s, me) => (epochIsOver(s, me) ? '6 change state' : '10 critical section'),
        '6 change state': finishTransition,

        '10 critical section': (_, me, pick) => leaves(me, pick),
        ...lock.demote('12 release'),
        ...releasing,

        ...promoteByReading(promotion, start, 'user'),
        ...lock.promoteLocally('user'),
      }),
    ]
  },
  properties: (tools) => claims(tools, { critical: '10 critical section', finish: '6 change state' }),
})

/** The encoding that the code relies on: 0 for disabled, 1 for enabled, and a set second bit for the transitions. */
const encoding = { disabled: 0, enabled: 1, promoting: 2, demoting: 3 } as const

/**
 * The second listing, hand-optimized for IA-32. The register that the state was loaded into is what the exchange stores, so
 * the spin variable takes the values 1 to 3. Not printed are the spin loop, here a read until the lock is free and then the
 * exchange again with something other than 0; and the code that line 7 jumps to, here the body of the first listing's `if`
 * with its test of the epoch, back to the critical section.
 */
export const dynamicLockAssembler = system('dynamic-lock-assembler', {
  summary: 'the dynamic lock exactly as its IA-32 listing prints it',
  source: 'Uhlig 2005, 4.3.2, second listing',
  parameters: {
    cpus,
    promotion: oneOf('nobody waits', 'turned away', 'outside the mask', 'spin lock held'),
    start,
    release,
  },
  components,
  state: ({ cpus }) =>
    struct({ lock: lockState({ cpus }), cpu: array(cpus, struct({ ...lockRegisters(), ecx: int(0, 3) })) }),
  initial: (s, tools) => beginning(s, tools),
  expected: (reading) => expected(reading),
  behaviour: ({ promotion, start, release, program, components: { ring } }) => {
    const lock = lockOperations({ precaution: printed })
    const { leaves, steps: releasing } = releaseAt('10', release, lock.demotion)
    return [
      program('cpu', {
        user: entersKernel,
        ...ring.test('tick', { next: () => 'user', age: lock.age }),

        'read mask': (s, me) => (isMember(s, me) ? '1 load state' : 'user'),

        '1 load state': (s, me) => {
          me.ecx = encoding[s.lock.state]
          return me.ecx === 0 ? '8 critical section' : '3 exchange'
        },
        '3 exchange': (s, me) => {
          const old = s.lock.spin
          s.lock.spin = me.ecx
          if (old !== 0) return '5 spin loop'
          me.ecx = 0
          me.holdsSpinLock = true
          return '6 test state'
        },
        '5 spin loop': (s) => (s.lock.spin === 0 ? '3 exchange' : blocked),
        '6 test state': (s, me) => {
          me.state = s.lock.state
          return encoding[me.state] >= 2 ? '7 read LockEpoch' : '8 critical section'
        },
        '7 read LockEpoch': readLockEpoch,
        '7 read GlobalEpoch': (s, me) => {
          if (epochIsOver(s, me)) return '7 change state'
          const refuses = promotion === 'turned away' && me.state === 'promoting' && me.id !== s.lock.home
          return refuses ? '10 release' : '8 critical section'
        },
        '7 change state': finishTransition,

        '8 critical section': (_, me, pick) => leaves(me, pick),
        ...lock.demote('10 release'),
        ...releasing,

        ...promoteByReading(promotion, start, 'user'),
        ...lock.promoteLocally('user'),
      }),
    ]
  },
  properties: (tools) => claims(tools, { critical: '8 critical section', finish: '7 change state' }),
})

interface Beginning {
  readonly ring: Parameters<typeof giveToken>[0]
  readonly lock: Lock
}

/** A property that is made of a test of a state. */
type Of<P> = (test: (s: State) => boolean) => P

interface State {
  readonly lock: { readonly spin: number }
  readonly cpu: Cpus
}

interface Cpus {
  count(test: (cpu: Cpu) => boolean): number
  some(test: (cpu: Cpu) => boolean): boolean
}

interface Cpu {
  readonly at: string
  readonly state: LockState
  readonly holdsSpinLock: boolean
}
