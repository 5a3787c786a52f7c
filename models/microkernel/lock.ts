import { blocked, bool, id, int, oneOf, type Pick, type Precaution, set, struct } from '../../src/index.js'
import { type Epochs, endless, older, oneEpochOnly } from './epoch.js'

/**
 * The dynamic lock (Uhlig 2005, 4.3.2) as routines that a system spreads into the program of its processors. The system
 * keeps the lock at `s.lock` (`lockState`), what a processor knows of it among the processor's own fields
 * (`lockRegisters`), and the token ring at `s.ring`.
 *
 * Every access to shared memory is a step of its own, in the order of the listing. What the listing leaves out is taken
 * from the text, and where that is silent, it is decided here:
 * - Only processors in the object's mask use it; others send a message to its home processor (4.3.1), which then does the
 *   work as if it were its own. While the lock is disabled, the mask is the home processor alone.
 * - A transition is begun with the spin lock in hand: change the state, read the global epoch, write it to LockEpoch. The
 *   mask, too, is only written with the spin lock in hand, so that changing a bit of it is one step.
 * - A processor outside the mask that wants in begins the promotion, adds itself to the mask, and comes back later. If it
 *   finds a demotion under way it calls that off: all still take the spin lock, so the lock may be enabled at once.
 * - Whoever holds an enabled lock may decide to demote it.
 * - A local promotion changes the state and nothing else, without the spin lock; others add themselves to the mask as
 *   above. If another processor has just begun a promotion and overwrites it, that merely takes longer.
 * - During a remote promotion the home processor may go on, holding the spin lock. Any other that gets the spin lock before
 *   the epoch is over puts it back and leaves the kernel; if it waited inside, it would itself stop the epoch.
 */
export function lockState({ cpus, epochs = endless }: { readonly cpus: number; readonly epochs?: Epochs }) {
  return struct({
    state: oneOf('disabled', 'promoting', 'enabled', 'demoting'),
    /** The spin variable; 0 is free. */
    spin: int(0, 3),
    /** LockEpoch: when the transition under way was begun. */
    epoch: epochs.number,
    home: id('cpu', cpus),
    mask: set(id('cpu', cpus)),
  })
}

export function lockRegisters({ epochs = endless }: { readonly epochs?: Epochs } = {}) {
  return {
    /** The lock's state as last tested. */
    state: oneOf('disabled', 'promoting', 'enabled', 'demoting'),
    /** An epoch on its way from or to LockEpoch. */
    epoch: epochs.number,
    holdsSpinLock: bool,
    /** It has gone to test for the token while it waits for the spin lock: only where nobody minds safe points. */
    interrupted: bool,
  }
}

/** A lock begins disabled with its home processor alone in the mask, or enabled with all of them; any one may be the home. */
export function anyLock(lock: Lock, { cpus, pick }: { readonly cpus: number; readonly pick: Pick }): void {
  lock.home = pick.int(0, cpus - 1)
  lock.state = pick(['disabled', 'enabled'] as const)
  lock.mask.assign(lock.state === 'disabled' ? [lock.home] : Array.from({ length: cpus }, (_, cpu) => cpu))
}

/** A new lock, disabled, that only its home processor uses. */
export function makeLock(lock: Lock, home: number): void {
  lock.state = 'disabled'
  lock.spin = 0
  lock.epoch = 0
  lock.home = home
  lock.mask.assign([home])
}

/** When the global epoch keeps its number, all records of it get older instead. */
export function ageLock(s: { readonly lock: { epoch: number }; readonly cpu: Iterable<{ epoch: number }> }): void {
  s.lock.epoch = older(s.lock.epoch)
  for (const cpu of s.cpu) cpu.epoch = older(cpu.epoch)
}

export interface LockOptions {
  readonly precaution: Precaution
  readonly epochs?: Epochs
  /**
   * A processor looks at the mask once more when it has the spin lock, and turns back if it has been taken out of it; the
   * same if it is not the home and reads "disabled". The listing has no such tests.
   */
  readonly looksAgain?: boolean
}

