import { array, bool, int, oneOf, type Pick, struct, system } from '../../../src/index.js'
import type { MemoryModel } from '../../../src/system/memory-model.js'
import { memory, memoryModel } from '../../hardware/memory/memory.js'
import { barriersFor } from '../token-ring/barriers.js'
import { endless, wrapping, wrappingAsPrinted } from '../token-ring/epoch.js'
import { hasOneToken, ringVariables, tokenRingOn } from '../token-ring/ring.js'
import { beneathFor } from './beneath/choice.js'
import { spinLock } from './beneath/spin-lock.js'
import { criticalSection, foundRegister, guardedData, isInside } from './guarded-data.js'
import { ageLockOn, anyBeginning, lockHome, lockOperations, lockRegisters, lockVariables } from './lock.js'

const WHO_WAITS = 'who waits for the lock beneath gets it'
const PROMOTES = 'a promotion, once begun, comes to its end'
const DEMOTES = 'a demotion, once begun, comes to its end'

interface Setting {
  readonly cpus: number
  readonly counters: 'endless' | 'wrapping'
  readonly order: number
  readonly memoryModel: MemoryModel
  readonly entries: number
}

/** A counter without end is kept by giving all records of it new names at once, which cannot be done to those in a buffer. */
const wraps = ({ counters, memoryModel }: Setting) => counters === 'wrapping' || memoryModel !== 'sc'

/** The memory with everything that processors share. */
function memoryOf(setting: Setting) {
  const { cpus, order, memoryModel: model, entries } = setting
  const epochs = wraps(setting) ? wrapping : endless
  const variables = {
    ...ringVariables({ cpus, epochs }),
    ...lockVariables({ epochs }),
    ...(beneathFor(order).variables(cpus) as object),
    ...guardedData(setting),
  }
  return memory({ model, cpus, variables, entries, whenFull: 'wait', sequential: { fences: true, accesses: false } })
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
    /** Epoch counters without end, or of one machine word of two bits. Without sequential consistency, they always wrap. */
    counters: oneOf('endless', 'wrapping'),
    /**
     * Processors look at the mask again when they have the spin lock, and any but the home turns back when it reads
     * "disabled". The listing has no such tests; with them, the wait for the epoch when demoting is not needed.
     */
    looksAgain: bool,
    /** The order of the object's mask when several use it, which decides whether a spin lock or a queue lock is beneath. */
    order: int(0, 5),
    /** What happens in the end is judged too, if processors go on, and in user mode again and again tick and use the object. */
    liveness: bool,
    memoryModel,
    /** Stores that fit into a store buffer; with no room left, a processor waits. */
    entries: int(1, 4, { default: 4 }),
  },
  components: (setting) => {
    const { cpus, memoryModel, precaution } = setting
    const byDistance = !wraps(setting) || precaution('compare wrapping epochs by their distance')
    const epochs = wraps(setting) ? (byDistance ? wrapping : wrappingAsPrinted) : endless
    const barriers = barriersFor({ memoryModel, precaution })
    const memory = memoryOf(setting)
    return { memory, ring: tokenRingOn(memory, { cpus, precaution, epochs, barriers }) }
  },
  state: (setting) => {
    const { cpus, order } = setting
    const epochs = wraps(setting) ? wrapping : endless
    const registers = lockRegisters({ cpus, epochs, beneath: beneathFor(order) })
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
  behaviour: ({ looksAgain, order, memoryModel, program, precaution, components: { ring, memory } }) => {
    const barriers = barriersFor({ memoryModel, precaution })
    const beneath = beneathFor(order)
    const lock = lockOperations({ precaution, epochs: ring.epochs, looksAgain, beneath, memory, barriers })
    return [
      program('cpu', {
        user: (s, me, pick) => {
          const promotion = me.id === s.lock.home ? 'promote locally: read state' : lock.promotion
          return pick(['tick: read token field', 'read mask', promotion] as const)
        },
        ...ring.test('tick', { next: (me: Interrupted) => (me.interrupted ? lock.waiting : 'user'), age: ageLockOn }),

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
  // A spin lock lets one pass who comes at the right moment: others may wait for ever, and with them the token.
  expected: ({ liveness, order }) =>
    liveness && beneathFor(order) === spinLock
      ? { [WHO_WAITS]: 'violated', [PROMOTES]: 'violated', [DEMOTES]: 'violated' }
      : {},
  fairness: ({ liveness, weak, strong }) => {
    if (!liveness) return []
    const goes = (to: string) =>
      strong('cpu', {
        only: (before, after, { id }) => before.cpu.get(id).at === 'user' && after.cpu.get(id).at === to,
      })
    return [weak('cpu'), goes('tick: read token field'), goes('read mask')]
  },
  properties: (setting) => {
    const { order, liveness, always, step, reachable, leadsTo } = setting
    const inTheEnd = {
      [WHO_WAITS]: leadsTo.each(
        'cpu',
        (_, me) => me.at === 'exchange' || me.at === 'spin',
        (_, me) => me.holdsSpinLock,
      ),
      [PROMOTES]: leadsTo(
        (s) => s.memory.state === 'promoting',
        (s) => s.memory.state !== 'promoting',
      ),
      [DEMOTES]: leadsTo(
        (s) => s.memory.state === 'demoting',
        (s) => s.memory.state !== 'demoting',
      ),
    }
    const { isSettled } = memoryOf(setting)
    return {
      'mutual exclusion': always((s) => s.cpu.count(isInside) <= 1),
      ...(setting.memoryModel === 'sc'
        ? {}
        : { 'what the lock protects is found whole': always((s) => s.cpu.every((c) => c.found === 'whole')) }),
      'exactly one token': always((s) => hasOneToken(s.ring.cpu, s.memory.field, isSettled(s.memory))),
      'the lock beneath fits to those who hold it': always((s) =>
        beneathFor(order).fits(
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
      ...(liveness ? inTheEnd : {}),
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
