import { array, id, int, set, struct, system } from '../../../src/index.js'
import { deliverable, interrupts, switchOff, switchOn } from '../interrupts/interrupts.js'
import { linkTables, map, unmap } from './page-tables.js'
import { type HasShootdown, initiate, othersOf, serve, shootdownState } from './shootdown.js'
import { invalidate, loadBase, tlb } from './tlb.js'
import { mayReach } from './walk.js'

const PAGE = 0
const FRAME = 0
const SPACE = 0
const OTHER = 1

/**
 * A page is unmapped while processors switch between its address space and another one. A mask in memory says which
 * processors are in the address space; only those are interrupted. Whoever has left it, has forgotten its translations by
 * loading another base.
 *
 * Processor 0 unmaps; it is in the other address space itself. The mask is read and written by single steps, which are
 * atomic operations on one word.
 */
export const tlbSpaceSwitch = system('tlb-space-switch', {
  summary: 'a page is unmapped; only processors in its address space are interrupted',
  source: 'Uhlig 2005, 5.4.4 and 4.4.2',
  parameters: { cpus: int(2, 4, { default: 2 }) },
  components: ({ cpus }) => ({
    tlb: tlb({ cpus, pages: 1, spaces: 2, frames: 2 }),
    interrupts: interrupts({ cpus, vectors: ['shootdown'] }),
  }),
  state: ({ cpus }) => {
    const cpu = id('cpu', cpus)
    return struct({
      /** Who is in the address space of the page. */
      mask: set(cpu),
      ...shootdownState(cpus),
      cpu: array(cpus, struct({})),
      /** The mask as processor 0 has read it. */
      targets: set(cpu),
    })
  },
  initial: (s, { cpus }) => {
    linkTables(s.tlb)
    map(s.tlb, SPACE, PAGE, FRAME, ['present', 'writable', 'user'])
    map(s.tlb, OTHER, PAGE, 1, ['present', 'writable', 'user'])
    for (let cpu = 0; cpu < cpus; cpu++) s.tlb.cpu.get(cpu).base = OTHER
    for (const cpu of othersOf(cpus)) s.cpu.get(cpu).at = 'user'
  },
  behaviour: ({ program, precaution }) => {
    const entersFirst = precaution('enter the mask before loading the base')
    const leavesLast = precaution('leave the mask after loading another base')
    const readsLast = precaution('read the mask after writing the page table')
    const { take, steps } = serve({ forget: (tlb, cpu) => invalidate(tlb, cpu, PAGE) })
    type Entering = 'enter mask' | 'load base'
    type Leaving = 'load other base' | 'leave mask'
    const enter: Entering[] = entersFirst ? ['enter mask', 'load base'] : ['load base', 'enter mask']
    const leave: Leaving[] = leavesLast ? ['load other base', 'leave mask'] : ['leave mask', 'load other base']
    return [
      program('cpu', {
        mapped: () => (readsLast ? 'clear entry' : 'read mask'),
        'clear entry': (s) => {
          unmap(s.tlb, SPACE, PAGE)
          return readsLast ? 'read mask' : 'interrupt others'
        },
        'read mask': (s) => {
          s.targets.assign(s.mask)
          return readsLast ? 'interrupt others' : 'clear entry'
        },
        ...initiate({ targets: (s: { readonly targets: Iterable<number> }) => s.targets, next: () => 'unmapped' }),
        unmapped: (s) => {
          s.targets.clear()
          map(s.tlb, SPACE, PAGE, FRAME, ['present', 'writable', 'user'])
          return 'mapped'
        },

        user: (s, me, pick) => {
          const entry = s.tlb.cpu.get(me.id).base === SPACE ? leave[0]! : enter[0]!
          const next = pick([entry, ...deliverable(s.interrupts, me.id)])
          if (next === 'shootdown') return take(s, me)
          switchOff(s.interrupts, me.id)
          return next
        },
        'enter mask': (s, me) => {
          s.mask.add(me.id)
          return after(enter, 'enter mask', s, me)
        },
        'load base': (s, me) => {
          loadBase(s.tlb, me.id, SPACE)
          return after(enter, 'load base', s, me)
        },
        'load other base': (s, me) => {
          loadBase(s.tlb, me.id, OTHER)
          return after(leave, 'load other base', s, me)
        },
        'leave mask': (s, me) => {
          s.mask.delete(me.id)
          return after(leave, 'leave mask', s, me)
        },
        ...steps,
      }),
    ]
  },
  properties: ({ always, reachable }) => ({
    'nobody can reach the page when it has been unmapped': always(
      (s) => s.cpu.get(0).at !== 'unmapped' || !s.cpu.some((_, cpu) => mayReach(s.tlb, cpu, FRAME, 'read')),
    ),
    'a processor is spared the interrupt': reachable((s) => s.cpu.get(0).at === 'wait' && s.asked.isEmpty),
    'a processor enters the address space during the shoot-down': reachable(
      (s) => s.cpu.get(0).at === 'wait' && s.cpu.some((c) => s.mask.has(c.id) && !s.targets.has(c.id)),
    ),
  }),
})

/** The step after this one; after the last, back to user mode. */
function after<Part extends string>(order: readonly Part[], part: Part, s: HasShootdown, me: { readonly id: number }) {
  const next = order[order.indexOf(part) + 1]
  if (next !== undefined) return next
  switchOn(s.interrupts, me.id)
  return 'user'
}