export function lockOperations({ precaution, epochs = endless, looksAgain = false }: LockOptions) {
  const onlyMembers = precaution('only the home processor may use the disabled path')
  const twoEpochs = precaution('wait for LockEpoch + 1 rather than LockEpoch')
  const waitsToDemote = precaution('wait for the epoch when demoting')
  const waitsToPromote = precaution('wait for the epoch when promoting remotely')
  const finishesHolding = precaution('finish a transition only while holding the spin lock')
  const narrowsFirst = precaution('narrow the mask before the demotion starts')
  const recordsLast = precaution('read the epoch after changing the state')
  const safePointsOnly = precaution('pass the token only at a safe point')

  const { isOver } = twoEpochs ? epochs : oneEpochOnly(epochs)
  const mustWait = (me: Registers) => (me.state === 'promoting' ? waitsToPromote : waitsToDemote)
  const isShutOut = (s: HasLock, me: Registers) => me.state === 'promoting' && waitsToPromote && me.id !== s.lock.home
  const begun = recordsLast ? 'change state' : 'read epoch'
  const changed = recordsLast ? 'read epoch' : 'write LockEpoch'
  const read = recordsLast ? 'write LockEpoch' : 'change state'

  return {
    /**
     * Takes the lock and goes to `taken`; goes to `leave` without it when it must not be taken, and after the release.
     * Where nobody minds safe points, a processor that waits for the spin lock goes to `test` to pass the token.
     */
    acquire<Taken extends string, Leave extends string, Test extends string>(to: {
      readonly taken: Taken
      readonly leave: Leave
      readonly test: Test
    }) {
      const { taken, leave, test } = to
      return {
        'read mask': (s: HasLock, me: Registers) => (s.lock.mask.has(me.id) || !onlyMembers ? 'read state' : leave),
        'read state': (s: HasLock, me: Registers) => {
          const { state } = s.lock
          if (state === 'disabled') return looksAgain && me.id !== s.lock.home ? leave : taken
          if (finishesHolding || state === 'enabled') return 'exchange'
          me.state = state
          return 'read LockEpoch'
        },
        exchange: (s: HasLock, me: Registers, pick: Pick) => {
          me.interrupted = !safePointsOnly && pick.bool()
          if (me.interrupted) return test
          if (s.lock.spin !== 0) return blocked
          s.lock.spin = 1
          me.holdsSpinLock = true
          return 'test state'
        },
        'test state': (s: HasLock, me: Registers) => {
          me.state = s.lock.state
          // The mask is only written with the spin lock in hand, which is here: it cannot change before the next step.
          if (looksAgain && !s.lock.mask.has(me.id)) return 'release'
          if (me.state === 'disabled' || me.state === 'enabled') return taken
          if (finishesHolding) return 'read LockEpoch'
          return isShutOut(s, me) ? 'release' : taken
        },
        'read LockEpoch': (s: HasLock, me: Registers) => {
          me.epoch = s.lock.epoch
        },
        'read GlobalEpoch': (s: HasLock, me: Registers) => {
          const over = isOver(me.epoch, s.ring.epoch)
          me.epoch = 0
          if (over || !mustWait(me)) return 'finish transition'
          if (me.holdsSpinLock) return isShutOut(s, me) ? 'release' : taken
          me.state = 'disabled'
          return 'exchange'
        },
        'finish transition': (s: HasLock, me: Registers) => {
          me.state = me.state === 'promoting' ? 'enabled' : 'disabled'
          s.lock.state = me.state
          if (me.state === 'disabled' && !narrowsFirst) s.lock.mask.assign([s.lock.home])
          if (me.holdsSpinLock) return taken
          me.state = 'disabled'
          return 'read state'
        },
        release: (s: HasLock, me: Registers) => {
          s.lock.spin = 0
          letGo(me)
          return leave
        },
      }
    },

    /** The step that begins a demotion; the processor holds the lock and has found it enabled. */
    demotion: narrowsFirst ? ('demote: narrow mask' as const) : (`demote: ${begun}` as const),

    demote<Then extends string>(then: Then) {
      return {
        'demote: narrow mask': (s: HasLock) => {
          s.lock.mask.assign([s.lock.home])
          return `demote: ${begun}` as const
        },
        'demote: change state': (s: HasLock) => {
          s.lock.state = 'demoting'
          return `demote: ${changed}` as const
        },
        'demote: read epoch': (s: HasLock, me: Registers) => {
          me.epoch = s.ring.epoch
          return `demote: ${read}` as const
        },
        'demote: write LockEpoch': (s: HasLock, me: Registers) => {
          writeLockEpoch(s, me)
          return then
        },
      }
    },

    /** Lets a processor other than the home into the mask, promoting the lock if it is disabled. */
    promote<Leave extends string>(leave: Leave) {
      return {
        'promote: exchange': (s: HasLock, me: Registers) => {
          if (s.lock.spin !== 0) return blocked
          s.lock.spin = 1
          me.holdsSpinLock = true
        },
        'promote: read state': (s: HasLock) => {
          if (s.lock.state === 'disabled') return `promote: ${begun}` as const
          return s.lock.state === 'demoting' ? 'promote: call demotion off' : 'promote: widen mask'
        },
        'promote: call demotion off': (s: HasLock) => {
          s.lock.state = 'enabled'
          return 'promote: widen mask' as const
        },
        'promote: change state': (s: HasLock) => {
          s.lock.state = 'promoting'
          return `promote: ${changed}` as const
        },
        'promote: read epoch': (s: HasLock, me: Registers) => {
          me.epoch = s.ring.epoch
          return `promote: ${read}` as const
        },
        'promote: write LockEpoch': (s: HasLock, me: Registers) => {
          writeLockEpoch(s, me)
        },
        'promote: widen mask': (s: HasLock, me: Registers) => {
          s.lock.mask.add(me.id)
        },
        'promote: release': (s: HasLock, me: Registers) => {
          s.lock.spin = 0
          letGo(me)
          return leave
        },
      }
    },

    /** The home processor enables a disabled lock, at once and without taking anything: it knows that it is not inside. */
    promoteLocally<Leave extends string>(leave: Leave) {
      return {
        'promote locally: read state': (s: HasLock) =>
          s.lock.state === 'disabled' ? 'promote locally: change state' : leave,
        'promote locally: change state': (s: HasLock) => {
          s.lock.state = 'enabled'
          return leave
        },
      }
    },
  }
}

/** The spin lock is no longer held: whether it was, and the state as last tested, are forgotten. */
export function letGo(me: Registers): void {
  me.holdsSpinLock = false
  me.state = 'disabled'
}

function writeLockEpoch(s: HasLock, me: Registers): void {
  s.lock.epoch = me.epoch
  me.epoch = 0
}

export type LockState = 'disabled' | 'promoting' | 'enabled' | 'demoting'

export interface Lock {
  state: LockState
  spin: number
  epoch: number
  home: number
  readonly mask: { has(cpu: number): boolean; add(cpu: number): void; assign(cpus: Iterable<number>): void }
}

export interface HasLock {
  readonly lock: Lock
  readonly ring: { readonly epoch: number }
}

export interface Registers {
  readonly id: number
  state: LockState
  epoch: number
  holdsSpinLock: boolean
  interrupted: boolean
}
