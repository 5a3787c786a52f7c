import { array, bool, id, int, oneOf, set, struct, system, withDefault } from '../../../src/index.js'
import {
  deliver,
  deliverable,
  endOfInterrupt,
  interrupts,
  returnFromInterrupt,
  send,
  switchOff,
  switchOn,
} from '../../hardware/interrupts/interrupts.js'
import { fenceStep } from '../../hardware/memory/fence-step.js'
import { everybodyIsServed, inTheEnd } from '../../hardware/tlb/in-the-end.js'
import { barriersFor } from '../token-ring/barriers.js'
import { memoryOf, wordsOf } from './buffered-memory.js'
import { type Buffered, bufferedRequests } from './buffered-requests.js'
import { CLAIM } from './claims.js'
import { upTo } from './operation.js'
import { isAboutToReload } from './reload.js'

/**
 * The epoch bypass of few processors and objects of one page, on memory with store buffers: page-table entries, objects with
 * their locks, the epochs, the requests and, with `versions`, the versions and vectors are all plain memory, as on IA-32 (Uhlig
 * 2005, 4.4.1 and 4.4.2). A batch goes through the objects in order. Epochs and versions are of one bit. The lock is taken by
 * compare-exchange and released by a store.
 *
 * The hardware that fills the TLB reads memory, not the store buffer of its processor. An interrupt does not wait for the
 * stores before it (Intel SDM 3A, 10.12.3: writing to the x2APIC is not serializing). On IA-32 invalidating a page and
 * loading a base do, of themselves (8.3); here they are a fence and the flush in one step, which is asked for like the others.
 *
 * What is read or written under the object's lock, and nobody else reads without it, is one step.
 */
