import { array, blocked, bool, id, int, oneOf, option, set, struct, system } from '../../../src/index.js'
import { record, splitNode, takeOver } from './outstanding.js'

const MAPPED = 'who uses the page when a map operation has returned uses what was mapped'

/**
 * Unmapping with translations that are still cached (Uhlig 2005, 5.4.3 and 5.4.4). Several processors unmap the same page, each
 * by the lookup of the mapping database; whoever finds the node valid takes it out. Which caches have still to be shot at
 * is kept with the split node, and the shoot-down is done after its lock has been released, by everybody who comes by
 * and finds it outstanding. How interrupts go and how little of them is needed is not told here: one step makes one
 * processor forget. Epochs are known as early as they can be.
 *
 * Node 0 is behind the entry at first, and again whenever its reference has been cleared. Node 1 is there if processors map,
 * too: another page is put into the place, over the reference to a node that is no longer valid.
 */
export const mappingUnmapCoherency = system('mapping-unmap-coherency', {
  summary: 'a page is unmapped by several processors at once, while its translation is cached',
  source: 'Uhlig 2005, 5.4.3 and 5.4.4',
  parameters: {
    cpus: int(2, 4, { default: 2 }),
    /** Whether processors map something else into the place, and out of which subsystem. */
    maps: oneOf('no', 'out of the same subsystem', 'out of another'),
    /** Whether a reference to a node that is no longer valid is overwritten, as printed, or waited out. */
    overMapping: oneOf('as printed', 'waits'),
  },
  state: ({ cpus }) =>
    struct({
      /** The page-table entry: whether it is present, whether it refers to a node, and to which one. */
      present: bool,
      refers: bool,
      node: int(0, 1),
      /** Processors that have not been quiescent since the node was taken out. */
      notQuiescent: set(id('cpu', cpus)),
      valid: bool,
      split: array(2, splitNode(cpus, id('cpu', cpus))),
      cpu: array(
        cpus,
        struct({
          inKernel: bool,
          /** The node whose page the cached translation leads to. */
          cached: option(int(0, 1)),
          /** The node it has found, and the split node. */
          node: int(0, 1),
          split: int(0, 1),
          /** Who has still to be shot at. */
          targets: set(id('cpu', cpus)),
          /** Nothing has to be gone when it returns: it maps, or somebody has mapped since. No kernel keeps it. */
          takesNothing: bool,
          /** What it has mapped is mapped still. No kernel keeps it. */
          hasMapped: bool,
        }),
      ),
    }),
  initial: (s) => {
    Object.assign(s, { present: true, refers: true, valid: true })
  },
  behaviour: ({ cpus, maps, overMapping, program, action, precaution }) => {
    const all = Array.from({ length: cpus }, (_, cpu) => cpu)
    const keepsReference = precaution('keep the page-table reference until the epoch has expired')
    const records = precaution('record what is outstanding with the split node')
    const recordsFirst = precaution('record it before releasing the lock')
    const serves = precaution('shoot at what another has left outstanding')
    const servesMapping = maps !== 'no' && precaution('shoot at it when mapping, too')
    const waits = precaution('return only when the shoot-down is done')
    const tags = precaution('tag the record with the processor that shoots')
    const splitOf = (node: number) => (maps === 'out of another' ? node : 0)
    /** The epoch has expired since the node was taken out: its reference is cleared now, if not before. */
    const isCleared = (s: Node) => !s.valid && s.notQuiescent.isEmpty
    return [
      program('cpu', {
        user: (_, me, pick) => {
          const next = maps === 'no' ? 'read entry' : pick(['read entry', 'lock to map'] as const)
          Object.assign(me, { inKernel: true, takesNothing: next === 'lock to map' })
          return next
        },
        'read entry': (s, me) => {
          if (!s.refers) return 'return'
          me.node = s.node
          me.split = splitOf(s.node)
          return 'lock'
        },
        lock: (s, me) => {
          const split = s.split.get(me.split)
          if (split.holder !== null) return blocked
          split.holder = me.id
          return 'test validity'
        },
        'test validity': (s, me) => {
          if (s.valid && s.node === me.node) return 'clear entry'
          if (serves) takeOver(s.split.get(me.split), me.targets, me.id)
          return 'unlock'
        },
        'clear entry': (s) => {
          s.present = false
          if (!keepsReference) s.refers = false
          for (const cpu of s.cpu) cpu.hasMapped = false
        },
        'mark invalid': (s, me) => {
          s.valid = false
          for (const cpu of all) if (s.cpu.get(cpu).inKernel) s.notQuiescent.add(cpu)
          me.targets.assign(all)
          if (records && recordsFirst) record(s.split.get(me.split), all, me.id)
        },
        unlock: (s, me) => {
          s.split.get(me.split).holder = null
          return me.targets.isEmpty ? 'return' : recordsFirst ? 'shoot' : 'record late'
        },
        'record late': (s, me) => {
          if (records) record(s.split.get(me.split), all, me.id)
        },
        shoot: (s, me) => {
          const target = all.find((cpu) => me.targets.has(cpu))
          if (target === undefined || !waits) return 'strike off'
          s.cpu.get(target).cached = null
          me.targets.delete(target)
          return 'shoot'
        },
        'strike off': (s, me) => {
          // Without the lock: where records are tagged, to advance the own epoch is a single store.
          const split = s.split.get(me.split)
          if (split.owner === me.id || !tags) split.outstanding.clear()
        },
        return: (s, me) => {
          s.notQuiescent.delete(me.id)
          Object.assign(me, { inKernel: false, takesNothing: false, hasMapped: false, node: 0, split: 0 })
          me.targets.clear()
          return 'user'
        },

        'lock to map': (s, me) => {
          const split = s.split.get(splitOf(1))
          if (split.holder !== null) return blocked
          split.holder = me.id
          me.split = splitOf(1)
          return 'test target'
        },
        'test target': (s) => (s.refers && (s.valid || overMapping === 'waits') ? 'unlock' : 'exchange'),
        exchange: (s, me) => {
          if (s.valid) return 'unlock'
          // Reference, entry and mark at once: who finds the node before all are written needs the lock that is in hand.
          Object.assign(s, { present: true, refers: true, valid: true, node: 1 })
          s.notQuiescent.clear()
          for (const cpu of all) if (s.cpu.get(cpu).inKernel) s.cpu.get(cpu).takesNothing = true
          me.hasMapped = true
          if (servesMapping) takeOver(s.split.get(me.split), me.targets, me.id)
          return 'unlock'
        },
      }),
      action(
        'fetch',
        { cpu: id('cpu', cpus) },
        {
          when: (s, { cpu }) => s.present && s.cpu.get(cpu).cached === null,
          do: (s, { cpu }) => {
            s.cpu.get(cpu).cached = s.node
          },
        },
      ),
      action('clear reference', {
        when: (s) => maps !== 'no' && s.refers && isCleared(s),
        do: (s) => {
          s.refers = false
        },
      }),
      action('clear reference, and map again', {
        when: (s) => isCleared(s) && s.split.every(({ holder }) => holder === null),
        do: (s) => {
          Object.assign(s, { present: true, refers: true, valid: true, node: 0 })
          for (const cpu of all) if (s.cpu.get(cpu).inKernel) s.cpu.get(cpu).takesNothing = true
        },
      }),
    ]
  },
  expected: ({ maps, overMapping }) => ({
    ...(maps === 'out of another' && overMapping === 'as printed' && { [MAPPED]: 'violated' }),
  }),
  properties: ({ maps, always, reachable }) => ({
    'the permission is gone everywhere when an operation returns': always((s) =>
      s.cpu.every((c) => c.at !== 'return' || c.takesNothing || s.cpu.every((other) => other.cached === null)),
    ),
    ...(maps !== 'no' && {
      [MAPPED]: always((s) =>
        s.cpu.every((c) => c.at !== 'return' || !c.hasMapped || s.cpu.every((other) => other.cached !== 0)),
      ),
    }),
    'nothing is left outstanding when all have returned': always(
      (s) => s.split.every(({ outstanding }) => outstanding.isEmpty) || s.cpu.some((c) => c.inKernel),
    ),
    'an operation finds that another is under way': reachable((s) =>
      s.cpu.some((c) => c.at === 'test validity' && !s.valid && !s.split.get(c.split).outstanding.isEmpty),
    ),
  }),
})

interface Node {
  readonly valid: boolean
  readonly notQuiescent: { readonly isEmpty: boolean }
}
