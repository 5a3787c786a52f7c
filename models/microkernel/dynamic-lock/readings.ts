import { blocked, type Pick } from '../../../src/index.js'
import { endless } from '../token-ring/epoch.js'
import { bit, type Lock, type LockState, letGo, type Registers } from './lock.js'

/**
 * How another processor gets a disabled lock enabled, which neither listing of Uhlig 2005, 4.3.2 shows.
 *
 * The text says that the lock cannot be taken until the epoch is over; what keeps it from being taken can be read as:
 * - `nobody waits`: the listing is all there is. Whoever begins the promotion is in the mask from then on.
 * - `turned away`: the same, but code that is not shown refuses the lock to all but the home processor.
 * - `outside the mask`: a processor is let into the mask only when it finds the lock enabled.
 * - `spin lock held`: whoever begins the promotion keeps the spin lock until the epoch is over.
 */
export type Promotion = 'nobody waits' | 'turned away' | 'outside the mask' | 'spin lock held'

/**
 * Nor does it say what a processor holds when it begins one:
 * - `spin lock`: the spin lock, as everywhere else.
 * - `plain stores`: nothing. It stores the new state, then LockEpoch, and stays away from a lock that is in transition.
 * - `one exchange`: nothing, but state and LockEpoch are in one word and changed by one compare-and-exchange.
 */
export type Start = 'spin lock' | 'plain stores' | 'one exchange'

export function promoteByReading<Leave extends string>(promotion: Promotion, start: Start, leave: Leave) {
  const holding = start === 'spin lock' || promotion === 'spin lock held'
  const atOnce = promotion === 'nobody waits' || promotion === 'turned away'
  const begun = atOnce ? 'promote: widen mask' : 'promote: leave'
  return {
    'promote: begin': (s: HasLock) => {
      if (holding || s.lock.state === 'enabled') return 'promote: exchange'
      if (s.lock.state !== 'disabled') return 'promote: leave'
      return start === 'one exchange' ? 'promote: read epoch' : 'promote: change state'
    },
    'promote: exchange': (s: HasLock, me: Registers) => {
      if (s.lock.spin !== 0) return blocked
      s.lock.spin = 1
      me.holdsSpinLock = true
    },
    'promote: read state': (s: HasLock) => {
      if (s.lock.state === 'enabled') return 'promote: widen mask'
      if (!holding) return 'promote: leave'
      if (s.lock.state === 'disabled') return 'promote: change state'
      return s.lock.state === 'demoting' ? 'promote: enable' : begun
    },
    'promote: change state': (s: HasLock) => {
      s.lock.state = 'promoting'
    },
    'promote: read epoch': (s: HasLock, me: Registers) => {
      me.epoch = s.ring.epoch
      return start === 'one exchange' && !holding ? 'promote: exchange state and LockEpoch' : 'promote: write LockEpoch'
    },
    'promote: write LockEpoch': (s: HasLock, me: Registers) => {
      s.lock.lockEpoch = me.epoch
      me.epoch = 0
      return promotion === 'spin lock held' ? 'promote: wait for epoch' : begun
    },
    'promote: exchange state and LockEpoch': (s: HasLock, me: Registers) => {
      const { epoch } = me
      me.epoch = 0
      if (s.lock.state !== 'disabled') return 'promote: leave'
      s.lock.state = 'promoting'
      s.lock.lockEpoch = epoch
      return begun
    },
    // Waiting here is waiting in the kernel with a lock in hand: no safe point.
    'promote: wait for epoch': (s: HasLock) =>
      endless.isOver(s.lock.lockEpoch, s.ring.epoch) ? 'promote: enable' : blocked,
    'promote: enable': (s: HasLock) => {
      s.lock.state = 'enabled'
    },
    'promote: widen mask': (s: HasLock, me: Registers) => {
      s.lock.mask |= bit(me.id)
    },
    'promote: leave': (s: HasLock, me: Registers) => {
      if (me.holdsSpinLock) s.lock.spin = 0
      me.holdsSpinLock = false
      return leave
    },
  } as const
}

/**
 * When the spin lock is given back. As printed that is always; the other two are repairs, one of ours and one of the text:
 * only if it was taken, or not if the lock's state is found "disabled".
 */
export type Release = 'as printed' | 'if taken' | 'if not disabled'

/** Whether the processor is in the mask. */
export function isMember(s: HasLock, me: Registers): boolean {
  return (s.lock.mask & bit(me.id)) !== 0
}

/** What a processor in user mode comes to the kernel for. */
export function entersKernel(s: HasLock, me: Registers, pick: Pick) {
  const promote = me.id === s.lock.home ? 'promote locally: read state' : 'promote: begin'
  return pick(['tick: read token field', 'read mask', promote] as const)
}

/** When the transition under way was begun. */
export function readLockEpoch(s: HasLock, me: Registers): void {
  me.epoch = s.lock.lockEpoch
}

/** Reads the global epoch: whether the one in LockEpoch, read before, is over. */
export function epochIsOver(s: HasLock, me: Registers): boolean {
  const over = endless.isOver(me.epoch, s.ring.epoch)
  me.epoch = 0
  return over
}

/** Makes the state what it is in transition to. */
export function finishTransition(s: HasLock, me: Registers): void {
  me.state = afterTransition(me.state)
  s.lock.state = me.state
}

/** The end of the critical section, and the release under the number of its line. */
export function releaseAt<N extends string, D extends string>(line: N, release: Release, demotion: D) {
  const given = `${line} release` as const
  const tested = `${line} test state` as const
  const leave = release === 'if not disabled' ? tested : given
  return {
    leaves: (me: Registers, pick: Pick) => {
      if (me.holdsSpinLock && me.state === 'enabled') return pick([leave, demotion] as const)
      return release === 'if taken' && !me.holdsSpinLock ? 'user' : leave
    },
    steps: numbered(line, {
      'test state': (s: HasLock, me: Registers) => {
        if (s.lock.state !== 'disabled') return given
        letGo(me)
        return 'user' as const
      },
      release: (s: HasLock, me: Registers) => {
        s.lock.spin = 0
        letGo(me)
        return 'user' as const
      },
    }),
  }
}

/** Not printed: what "lock state manipulation" does. Outside a transition there is nothing to do. */
function afterTransition(state: LockState): LockState {
  if (state === 'promoting') return 'enabled'
  return state === 'demoting' ? 'disabled' : state
}

/** Steps under the number of a line: `12 release`. */
function numbered<N extends string, S extends object>(line: N, steps: S) {
  const named = Object.entries(steps).map(([label, step]) => [`${line} ${label}`, step])
  return Object.fromEntries(named) as { [L in keyof S & string as `${N} ${L}`]: S[L] }
}

/** The state of a system whose lock and ring have their variables themselves. */
interface HasLock {
  readonly lock: Lock
  readonly ring: { readonly epoch: number }
}
