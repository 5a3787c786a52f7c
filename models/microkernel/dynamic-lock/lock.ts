import type { Pick, Precaution } from '../../../src/index.js'
import { type Barriers, noBarriers } from '../token-ring/barriers.js'
import { type Epochs, endless, older, oneEpochOnly } from '../token-ring/epoch.js'
import { ringVariables } from '../token-ring/ring.js'
import { type AnyMemory, type Shared, shared } from '../token-ring/shared.js'
import type { Beneath, Holder } from './beneath/beneath.js'
import { spinLock } from './beneath/spin-lock.js'
import { BITS, bit, type LockState, lockVariables } from './state.js'

export { letGo } from './beneath/beneath.js'
export * from './state.js'

export interface LockOptions {
  readonly precaution: Precaution
  readonly epochs?: Epochs
  /**
   * A processor looks at the mask once more when it has the spin lock, and turns back if it has been taken out of it; the
   * same if it is not the home and reads "disabled". The listing has no such tests.
   */
  readonly looksAgain?: boolean
  readonly beneath?: Beneath
  /** The system's own memory; without it, the variables are at `s.lock` and `s.ring`. */
  readonly memory?: AnyMemory
  readonly barriers?: Barriers
  /** What the processor knows as the lock's home; without it, that is at `s.lock.home` and never changes. */
  readonly home?: (s: HasLock, me: never) => number
}

/**
 * The dynamic lock (Uhlig 2005, 4.3.2) as routines that a system spreads into the program of its processors. The system
 * keeps the lock at `s.lock` (`lockState`), what a processor knows of it among the processor's own fields
 * (`lockRegisters`), and the token ring at `s.ring`. With a memory of the system, at `s.memory`, the variables of lock and ring
 * are there (`lockVariables`), and only the lock's home is at `s.lock`.
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
 *
 * "Spin lock" stands for whatever lock is beneath.
 */
