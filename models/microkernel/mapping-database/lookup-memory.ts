import { array, blocked, bool, id, int, oneOf, option, set, struct, system } from '../../../src/index.js'
import { memory } from '../../hardware/memory/memory.js'
import { barriersFor } from '../token-ring/barriers.js'

const CPUS = 2
const node = int(0, CPUS - 1)

function memoryUnder(model: 'sc' | 'tso' | 'pso') {
  const variables = {
    reference: option(node),
    present: bool,
    split: array(CPUS, option(node)),
    valid: array(CPUS, bool),
    taken: array(CPUS, bool),
  }
  return memory({ model, cpus: CPUS, variables, entries: 2, whenFull: 'wait' })
}

/**
 * Lookup against release on the hardware's memory (Uhlig 2005, 5.4.3): one page-table entry, and two subsystems, of a processor
 * each, that map to it and take back. Reference, node and lock are found as in the listing; a node that was taken out is
 * found until its reference is cleared, an epoch later, and is free after another. A reference to a node that is no longer
 * valid is overwritten by compare-exchange.
 *
 * Each processor has one map node, which it makes for a mapping in its own subsystem, and a lock for that. What is in the pool
 * refers to no split node: the pool writes over it. Epochs are told by ghosts, and are as short as they can be: a processor has
 * been quiescent when it has come to a safe point, whether or not its stores have got to memory by then.
 */
