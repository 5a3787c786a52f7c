import { array, int, oneOf, struct, system } from '../../../src/index.js'
import { interrupts } from '../interrupts/interrupts.js'
import { linkTables, map, unmap } from './page-tables.js'
import { initiate, othersOf, serve, shootdownState } from './shootdown.js'
import { invalidate, tlb } from './tlb.js'
import { mayUse } from './walk.js'

const PAGE = 0

/**
 * The plain shoot-down: a page is unmapped while other processors run in the same address space.
 *
 * Processor 0 clears the page-table entry, invalidates its own translation, interrupts the others, and has unmapped the page
 * when all of them have acknowledged. From then on nobody may be able to use it, until it is mapped again. The others are in
 * user mode, where they use the page whenever they like, or in the handler of the interrupt.
 */
export const tlbUnmap = system('tlb-unmap', {
  summary: 'a page is unmapped under processors that use it: the plain TLB shoot-down',
  source: 'Uhlig 2005, 4.4; Intel SDM 3A, 4.10.5',
  parameters: { cpus: int(2, 4, { default: 2 }), walk: oneOf('one step', 'level by level') },
  components: ({ cpus, walk }) => ({
    tlb: tlb({ cpus, pages: 1, walk }),
    interrupts: interrupts({ cpus, vectors: ['shootdown'] }),
  }),
  state: ({ cpus }) => struct({ ...shootdownState(cpus), cpu: array(cpus, struct({})) }),
  initial: (s, { cpus }) => {
    linkTables(s.tlb)
    map(s.tlb, 0, PAGE, 0, ['present', 'writable', 'user'])
    for (const cpu of othersOf(cpus)) s.cpu.get(cpu).at = 'user'
  },
  behaviour: ({ cpus, program, precaution }) => {
    const writesFirst = precaution('write the page table before invalidating')
    const invalidatesOwn = precaution('invalidate the own translation')
    const interruptsOthers = precaution('interrupt the other processors')
    const waits = precaution('wait for the acknowledgements')
    const acknowledgesLast = precaution('acknowledge after invalidating')

    type Part = 'clear entry' | 'invalidate own' | 'interrupt others'
    const shootdown: Part[] = []
    if (invalidatesOwn) shootdown.push('invalidate own')
    if (interruptsOthers) shootdown.push('interrupt others')
    const order: Part[] = writesFirst ? ['clear entry', ...shootdown] : [...shootdown, 'clear entry']
    const after = (part: Part) => order[order.indexOf(part) + 1] ?? 'unmapped'

    const { take, steps } = serve({ forget: (tlb, cpu) => invalidate(tlb, cpu, PAGE), acknowledgesLast })
    return [
      program('cpu', {
        mapped: () => order[0]!,
        'clear entry': (s) => {
          unmap(s.tlb, 0, PAGE)
          return after('clear entry')
        },
        'invalidate own': (s) => {
          invalidate(s.tlb, 0, PAGE)
          return after('invalidate own')
        },
        ...initiate({ targets: () => othersOf(cpus), next: () => after('interrupt others'), waits }),
        unmapped: (s) => {
          map(s.tlb, 0, PAGE, 0, ['present', 'writable', 'user'])
          return 'mapped'
        },
        user: take,
        ...steps,
      }),
    ]
  },
  properties: ({ always, reachable }) => ({
    'nobody can use the page when it has been unmapped': always(
      (s) => s.cpu.get(0).at !== 'unmapped' || !s.cpu.some((_, cpu) => mayUse(s.tlb, cpu, PAGE, 'read')),
    ),
    'a translation outlives its page-table entry': reachable(
      (s) => s.cpu.get(0).at === 'wait' && s.tlb.cpu.get(1).entry.get(PAGE) !== null,
    ),
  }),
})
