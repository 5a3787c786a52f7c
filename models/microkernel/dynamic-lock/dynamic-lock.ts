import { array, bool, int, oneOf, type Pick, struct, system } from '../../../src/index.js'
import type { MemoryModel } from '../../../src/system/memory-model.js'
import { memoryModel } from '../../hardware/memory/memory.js'
import { barriersFor } from '../token-ring/barriers.js'
import { type Epochs, endless, endlessBehindBuffers, wrapping, wrappingAsPrinted } from '../token-ring/epoch.js'
import { hasOneToken, tokenRingOn } from '../token-ring/ring.js'
import { hasFullFences, ringMemory } from '../token-ring/ring-memory.js'
import { beneathFor } from './beneath/choice.js'
import { mcsLock } from './beneath/mcs-lock.js'
import { criticalSection, foundRegister, guardedData, isInside } from './guarded-data.js'
import { everybodyComesBack, failsInTheEnd, inTheEnd } from './in-the-end.js'
import { anyBeginning, bit, lockHome, lockOperations, lockRegisters, lockVariables } from './lock.js'

const SWITCHES = 'a change of the lock beneath comes to its end, unless nobody takes that'

interface Setting {
  readonly cpus: number
  readonly counters: 'endless' | 'wrapping'
  readonly order: number
  readonly switches: boolean
  readonly liveness: boolean
  readonly memoryModel: MemoryModel
  readonly entries: number
}

/** A word that wraps may seem not to have gone on whenever somebody looks: then what happens in the end cannot be judged. */
function epochsOf({ counters, liveness, memoryModel }: Setting): Epochs {
  if (counters === 'wrapping') return wrapping
  if (memoryModel === 'sc') return endless
  return liveness && memoryModel !== 'rc11' ? endlessBehindBuffers : wrapping
}

/** What the full fence is for that the lock has under rc11. */
const FENCED = 'have all see the new state before the epoch is read'