export const mappingLookup = system('mapping-lookup', {
  summary: 'a map node is looked up, taken out and freed, with store buffers',
  source: 'Uhlig 2005, 5.4.3',
  parameters: { memoryModel: oneOf('sc', 'tso', 'pso') },
  components: ({ memoryModel }) => ({ memory: memoryUnder(memoryModel) }),
  state: () =>
    struct({
      /** What has become of each node, as if everything were seen at once. */
      life: array(CPUS, oneOf('free', 'made', 'valid', 'waiting', 'cleared')),
      /** Who has not been quiescent since then. */
      notQuiescent: array(CPUS, set(id('cpu', CPUS))),
      cpu: array(CPUS, struct({ node: option(node), split: option(node) })),
    }),
  behaviour: ({ memoryModel, program, precaution, components: { memory } }) => {
    const barriers = barriersFor({ memoryModel, precaution })
    const testsValidity = precaution('test the validity of the node after locking')
    const exchanges = precaution('clear the reference by compare-exchange')
    const waitsAgain = precaution('wait for another epoch before freeing the node')
    const overwrites = precaution('overwrite the reference by compare-exchange')
    const marking = barriers.releasing('order the clearing of the entry before the mark')
    const unlocking = barriers.releasing('order what the lock protects before its release')
    const epochBegins = (s: Ghosts, ref: number) => s.notQuiescent.get(ref).assign([0, 1])

    return [
      program('cpu', {
        user: (s, me, pick) => {
          const life = s.life.get(me.id)
          const quiescent = s.notQuiescent.get(me.id).isEmpty
          const map = life === 'free' ? (['lock own'] as const) : []
          const clear = life === 'waiting' && quiescent ? (['clear reference'] as const) : []
          const free = life === 'cleared' && (!waitsAgain || quiescent) ? (['free'] as const) : []
          const safe = s.notQuiescent.some((set) => set.has(me.id)) ? (['safe point'] as const) : []
          return pick(['read reference', ...map, ...clear, ...free, ...safe] as const)
        },
        'safe point': (s, me) => {
          for (const set of s.notQuiescent) set.delete(me.id)
          return 'user'
        },

        'read reference': (s, me) => {
          me.node = memory.load(s.memory, me.id, 'reference')
          return me.node === null ? 'user' : 'read split node'
        },
        'read split node': (s, me) => {
          me.split = memory.load(s.memory, me.id, 'split', me.node!)
          return me.split === null ? 'follow nothing' : 'lock'
        },
        'follow nothing': () => blocked,
        lock: (s, me) => {
          if (memory.exchange(s.memory, me.id, 'taken', me.split!, true)) return blocked
          return 'test validity'
        },
        'test validity': (s, me) => {
          const isValid = memory.load(s.memory, me.id, 'valid', me.node!)
          return isValid || !testsValidity ? 'clear entry' : 'unlock'
        },
        'clear entry': (s, me) => memory.store(s.memory, me.id, 'present', false),
        'mark invalid': (s, me) => {
          memory.store(s.memory, me.id, 'valid', me.node!, false, marking)
          s.life.set(me.node!, 'waiting')
          epochBegins(s, me.node!)
          return 'unlock'
        },

        'lock own': (s, me) => {
          if (memory.exchange(s.memory, me.id, 'taken', me.id, true)) return blocked
          me.split = me.id
          return 'read target'
        },
        'read target': (s, me) => {
          me.node = memory.load(s.memory, me.id, 'reference')
          return me.node === null ? 'refer to split node' : 'test target'
        },
        'test target': (s, me) => {
          return memory.load(s.memory, me.id, 'valid', me.node!) ? 'unlock' : 'refer to split node'
        },
        'refer to split node': (s, me) => {
          s.life.set(me.id, 'made')
          memory.store(s.memory, me.id, 'split', me.id, me.id)
        },
        'mark valid': (s, me) => memory.store(s.memory, me.id, 'valid', me.id, true),
        exchange: (s, me) => {
          if (!overwrites) memory.store(s.memory, me.id, 'reference', me.id)
          else if (memory.compareExchange(s.memory, me.id, 'reference', me.node, me.id) !== me.node) return 'put back'
          s.life.set(me.id, 'valid')
          return 'set present'
        },
        'set present': (s, me) => {
          memory.store(s.memory, me.id, 'present', true)
          return 'unlock'
        },
        'put back': (s, me) => {
          memory.store(s.memory, me.id, 'split', me.id, null)
          s.life.set(me.id, 'free')
          return 'unlock'
        },

        unlock: (s, me) => {
          memory.store(s.memory, me.id, 'taken', me.split!, false, unlocking)
          Object.assign(me, { node: null, split: null })
          return 'user'
        },

        'clear reference': (s, me) => {
          if (exchanges) memory.compareExchange(s.memory, me.id, 'reference', me.id, null)
          else memory.store(s.memory, me.id, 'reference', null)
          s.life.set(me.id, 'cleared')
          epochBegins(s, me.id)
          return 'user'
        },
        free: (s, me) => {
          memory.store(s.memory, me.id, 'split', me.id, null)
          s.life.set(me.id, 'free')
          return 'user'
        },
      }),
    ]
  },
  properties: ({ memoryModel, always, reachable }) => ({
    'no reference is lost': always((s) => s.cpu.every((c) => c.at !== 'follow nothing')),
    'nobody follows a dangling reference': always((s) =>
      s.cpu.every((c) => c.node === null || s.life.get(c.node) !== 'free'),
    ),
    'what is taken out is valid, and locked by nobody else': always((s) =>
      s.cpu.every(
        (c) =>
          !takesOut(c) ||
          (s.life.get(c.node!) === 'valid' && s.cpu.count((o) => holds(o) && o.split === c.split) === 1),
      ),
    ),
    'every mapping is found through the page table': always((s) =>
      s.life.every((life, node) => life !== 'valid' || s.memory.reference === node),
    ),
    'what is mapped is present, and nothing else': always(
      (s) =>
        !memoryUnder(memoryModel).isSettled(s.memory) ||
        s.cpu.some((c) => c.at !== 'user') ||
        s.memory.present === s.life.some((life) => life === 'valid'),
    ),
    'a node that is made is mapped or put back': always((s) =>
      s.life.every((life, node) => life !== 'made' || MAKES.has(s.cpu.get(node).at)),
    ),
    'somebody finds a node that was taken out': reachable((s) =>
      s.cpu.some((c) => c.at === 'test validity' && s.life.get(c.node!) !== 'valid'),
    ),
    'a reference is cleared': reachable((s) => s.life.some((life) => life === 'cleared')),
    'a reference is overwritten': reachable((s) =>
      s.cpu.some((c) => c.at === 'set present' && c.node !== null && s.life.get(c.node) === 'waiting'),
    ),
  }),
})

interface Ghosts {
  readonly notQuiescent: { get(node: number): { assign(cpus: number[]): void } }
}

type Running = { readonly at: string; readonly node: number | null; readonly split: number | null }

/** Where a processor has made its node, and nobody else can know it. */
const MAKES = new Set(['mark valid', 'exchange', 'put back'])

function takesOut({ at }: Running): boolean {
  return at === 'clear entry' || at === 'mark invalid'
}

/** It is between taking a lock and releasing it. */
function holds({ at, split }: Running): boolean {
  return split !== null && at !== 'lock' && at !== 'follow nothing'
}
