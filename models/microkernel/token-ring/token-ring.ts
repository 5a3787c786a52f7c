import { array, bool, int, oneOf, struct, system } from '../../../src/index.js'
import type { MemoryModel } from '../../../src/system/memory-model.js'
import { memoryModel } from '../../hardware/memory/memory.js'
import type { Memory, MemoryState } from '../../hardware/memory/operations.js'
import { barriersFor } from './barriers.js'
import { type Epochs, endless, endlessBehindBuffers, older, oneEpochOnly, wrapping } from './epoch.js'
import { hasOneToken, tokenRingOn } from './ring.js'
import { hasFullFences, ringMemory } from './ring-memory.js'

interface Setting {
  readonly cpus: number
  readonly liveness: boolean
  readonly memoryModel: MemoryModel
  readonly entries: number
}

/** A word that wraps may seem not to have gone on whenever somebody looks: then what happens in the end cannot be judged. */
function epochsOf({ liveness, memoryModel }: Setting): Epochs {
  if (memoryModel === 'sc') return endless
  return liveness && memoryModel !== 'rc11' ? endlessBehindBuffers : wrapping
}

/** What the full fence is for that updaters have under rc11. */
const FENCED = 'have all see that the object is taken out before the epoch is read'

/** The memory with everything that processors share. */
function memoryOf(setting: Setting, fences = true) {
  const object = oneOf('reachable', 'taken out', 'free')
  const contents = setting.memoryModel === 'sc' ? oneOf('blank') : oneOf('blank', 'used')
  return ringMemory({ ...setting, epochs: epochsOf(setting) }, { object, contents }, fences)
}

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
  parameters: {
    cpus: int(2, 4, { default: 3 }),
    every: int(1, 3, { default: 2 }),
    /**
     * What happens in the end is judged too, if processors leave the kernel in the end and are interrupted by ticks again and
     * again, and who waits to free something looks again and again whether it may.
     */
    liveness: bool,
    memoryModel,
    /** Stores that fit into a store buffer; with no room left, a processor waits. Under rc11, how many messages it may lag behind. */
    entries: int(1, 4, { default: 4 }),
  },
  components: (setting) => {
    const { cpus, every, memoryModel, precaution } = setting
    const barriers = barriersFor({ memoryModel, precaution })
    const memory = memoryOf(setting, hasFullFences(barriers, FENCED))
    return { memory, ring: tokenRingOn(memory, { cpus, every, precaution, epochs: epochsOf(setting), barriers }) }
  },
  state: (setting) => {
    const { number } = epochsOf(setting)
    return struct({
      cpu: array(
        setting.cpus,
        struct({
          inKernel: bool,
          /** The epoch in which the processor entered the kernel. No kernel keeps it: it is there to state the claim. */
          since: number,
          /** It has followed the pointer and not yet let go. */
          holdsReference: bool,
          /** Whether the object is on its list of what waits to be freed, and the epoch recorded with it. */
          waitsToFree: bool,
          record: number,
        }),
      ),
    })
  },
  initial: (s, setting) => memoryOf(setting).initialise(s.memory, 'field', 0, true),
  behaviour: ({ memoryModel, program, precaution, components: { ring, memory } }) => {
    const barriers = barriersFor({ memoryModel, precaution })
    const safePointsOnly = precaution('pass the token only at a safe point')
    const { isOver } = precaution('wait for e + 2 rather than e + 1') ? ring.epochs : oneEpochOnly(ring.epochs)
    const epochRead = barriers.acquiring('order everything after the global epoch is read')
    const recordsLast = precaution('read the epoch after taking the object out')
    const wiped = barriers.releasing('order the wiping before the freeing')
    // Store buffers are empty after the exchange that takes the object out.
    const fences = recordsLast && barriers.agreeing(FENCED)
    const hasContents = memoryModel !== 'sc'
    const freeing = hasContents ? 'wipe' : 'free'
    const wipe = {
      wipe: (s: Shared, me: HasId) => {
        memory.store(s.memory, me.id, 'contents', 'blank')
        return 'free' as const
      },
    }
    const fence = {
      'take out: fence': (s: Shared, me: HasId) => {
        memory.fence(s.memory, me.id)
        return 'read epoch' as const
      },
    }
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
          me.since = s.memory.epoch
          if (me.waitsToFree) return pick(['read pointer', 'test epoch'] as const)
          return pick(['read pointer', 'put back', recordsLast ? 'take out' : 'read epoch'] as const)
        },

        'read pointer': (s, me) => {
          if (memory.load(s.memory, me.id, 'object') !== 'reachable') return 'return to user'
          me.holdsReference = true
          return 'use object'
        },
        'use object': (s, me, pick) => {
          if (hasContents) memory.store(s.memory, me.id, 'contents', 'used')
          return safePointsOnly ? 'let go' : pick(['let go', 'tick: read token field'] as const)
        },
        'let go': (_, me) => {
          me.holdsReference = false
          return 'return to user'
        },

        'take out': (s, me) => {
          if (memory.compareExchange(s.memory, me.id, 'object', 'reachable', 'taken out', 'relaxed') !== 'reachable') {
            me.record = 0
            return 'return to user'
          }
          me.waitsToFree = true
          if (fences) return 'take out: fence'
          return recordsLast ? 'read epoch' : 'return to user'
        },
        ...((fences ? fence : {}) as typeof fence),
        'read epoch': (s, me) => {
          me.record = memory.load(s.memory, me.id, 'epoch')
          return recordsLast ? 'return to user' : 'take out'
        },

        'test epoch': (s, me) =>
          isOver(me.record, memory.load(s.memory, me.id, 'epoch', epochRead)) ? freeing : 'return to user',
        ...((hasContents ? wipe : {}) as typeof wipe),
        free: (s, me) => {
          memory.store(s.memory, me.id, 'object', 'free', wiped)
          me.waitsToFree = false
          me.record = 0
          return 'return to user'
        },
        'put back': (s, me) => {
          memory.compareExchange(s.memory, me.id, 'object', 'free', 'reachable', 'relaxed')
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
  fairness: ({ liveness, weak, strong }) => {
    if (!liveness) return []
    const takes = (from: string, to: string, who: (cpu: Waiting) => boolean = () => true) =>
      strong('cpu', {
        only: (before, after, { id }) => {
          const cpu = before.cpu.get(id)
          return cpu.at === from && after.cpu.get(id).at === to && who(cpu)
        },
      })
    return [
      weak('cpu', { except: ['user'] }),
      takes('user', 'tick: read token field'),
      takes('user', 'enter kernel', (cpu) => cpu.waitsToFree),
      takes('choose operation', 'test epoch'),
    ]
  },
  properties: (setting) => {
    const { always, leadsTo, reachable } = setting
    const inTheEnd = {
      'what waits to be freed is freed': leadsTo.each(
        'cpu',
        (_, me) => me.waitsToFree,
        (_, me) => !me.waitsToFree,
      ),
    }
    const { isSettled } = memoryOf(setting)
    const { isOver } = epochsOf(setting)
    return {
      'exactly one token': always((s) => hasOneToken(s.ring.cpu, s.memory.field, isSettled(s.memory))),
      'when the epoch has passed e + 1, everybody has been quiescent since epoch e': always((s) =>
        s.cpu.every((c) => !c.inKernel || !isOver(c.since, s.memory.epoch)),
      ),
      'nothing is used after it has been freed': always(
        (s) => s.memory.object !== 'free' || !s.cpu.some((c) => c.holdsReference),
      ),
      ...(setting.memoryModel === 'sc'
        ? {}
        : {
            'nobody writes to it after it has been freed': always(
              (s) => s.memory.object !== 'free' || s.memory.contents === 'blank',
            ),
          }),
      ...(setting.liveness ? inTheEnd : {}),
      'a freed object comes back into use': reachable(
        (s) => s.memory.object === 'free' && s.cpu.some((c) => c.at === 'put back'),
      ),
      'an operation sees the epoch change': reachable((s) =>
        s.cpu.some((c) => c.inKernel && c.since !== s.memory.epoch),
      ),
      'a reference outlives its object': reachable(
        (s) => s.memory.object === 'taken out' && s.cpu.some((c) => c.holdsReference),
      ),
    }
  },
})

interface Records {
  since: number
  record: number
}

interface Shared {
  readonly memory: ReturnType<typeof memoryOf> extends Memory<infer V> ? MemoryState<V> : never
}

interface Waiting {
  readonly waitsToFree: boolean
}

interface HasId {
  readonly id: number
}

interface Reader {
  readonly id: number
  readonly holdsReference: boolean
}