/** The memory with everything that processors share. */
function memoryOf(setting: Setting, fences = true) {
  const epochs = epochsOf(setting)
  const variables = {
    ...lockVariables({ epochs }),
    ...(beneathFor(setting).variables(setting.cpus, epochs) as object),
    ...guardedData(setting),
  }
  return ringMemory({ ...setting, epochs }, variables, fences)
}

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
    /**
     * Epoch counters without end, or of one machine word of two bits. Without sequential consistency they wrap, unless what
     * happens in the end is judged.
     */
    counters: oneOf('endless', 'wrapping'),
    /**
     * Processors look at the mask again when they have the spin lock, and any but the home turns back when it reads
     * "disabled". The listing has no such tests; with them, the wait for the epoch when demoting is not needed.
     */
    looksAgain: bool,
    /** The order of the object's mask when several use it, which decides whether a spin lock or a queue lock is beneath. */
    order: int(0, 5),
    /** The lock beneath is changed at run time from a spin lock to a queue lock and back, whatever the order. */
    switches: bool,
    /** What happens in the end is judged too, if processors go on, and in user mode again and again tick and use the object. */
    liveness: bool,
    memoryModel,
    /** Stores that fit into a store buffer; with no room left, a processor waits. Under rc11, how many messages it may lag behind. */
    entries: int(1, 4, { default: 4 }),
  },
  components: (setting) => {
    const { cpus, memoryModel, precaution } = setting
    const counted = epochsOf(setting)
    const byDistance = counted !== wrapping || precaution('compare wrapping epochs by their distance')
    const epochs = byDistance ? counted : wrappingAsPrinted
    const barriers = barriersFor({ memoryModel, precaution })
    const memory = memoryOf(setting, setting.switches || hasFullFences(barriers, FENCED))
    return { memory, ring: tokenRingOn(memory, { cpus, precaution, epochs, barriers }) }
  },
  state: (setting) => {
    const { cpus } = setting
    const registers = lockRegisters({ cpus, epochs: epochsOf(setting), beneath: beneathFor(setting) })
    return struct({ lock: struct(lockHome(setting)), cpu: array(cpus, struct({ ...registers, ...foundRegister })) })
  },
  initial: (s, setting) => {
    const { initialise } = memoryOf(setting)
    const { home, state, mask } = anyBeginning(setting)
    s.lock.home = home
    initialise(s.memory, 'state', state)
    initialise(s.memory, 'mask', mask)
    initialise(s.memory, 'field', 0, true)
  },
  behaviour: (setting) => {
    const { looksAgain, memoryModel, program, precaution, components } = setting
    const { ring, memory } = components
    const barriers = barriersFor({ memoryModel, precaution })
    const beneath = beneathFor(setting)
    const lock = lockOperations({ precaution, epochs: ring.epochs, looksAgain, beneath, memory, barriers })
    return [
      program('cpu', {
        user: (s, me, pick) => {
          const promotion = me.id === s.lock.home ? 'promote locally: read state' : lock.promotion
          return pick(['tick: read token field', 'read mask', promotion] as const)
        },
        ...ring.test('tick', { next: (me: Interrupted) => (me.interrupted ? lock.waiting : 'user'), age: lock.age }),

        ...lock.acquire({ taken: 'critical', leave: 'user', test: 'tick: read token field' }),
        ...criticalSection({ memoryModel, memory }, (me: Holder, pick: Pick) => {
          if (!me.holdsSpinLock) return 'user'
          return me.state === 'enabled' ? pick([lock.release, lock.demotion] as const) : lock.release
        }),
        ...lock.demote(lock.release),

        ...lock.promote('user'),
        ...lock.promoteLocally('user'),
      }),
    ]
  },
  expected: (setting) => {
    if (!setting.liveness) return {}
    const failing = { starves: beneathFor(setting) !== mcsLock, wraps: epochsOf(setting) === wrapping }
    const isLate = setting.switches && (failing.starves || failing.wraps)
    return { ...failsInTheEnd(failing), ...(isLate && { [SWITCHES]: 'violated' }) }
  },
  fairness: ({ liveness }) => (liveness ? everybodyComesBack() : []),
  properties: (setting) => {
    const { switches, liveness, always, step, reachable, leadsTo } = setting
    const kindOf = (s: { readonly memory: object }) => (s.memory as { readonly kind: string }).kind
    const switching = {
      'the lock beneath becomes a queue lock': reachable((s) => kindOf(s) === 'queue'),
      'it becomes a spin lock again': reachable(
        (s) => kindOf(s) === 'to spin' && s.cpu.some((c) => String(c.at).endsWith('finish switch')),
      ),
      'both change at once': reachable((s) => s.memory.state === 'promoting' && kindOf(s) === 'to queue'),
      ...(liveness && {
        [SWITCHES]: leadsTo(
          (s) => kindOf(s) === 'to queue' || kindOf(s) === 'to spin',
          (s) => kindOf(s) === 'queue' || kindOf(s) === 'spin' || s.memory.state === 'disabled',
        ),
      }),
    }
    const { isSettled } = memoryOf(setting)
    return {
      'mutual exclusion': always((s) => s.cpu.count(isInside) <= 1),
      ...(setting.memoryModel === 'sc'
        ? {}
        : { 'what the lock protects is found whole': always((s) => s.cpu.every((c) => c.found === 'whole')) }),
      'exactly one token': always((s) => hasOneToken(s.ring.cpu, s.memory.field, isSettled(s.memory))),
      'the lock beneath fits to those who hold it': always((s) =>
        beneathFor(setting).fits(
          s.memory,
          s.cpu.count((c) => c.holdsSpinLock),
          isSettled(s.memory),
        ),
      ),
      'a disabled lock costs no atomic operation': step((before, after) =>
        before.cpu.every((cpu, i) => {
          const now = after.cpu.get(i).at
          // Else its own buffer may know better.
          const isDisabled = before.memory.state === 'disabled' && isSettled(before.memory)
          const readsDisabled = cpu.at === 'read state' && now !== 'read state' && isDisabled
          return !readsDisabled || now === 'critical' || now === 'user'
        }),
      ),
      ...(liveness && inTheEnd(setting)),
      ...(switches ? switching : {}),
      'every state is reached: disabled': reachable((s) => s.memory.state === 'disabled'),
      'every state is reached: promoting': reachable((s) => s.memory.state === 'promoting'),
      'every state is reached: enabled': reachable((s) => s.memory.state === 'enabled'),
      'every state is reached: demoting': reachable((s) => s.memory.state === 'demoting'),
      'the disabled lock is skipped': reachable((s) => s.cpu.some((c) => c.at === 'critical' && !c.holdsSpinLock)),
      'another processor gets in': reachable((s) => s.cpu.some((c) => c.at === 'critical' && c.id !== s.lock.home)),
      'a remote promotion is finished': reachable((s) =>
        s.cpu.some((c) => c.at === 'finish transition' && c.state === 'promoting' && c.id !== s.lock.home),
      ),
      'a demotion is finished': reachable((s) =>
        s.cpu.some((c) => c.at === 'finish transition' && c.state === 'demoting'),
      ),
      // Whoever else leaves an enabled lock to the home alone holds what is beneath: a demotion has just been begun, or called off.
      'a local promotion is made at once': reachable(
        (s) =>
          s.memory.state === 'enabled' &&
          s.memory.mask === bit(s.lock.home) &&
          s.cpu.every((c) => !c.holdsSpinLock) &&
          isSettled(s.memory),
      ),
      'a local promotion meets a remote one': reachable(
        (s) =>
          s.cpu.some((c) => c.at === 'promote locally: change state') &&
          s.cpu.some((c) => c.at === 'promote: read state'),
      ),
    }
  },
})

interface Interrupted {
  readonly interrupted: boolean
}

interface Holder {
  readonly holdsSpinLock: boolean
  readonly state: string
}
