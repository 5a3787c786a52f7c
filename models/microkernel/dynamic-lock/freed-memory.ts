import { array, bool, id, int, oneOf, type Pick, struct, system } from '../../../src/index.js'
import type { MemoryModel } from '../../../src/system/memory-model.js'
import { memoryModel } from '../../hardware/memory/memory.js'
import { barriersFor } from '../token-ring/barriers.js'
import { endless, older, wrapping } from '../token-ring/epoch.js'
import { hasOneToken, tokenRingOn } from '../token-ring/ring.js'
import { ringMemory } from '../token-ring/ring-memory.js'
import { spinVariables } from './beneath/spin-lock.js'
import { anyBeginning, bit, lockOperations, lockRegisters, lockVariables } from './lock.js'

interface Setting {
  readonly cpus: number
  readonly memoryModel: MemoryModel
  readonly entries: number
}

const epochsOf = ({ memoryModel }: Setting) => (memoryModel === 'sc' ? endless : wrapping)

/** The memory, with the object in it: its lock, who its home is, and the pointer to it. */
function memoryOf(setting: Setting) {
  const epochs = epochsOf(setting)
  const object = {
    pointer: oneOf('in use', 'out of reach', 'free', 'being made'),
    ...lockVariables({ epochs }),
    ...spinVariables,
    home: id('cpu', setting.cpus),
  }
  return ringMemory({ ...setting, epochs }, object)
}

/**
 * A dynamic lock inside an object that is freed, and whose memory then becomes another object with a lock of its own.
 *
 * Keeping a list of locks in transition would be a way to follow a pointer into memory that has been freed; that is why the
 * epoch is kept in the lock itself (Uhlig 2005, 4.3.2). What is left is who is still on the way to the lock when the object
 * goes: that takes the epoch again, this time for the memory.
 *
 * A processor finds the object through a pointer, uses the lock as in `dynamic-lock`, and may, inside the critical section,
 * take the object out of reach. It frees the memory once the epoch says that nobody can have the old pointer. A new object
 * is made by any processor, which is its home then. Nobody sees it before it is made: under sequential consistency making it is
 * one step. Elsewhere each field is a store of its own, which others may see late.
 */
export const dynamicLockMemory = system('dynamic-lock-memory', {
  summary: 'a dynamic lock in an object that is freed and reused',
  source: 'Uhlig 2005, 4.3.2 and 3.2.5',
  parameters: {
    cpus: int(2, 3, { default: 2 }),
    memoryModel,
    /** Stores that fit into a store buffer; with no room left, a processor waits. */
    entries: int(1, 4, { default: 1 }),
  },
  components: (setting) => {
    const { cpus, memoryModel, precaution } = setting
    const memory = memoryOf(setting)
    const barriers = barriersFor({ memoryModel, precaution })
    return { memory, ring: tokenRingOn(memory, { cpus, precaution, epochs: epochsOf(setting), barriers }) }
  },
  state: (setting) => {
    const epochs = epochsOf(setting)
    return struct({
      cpu: array(
        setting.cpus,
        struct({
          ...lockRegisters({ epochs }),
          /** It has followed the pointer and not yet let go; whom it has found as the object's home. */
          holdsReference: bool,
          home: id('cpu', setting.cpus),
          /** It has taken the object out of reach, and when. */
          waitsToFree: bool,
          record: epochs.number,
        }),
      ),
    })
  },
  initial: (s, setting) => {
    const { initialise } = memoryOf(setting)
    const { home, state, mask } = anyBeginning(setting)
    initialise(s.memory, 'home', home)
    initialise(s.memory, 'state', state)
    initialise(s.memory, 'mask', mask)
    initialise(s.memory, 'field', 0, true)
  },
  behaviour: ({ memoryModel, program, precaution, components: { ring, memory } }) => {
    const barriers = barriersFor({ memoryModel, precaution })
    const home = (_: unknown, me: Registers) => me.home
    const isOrdered = memoryModel === 'sc'
    const lock = lockOperations({ precaution, epochs: ring.epochs, memory, barriers, home })
    const waitsToFree = precaution('wait for the epoch before freeing the memory')
    const fences = barriers.fencing('have all see that the object is out of reach before the epoch is read')
    const published = barriers.releasing('order the making of the object before it is published')
    const followed = barriers.acquiring('order everything after the pointer is followed')
    const epochRead = barriers.acquiring('order everything after the global epoch is read')
    const age = (s: Parameters<typeof lock.age>[0] & { readonly cpu: Iterable<{ record: number }> }) => {
      lock.age(s)
      for (const cpu of s.cpu) cpu.record = older(cpu.record)
    }
    const start = (s: HasMemory, me: Registers, pick: Pick) => {
      me.home = memory.load(s.memory, me.id, 'home')
      return pick(['read mask', me.id === me.home ? 'promote locally: read state' : 'promote: exchange'] as const)
    }
    return [
      program('cpu', {
        user: (s, me, pick) => {
          const free = me.waitsToFree ? (['test epoch'] as const) : []
          const make = s.memory.pointer === 'free' ? (['make object'] as const) : []
          return pick(['tick: read token field', 'follow pointer', ...free, ...make] as const)
        },
        ...ring.test('tick', { next: (me: Interrupted) => (me.interrupted ? 'exchange' : 'user'), age }),

        'follow pointer': (s, me, pick) => {
          if (memory.load(s.memory, me.id, 'pointer', followed) !== 'in use') return 'user'
          me.holdsReference = true
          return isOrdered ? start(s, me, pick) : 'read home'
        },
        ...unless(isOrdered, { 'read home': start }),

        ...lock.acquire({ taken: 'critical', leave: 'let go', test: 'tick: read token field' }),
        critical: (s, me, pick) => {
          const leave = me.holdsSpinLock ? 'release' : 'let go'
          const isThere = memory.load(s.memory, me.id, 'pointer') === 'in use'
          const remove = isThere ? (['take out of reach'] as const) : []
          const demote = me.holdsSpinLock && me.state === 'enabled' ? [lock.demotion] : []
          return pick([leave, ...remove, ...demote] as const)
        },
        ...lock.demote('release'),
        ...lock.promote('let go'),
        ...lock.promoteLocally('let go'),

        'take out of reach': (s, me) => {
          memory.store(s.memory, me.id, 'pointer', 'out of reach')
          me.waitsToFree = true
          return fences ? 'fence' : 'record epoch'
        },
        ...unless(!fences, {
          fence: (s: HasMemory, me: Registers) => {
            memory.fence(s.memory, me.id)
            return 'record epoch' as const
          },
        }),
        'record epoch': (s, me) => {
          me.record = memory.load(s.memory, me.id, 'epoch')
          return me.holdsSpinLock ? 'release' : 'let go'
        },
        'let go': (_, me) => {
          me.holdsReference = false
          me.home = 0
          return 'user'
        },

        'test epoch': (s, me) => {
          const over = ring.epochs.isOver(me.record, memory.load(s.memory, me.id, 'epoch', epochRead))
          return over || !waitsToFree ? 'free memory' : 'user'
        },
        'free memory': (s, me) => {
          memory.store(s.memory, me.id, 'pointer', 'free')
          me.waitsToFree = false
          me.record = 0
          return 'user'
        },
        ...making({ memory, isOrdered, published }, 'user'),
      }),
    ]
  },
  properties: (setting) => {
    const { always, reachable } = setting
    const { isSettled } = memoryOf(setting)
    return {
      'exactly one token': always((s) => hasOneToken(s.ring.cpu, s.memory.field, isSettled(s.memory))),
      'mutual exclusion': always((s) => s.cpu.count((c) => c.at === 'critical') <= 1),
      'nobody can touch the lock when its memory is freed': always(
        (s) => s.memory.pointer !== 'free' || !s.cpu.some((c) => c.holdsReference),
      ),
      'somebody is on the way to a lock that is out of reach': reachable(
        (s) => s.memory.pointer === 'out of reach' && s.cpu.some((c) => c.at === 'exchange'),
      ),
      'a transition is under way when the memory is freed': reachable(
        (s) => s.memory.pointer === 'free' && (s.memory.state === 'promoting' || s.memory.state === 'demoting'),
      ),
      'the memory is used again': reachable(
        (s) => s.memory.pointer === 'free' && s.cpu.some((c) => c.at === 'make object'),
      ),
    }
  },
})