export const tlbStoreBuffers = system('tlb-store-buffers', {
  summary: 'TLB coherency: the epoch bypass where stores wait in buffers',
  source: 'Uhlig 2005, 4.4.1 and 4.4.2',
  parameters: {
    memoryModel: oneOf('sc', 'tso', 'pso'),
    cpus: int(2, 3),
    objects: int(1, 2),
    /** Whether processors reload their base whenever they like, count that, and are not interrupted if they have. */
    versions: bool,
    /** How many operations each processor carries out that take the permission away; 0: any number. */
    operations: int(0, 3),
    /** Stores that fit into a store buffer; with no room left, a processor waits. */
    entries: int(1, 6, { default: 4 }),
  },
  components: (setting) => ({
    interrupts: interrupts({ cpus: setting.cpus, vectors: ['shootdown'] }),
    memory: memoryOf(setting),
  }),
  state: ({ cpus, objects, operations }) =>
    struct({
      cpu: array(
        cpus,
        struct({
          /** Of which objects its TLB holds the page. */
          cached: set(int(0, objects - 1)),
          /** The object that it has come to. */
          object: int(0, objects - 1),
          /** It is to give the permission back. */
          extends: bool,
          /** It has changed the entry; the other's shoot-down is outstanding; it has something to shoot down itself. */
          changed: bool,
          takesOver: bool,
          shoots: bool,
          /** Whose versions it has still to read, and those that it has read. */
          rest: set(id('cpu', cpus)),
          vector: int(0, 2 ** cpus - 1),
          /** Which of the others it asks or waits for, and whose request it looks at. */
          asked: int(0, cpus - 2),
          asker: int(0, cpus - 2),
          resumes: oneOf('look for requests', 'look', 'wait'),
          /** Of which objects its operation takes the permission. No kernel keeps it: it is there to state the claim. */
          takes: set(int(0, objects - 1)),
          left: withDefault(int(0, operations), operations),
        }),
      ),
    }),
  initial: (s, setting) => {
    const memory = memoryOf(setting)
    const { recordOf } = wordsOf(setting.cpus)
    for (let object = 0; object < setting.objects; object++) {
      memory.initialise(s.memory, 'entry', object, true)
      memory.initialise(s.memory, 'record', object, recordOf(false, 0, 1))
    }
  },
  behaviour: ({ program, action, precaution, components: { memory }, ...setting }) => {
    const { memoryModel, cpus, objects, versions, operations } = setting
    const { recordOf, isDirty, byOf, tagOf, versionIn } = wordsOf(cpus)
    const { fencing, releasing } = barriersFor({ memoryModel, precaution })
    const entrySeen = versions && fencing('have the entry seen before versions are read') ? 'full fence' : 'none'
    const requestSeen = fencing('have the request seen before the interrupt') ? 'full fence' : 'none'
    const serializes = fencing('have all stores seen before a flush')
    const release = releasing('order what the lock protects before its release')
    const recorded = versions ? ('record version' as const) : ('read epoch' as const)
    const place = { cpu: id('cpu', cpus), object: int(0, objects - 1) }
    const own = versions ? 'own: count' : 'own: reload'
    const flushForOther = versions ? 'others: count' : 'others: reload'
    const ask = versions ? 'test version' : 'post request'
    const shot = (me: Me) => (me.shoots ? ask : 'advance epoch')
    const requests = bufferedRequests(cpus, memory)
    // With two, nobody else has been asked.
    const spared = cpus === 2 ? 'advance epoch' : 'wait'

    /** Flushes the TLB, which with versions is loading a base and is counted before, and goes on at `next`. */
    function flush<N extends string, Next extends string>(name: N, next: (me: Me) => Next) {
      const steps = {
        ...(versions && {
          [`${name}: count`]: (s: Buffered, me: Me) => {
            const version = memory.load(s.memory, me.id, 'version', me.id)
            memory.store(s.memory, me.id, 'version', me.id, 1 - version)
            return `${name}: reload`
          },
        }),
        [`${name}: reload`]: (s: Buffered, me: Me) => {
          if (serializes) memory.fence(s.memory, me.id)
          me.cached.clear()
          return next(me)
        },
      }
      return steps as { [L in `${N}: ${'count' | 'reload'}`]: (s: Buffered, me: Me) => Next | `${N}: reload` }
    }

    return [
      program('cpu', {
        user: (s, me, pick) => {
          const taken = upTo(objects).filter((object) => !s.memory.entry.get(object))
          const extension = taken.length === 0 ? [] : (['extend permission'] as const)
          const reload = versions ? (['switch: count'] as const) : []
          const interrupt = deliverable(s.interrupts, me.id)
          const operation = operations === 0 || me.left > 0 ? (['take permission'] as const) : []
          const next = pick([...operation, ...extension, ...reload, ...interrupt] as const)
          if (next === 'shootdown') {
            deliver(s.interrupts, me.id, next)
            return 'look for requests'
          }
          switchOff(s.interrupts, me.id)
          if (next === 'switch: count') return next
          me.extends = next === 'extend permission'
          if (me.extends) me.object = pick(taken)
          else if (operations > 0) me.left--
          else me.object = pick.int(0, objects - 1)
          return 'look'
        },
        ...flush('switch', () => 'to user'),
        'to user': (s, me) => {
          switchOn(s.interrupts, me.id)
          me.object = 0
          return 'user'
        },

        look: (s, me) => {
          if (!requests.isAsked(s, me)) return requests.hasLooked(me) ? 'take lock' : 'look'
          me.resumes = 'look'
          return flushForOther
        },
        'take lock': (s, me) => {
          if (memory.compareExchange(s.memory, me.id, 'lock', me.object, false, true)) return 'look'
          return me.extends ? 'extend' : 'read entry'
        },
        extend: (s, me) => {
          memory.store(s.memory, me.id, 'entry', me.object, true)
          for (const cpu of s.cpu) cpu.takes.delete(me.object)
          return 'release lock'
        },
        'read entry': (s, me) => {
          me.takes.add(me.object)
          me.changed = memory.load(s.memory, me.id, 'entry', me.object)
          return me.changed ? 'clear entry' : 'read epoch'
        },
        'clear entry': (s, me) => {
          memory.store(s.memory, me.id, 'entry', me.object, false)
          if (versions) me.rest.assign(upTo(cpus))
          return entrySeen === 'none' ? recorded : 'have entry seen'
        },
        ...fenceStep('have entry seen', entrySeen, { memory, next: recorded }),
        'record version': (s, me, pick) => {
          const cpu = pick(me.rest)
          me.rest.delete(cpu)
          me.vector |= memory.load(s.memory, me.id, 'version', cpu) << cpu
          return me.rest.isEmpty ? 'read epoch' : 'record version'
        },
        'read epoch': (s, me) => {
          const record = memory.load(s.memory, me.id, 'record', me.object)
          const isUnderWay = tagOf(record) === memory.load(s.memory, me.id, 'epoch', byOf(record))
          me.takesOver = isUnderWay && isDirty(record)
          return versions ? 'write vector' : 'update object'
        },
        'write vector': (s, me) => {
          const vector = (owner: number) => memory.load(s.memory, me.id, 'vector', owner)
          const own = me.changed ? me.vector : vector(me.id)
          const other = me.takesOver ? vector(byOf(memory.load(s.memory, me.id, 'record', me.object))) : 0
          memory.store(s.memory, me.id, 'vector', me.id, own | other)
          me.vector = 0
        },
        'update object': (s, me) => {
          const isOutstanding = me.changed || me.takesOver
          const tag = memory.load(s.memory, me.id, 'epoch', me.id)
          memory.store(s.memory, me.id, 'record', me.object, recordOf(isOutstanding, me.id, tag))
          me.shoots ||= isOutstanding
          me.changed = false
          me.takesOver = false
        },
        'release lock': (s, me, pick) => {
          memory.store(s.memory, me.id, 'lock', me.object, false, release)
          if (me.extends) {
            me.extends = false
            return 'to user'
          }
          const isLast = me.object + 1 === objects || (operations === 0 && pick(['go on', 'end']) === 'end')
          if (!isLast) {
            me.object++
            return 'look'
          }
          return me.shoots ? own : 'advance epoch'
        },

        ...flush('own', shot),
        'test version': (s, me) => {
          const recorded = versionIn(memory.load(s.memory, me.id, 'vector', me.id), requests.asked(me))
          if (memory.load(s.memory, me.id, 'version', requests.asked(me)) <= recorded) return 'post request'
          return requests.next(me) ? ask : spared
        },
        'post request': (s, me) => {
          requests.post(s, me)
          return requestSeen === 'none' ? 'interrupt other' : 'have request seen'
        },
        ...fenceStep('have request seen', requestSeen, { memory, next: 'interrupt other' }),
        'interrupt other': (s, me) => {
          send(s.interrupts, requests.asked(me), 'shootdown')
          return requests.next(me) ? ask : 'wait'
        },
        wait: (s, me) => {
          if (requests.isPending(s, me)) return 'wait: look'
          return requests.next(me) ? 'wait' : 'advance epoch'
        },
        'wait: look': (s, me) => {
          if (!requests.isAsked(s, me)) return 'wait'
          me.resumes = 'wait'
          return flushForOther
        },
        'advance epoch': (s, me) => {
          memory.store(s.memory, me.id, 'epoch', me.id, 1 - memory.load(s.memory, me.id, 'epoch', me.id))
          me.shoots = false
          me.asker = 0
        },
        returned: (_, me) => {
          me.takes.clear()
          return 'to user'
        },

        'look for requests': (s, me) => {
          if (requests.isAsked(s, me)) return flushForOther
          if (!requests.hasLooked(me)) return 'look for requests'
          endOfInterrupt(s.interrupts, me.id)
          returnFromInterrupt(s.interrupts, me.id)
          return 'user'
        },
        ...flush('others', () => 'acknowledge'),
        acknowledge: (s, me) => {
          requests.acknowledge(s, me)
          const { resumes } = me
          me.resumes = 'look for requests'
          return resumes
        },
      }),
      action('fetch', place, {
        when: (s, { cpu, object }) => s.memory.entry.get(object) && !s.cpu.get(cpu).cached.has(object),
        do: (s, { cpu, object }) => {
          s.cpu.get(cpu).cached.add(object)
        },
      }),
      action('drop', place, {
        when: (s, { cpu, object }) => s.cpu.get(cpu).cached.has(object),
        do: (s, { cpu, object }) => {
          s.cpu.get(cpu).cached.delete(object)
        },
      }),
    ]
  },
  mayStop: (s) => s.cpu.every((c) => c.at === 'user'),
  fairness: everybodyIsServed,
  properties: ({ versions, always, reachable, leadsTo }) => ({
    [CLAIM]: always((s) => {
      const canUse = (object: number) =>
        s.cpu.some((c) => (c.cached.has(object) || s.memory.entry.get(object)) && !(versions && isAboutToReload(c.at)))
      return !s.cpu.some((c) => c.at === 'returned' && c.takes.some(canUse))
    }),
    'a translation outlives the permission': reachable((s) =>
      s.cpu.some((c) => c.cached.some((object) => !s.memory.entry.get(object))),
    ),
    'a shoot-down is taken over': reachable((s) => s.cpu.some((c) => c.takesOver)),
    ...inTheEnd({ leadsTo }, 'returned'),
  }),
})

interface Me {
  readonly id: number
  readonly cached: { clear(): void }
  readonly shoots: boolean
}
