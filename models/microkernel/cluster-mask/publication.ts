import { array, bool, id, int, oneOf, struct, system, withDefault } from '../../../src/index.js'
import { fenceStep } from '../../hardware/memory/fence-step.js'
import { memory } from '../../hardware/memory/memory.js'
import { clusterMasks } from './masks.js'

/** Masks in words of 6 bits, for four processors: two bits of bitmap, so that three processors are in larger clusters. */
const masks = clusterMasks(6, 4)

/**
 * The mask of an address space while processors read it (Uhlig 2005, 5.4.4): a thread that comes to a processor adds it to
 * the mask, and a processor that takes a page away interrupts those that the mask selects. The mask never shrinks.
 *
 * A processor that runs a thread of the space may fetch the translation at any time, as long as the page's entry is there,
 * and loses it when the thread goes. An interruption removes the translation and is answered at once. There is one page; who
 * takes it away clears its entry, reads the mask, and interrupts.
 *
 * The text says no more than that the kernel updates the mask when threads migrate. That it does so before the thread runs
 * and by compare-exchange is what the word's size is chosen for (4.2.2); that who reads it must have cleared the entry
 * before, visibly, is what a processor with a store buffer needs besides.
 */
export const clusterMaskPublication = system('cluster-mask-publication', {
  summary: 'a mask of processors that grows as threads migrate, read by who has to interrupt them',
  source: 'Uhlig 2005, 5.4.4 and 4.2.2',
  parameters: { cpus: int(2, 3, { default: 2 }), memoryModel: oneOf('sc', 'tso', 'pso') },
  components: ({ cpus, memoryModel: model }) => ({
    memory: memory({ model, cpus, variables: { mask: int(0, 63), entryCleared: bool }, entries: 2, whenFull: 'wait' }),
  }),
  state: ({ cpus }) =>
    struct({
      cpu: array(
        cpus,
        struct({
          /** The mask as last read. */
          mask: int(0, 63),
          runs: bool,
          /** Whether a thread of the space has ever run here: since then the mask has to select it. */
          hasRun: bool,
          translation: bool,
          /** Whom it interrupts next. */
          next: withDefault(int(0, cpus), 0),
        }),
      ),
    }),
  behaviour: ({ cpus, memoryModel: model, program, action, precaution, components: { memory } }) => {
    const publishesFirst = precaution('publish the mask before the thread runs')
    const exchanges = precaution('update the mask by compare-exchange')
    // A store is seen at once where memory is sequentially consistent.
    const fences = model !== 'sc' && precaution('let the cleared entry be seen before reading the mask')
    const run = publishesFirst ? 'run thread' : 'kernel'
    return [
      program('cpu', {
        kernel: (_, me, pick) => {
          const thread = me.runs
            ? ('thread leaves' as const)
            : publishesFirst
              ? ('read mask' as const)
              : ('run thread' as const)
          return pick([thread, 'clear entry'] as const)
        },

        'read mask': (s, me) => {
          me.mask = memory.load(s.memory, me.id, 'mask')
          if (!masks.selects(me.mask, me.id)) return 'update mask'
          me.mask = 0
          return run
        },
        'update mask': (s, me) => {
          const larger = masks.withProcessor(me.mask, me.id)
          if (exchanges) {
            const there = memory.compareExchange(s.memory, me.id, 'mask', me.mask, larger)
            if (there !== me.mask) return 'read mask'
          } else memory.store(s.memory, me.id, 'mask', larger)
          me.mask = 0
          return run
        },
        'run thread': (_, me) => {
          me.runs = true
          me.hasRun = true
          return publishesFirst ? 'kernel' : 'read mask'
        },
        'thread leaves': (_, me) => {
          me.runs = false
          me.translation = false
          return 'kernel'
        },

        'clear entry': (s, me) => {
          memory.store(s.memory, me.id, 'entryCleared', true)
          return fences ? 'fence' : 'read mask to interrupt'
        },
        ...fenceStep('fence', fences ? 'full fence' : 'none', { memory, next: 'read mask to interrupt' }),
        'read mask to interrupt': (s, me) => {
          me.mask = memory.load(s.memory, me.id, 'mask')
          return 'interrupt'
        },
        interrupt: (s, me) => {
          if (masks.selects(me.mask, me.next)) s.cpu.get(me.next).translation = false
          me.next++
          return me.next === cpus ? 'page is gone' : 'interrupt'
        },
        'page is gone': (_, me) => {
          me.mask = 0
          me.next = 0
          return 'kernel'
        },
      }),
      action(
        'fetch translation',
        { cpu: id('cpu', cpus) },
        {
          when: (s, { cpu }) => s.cpu.get(cpu).runs && !s.cpu.get(cpu).translation,
          do: (s, { cpu }) => {
            s.cpu.get(cpu).translation = !memory.load(s.memory, cpu, 'entryCleared')
          },
        },
      ),
    ]
  },
  properties: ({ cpus, always, reachable }) => ({
    'no processor that may hold the translation is missed': always(
      (s) => !s.cpu.some((c) => c.at === 'page is gone') || !s.cpu.some((c) => c.translation),
    ),
    'all may hold the translation': reachable((s) => s.cpu.every((c) => c.translation)),
    // Two processors next to each other fit into a bitmap of two bits; the first and the third do not.
    ...(cpus === 2
      ? {}
      : {
          'one is interrupted where no thread has run': reachable(
            (s) => !s.cpu.get(1).hasRun && s.cpu.some((c) => c.at === 'interrupt' && masks.selects(c.mask, 1)),
          ),
        }),
  }),
})