interface Making {
  readonly memory: ReturnType<typeof memoryOf>
  readonly isOrdered: boolean
  readonly published: 'release' | 'relaxed'
}

/** A new object in memory that is free: its lock is disabled, and whoever makes it is its home. */
function making<Then extends string>(
  { memory: { store, load, compareExchange }, isOrdered, published }: Making,
  then: Then,
) {
  const fields = [
    ({ memory }: HasMemory, { id }: Registers) => store(memory, id, 'home', id),
    ({ memory }: HasMemory, { id }: Registers) => store(memory, id, 'mask', bit(id)),
    ({ memory }: HasMemory, { id }: Registers) => store(memory, id, 'state', 'disabled'),
    ({ memory }: HasMemory, { id }: Registers) => store(memory, id, 'spin', 0),
    ({ memory }: HasMemory, { id }: Registers) => store(memory, id, 'lockEpoch', 0),
  ] as const
  const publish = ({ memory }: HasMemory, { id }: Registers) => {
    store(memory, id, 'pointer', 'in use', published)
    return then
  }
  const atOnce = {
    'make object': (s: HasMemory, me: Registers) => {
      if (load(s.memory, me.id, 'pointer') !== 'free') return then
      for (const field of fields) field(s, me)
      return publish(s, me)
    },
  }
  const oneByOne = {
    'make object': ({ memory }: HasMemory, { id }: Registers) =>
      compareExchange(memory, id, 'pointer', 'free', 'being made') === 'free' ? 'make: home' : then,
    'make: home': fields[0],
    'make: mask': fields[1],
    'make: state': fields[2],
    'make: spin': fields[3],
    'make: LockEpoch': fields[4],
    publish,
  } as const
  return (isOrdered ? atOnce : oneByOne) as typeof oneByOne
}

/** These steps, or none. */
function unless<S extends object>(isWithout: boolean, steps: S): S {
  return isWithout ? ({} as S) : steps
}

interface HasMemory {
  readonly memory: Parameters<ReturnType<typeof memoryOf>['isSettled']>[0]
}

interface Registers extends Interrupted {
  readonly id: number
  home: number
}

interface Interrupted {
  readonly interrupted: boolean
}