export function lockOperations(options: LockOptions) {
  const { precaution, epochs = endless, looksAgain = false, beneath = spinLock, barriers = noBarriers } = options
  const home = (options.home ?? ((s) => s.lock!.home)) as (s: HasLock, me: Holder) => number
  const onlyMembers = precaution('only the home processor may use the disabled path')
  const twoEpochs = precaution('wait for LockEpoch + 1 rather than LockEpoch')
  const waitsToDemote = precaution('wait for the epoch when demoting')
  const waitsToPromote = precaution('wait for the epoch when promoting remotely')
  const finishesHolding = precaution('finish a transition only while holding the spin lock')
  const narrowsFirst = precaution('narrow the mask before the demotion starts')
  const recordsLast = precaution('read the epoch after changing the state')
  const safePointsOnly = precaution('pass the token only at a safe point')
  const fences = recordsLast && barriers.fencing('have all see the new state before the epoch is read')
  const enabledLocally = barriers.releasing('order the critical section before a local promotion')
  const stateTested = barriers.acquiring('order everything after the state is tested')
  const epochRead = barriers.acquiring('order everything after the global epoch is read')

  const where = { cpus: BITS, memory: options.memory }
  const variables = { ...lockVariables({ epochs }), ...beneath.variables(BITS, epochs) }
  const { memory, in: lock } = shared(variables, { ...where, own: 'lock' }) as Shared<ReturnType<typeof lockVariables>>
  const ring = shared(ringVariables({ cpus: BITS, epochs }), { ...where, own: 'ring' })

  const stateOf = (s: HasLock, me: Holder) => memory.load(lock(s), me.id, 'state')
  const maskOf = (s: HasLock, me: Holder) => memory.load(lock(s), me.id, 'mask')
  const setState = (s: HasLock, me: Holder, state: LockState) => memory.store(lock(s), me.id, 'state', state)
  const setMask = (s: HasLock, me: Holder, mask: number) => memory.store(lock(s), me.id, 'mask', mask)

  const { isOver } = twoEpochs ? epochs : oneEpochOnly(epochs)
  const readEpoch = (s: object, me: HasId) => ring.memory.load(ring.in(s), me.id, 'epoch')
  const epochIsOver = (s: object, me: HasId, recorded: number) =>
    isOver(recorded, ring.memory.load(ring.in(s), me.id, 'epoch', epochRead))
  const tools = { memory, in: lock, barriers, precaution, readEpoch, epochIsOver }
  const { taking, waiting, giving, take, give } = beneath.operations(tools)
  const mustWait = (me: Registers) => (me.state === 'promoting' ? waitsToPromote : waitsToDemote)
  const isShutOut = (s: HasLock, me: Registers) => me.state === 'promoting' && waitsToPromote && me.id !== home(s, me)
  const begun = recordsLast ? 'change state' : 'read epoch'

  /** A transition is begun by these steps, the first of which is `begun`. */
  function begin<P extends string, Then extends string>(prefix: P, state: LockState, then: Then) {
    const fence = {
      [`${prefix}fence`]: (s: HasLock, me: Registers) => {
        memory.fence(lock(s), me.id)
        return `${prefix}read epoch` as const
      },
    }
    const steps = {
      [`${prefix}change state`]: (s: HasLock, me: Registers) => {
        setState(s, me, state)
        if (fences) return `${prefix}fence` as const
        return recordsLast ? (`${prefix}read epoch` as const) : (`${prefix}write LockEpoch` as const)
      },
      ...(fences ? fence : {}),
      [`${prefix}read epoch`]: (s: HasLock, me: Registers) => {
        me.epoch = readEpoch(s, me)
        return recordsLast ? (`${prefix}write LockEpoch` as const) : (`${prefix}change state` as const)
      },
      [`${prefix}write LockEpoch`]: (s: HasLock, me: Registers) => {
        memory.store(lock(s), me.id, 'lockEpoch', me.epoch)
        me.epoch = 0
        return then
      },
    }
    type Label = `${P}${'change state' | 'fence' | 'read epoch' | 'write LockEpoch'}`
    return steps as { [label in Label]: (s: HasLock, me: Registers) => Label | Then }
  }

  return {
    /** When the global epoch keeps its number, all records of it get older instead. */
    age(s: HasLock & { readonly cpu: Iterable<{ epoch: number }> }): void {
      memory.rename(lock(s), 'lockEpoch', older)
      for (const record of beneath.records ?? []) (memory as AnyMemory).rename(lock(s), record, older)
      for (const cpu of s.cpu) cpu.epoch = older(cpu.epoch)
    },

    /** The first step of a release, and of what lets a processor into the mask. */
    release: giving,
    promotion: `promote: ${taking}` as const,
    /** Where a processor waits for the lock, and comes back to if it was interrupted. */
    waiting,

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
      const interrupted = (me: Registers, pick: Pick) => {
        me.interrupted = !safePointsOnly && pick.bool()
        return me.interrupted ? test : null
      }
      return {
        'read mask': (s: HasLock, me: Registers) =>
          (maskOf(s, me) & bit(me.id)) !== 0 || !onlyMembers ? 'read state' : leave,
        'read state': (s: HasLock, me: Registers) => {
          const state = stateOf(s, me)
          if (state === 'disabled') return looksAgain && me.id !== home(s, me) ? leave : taken
          if (finishesHolding || state === 'enabled') return taking
          me.state = state
          return 'read LockEpoch'
        },
        ...take('', 'test state', interrupted),
        'test state': (s: HasLock, me: Registers) => {
          me.state = memory.load(lock(s), me.id, 'state', stateTested)
          // The mask is only written with the spin lock in hand, which is here: it cannot change before the next step.
          if (looksAgain && (maskOf(s, me) & bit(me.id)) === 0) return giving
          if (me.state === 'disabled' || me.state === 'enabled') return taken
          if (finishesHolding) return 'read LockEpoch'
          return isShutOut(s, me) ? giving : taken
        },
        'read LockEpoch': (s: HasLock, me: Registers) => {
          me.epoch = memory.load(lock(s), me.id, 'lockEpoch')
          return 'read GlobalEpoch' as const
        },
        'read GlobalEpoch': (s: HasLock, me: Registers) => {
          const over = epochIsOver(s, me, me.epoch)
          me.epoch = 0
          if (over || !mustWait(me)) return 'finish transition'
          if (me.holdsSpinLock) return isShutOut(s, me) ? giving : taken
          me.state = 'disabled'
          return taking
        },
        'finish transition': (s: HasLock, me: Registers) => {
          me.state = me.state === 'promoting' ? 'enabled' : 'disabled'
          setState(s, me, me.state)
          if (me.state === 'disabled' && !narrowsFirst) setMask(s, me, bit(home(s, me)))
          if (me.holdsSpinLock) return taken
          me.state = 'disabled'
          return 'read state'
        },
        ...give('', leave),
      } as const
    },

    /** The step that begins a demotion; the processor holds the lock and has found it enabled. */
    demotion: narrowsFirst ? ('demote: narrow mask' as const) : (`demote: ${begun}` as const),

    demote<Then extends string>(then: Then) {
      return {
        'demote: narrow mask': (s: HasLock, me: Registers) => {
          setMask(s, me, bit(home(s, me)))
          return `demote: ${begun}` as const
        },
        ...begin('demote: ', 'demoting', then),
      }
    },

    /** Lets a processor other than the home into the mask, promoting the lock if it is disabled. */
    promote<Leave extends string>(leave: Leave) {
      return {
        ...take('promote: ', 'promote: read state'),
        'promote: read state': (s: HasLock, me: Registers) => {
          const state = stateOf(s, me)
          if (state === 'disabled') return `promote: ${begun}` as const
          return state === 'demoting' ? 'promote: call demotion off' : 'promote: widen mask'
        },
        'promote: call demotion off': (s: HasLock, me: Registers) => {
          setState(s, me, 'enabled')
          return 'promote: widen mask' as const
        },
        ...begin('promote: ', 'promoting', 'promote: widen mask'),
        'promote: widen mask': (s: HasLock, me: Registers) => {
          setMask(s, me, maskOf(s, me) | bit(me.id))
          return `promote: ${giving}` as const
        },
        ...give('promote: ', leave),
      }
    },

    /** The home processor enables a disabled lock, at once and without taking anything: it knows that it is not inside. */
    promoteLocally<Leave extends string>(leave: Leave) {
      return {
        'promote locally: read state': (s: HasLock, me: Registers) =>
          stateOf(s, me) === 'disabled' ? 'promote locally: change state' : leave,
        'promote locally: change state': (s: HasLock, me: Registers) => {
          memory.store(lock(s), me.id, 'state', 'enabled', enabledLocally)
          return leave
        },
      }
    },
  }
}

/** The state of a system that has a lock, wherever its variables are. */
export interface HasLock {
  readonly cpu: unknown
  readonly lock?: { readonly home: number }
}

interface HasId {
  readonly id: number
}

export interface Registers extends Holder {
  epoch: number
  interrupted: boolean
}
