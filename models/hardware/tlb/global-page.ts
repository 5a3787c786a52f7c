import { array, int, struct, system } from '../../../src/index.js'
import { deliverable, interrupts } from '../interrupts/interrupts.js'
import { linkTables, map, type Right, unmap } from './page-tables.js'
import { initiate, othersOf, serve, shootdownState } from './shootdown.js'
import { flush, loadBase, type Tlb, tlb } from './tlb.js'
import { mayUse } from './walk.js'

const PAGE = 0
const KERNEL_PAGE: readonly Right[] = ['present', 'writable', 'global']

/**
 * A page of the kernel is unmapped, which is global: all address spaces share the table it is in, and its translation
 * outlives the switch from one to another. Processor 0 unmaps it; the others switch between two address spaces whenever
 * they like, by loading the page-table base.
 */
export const tlbGlobalPage = system('tlb-global-page', {
  summary: 'a global page is unmapped, which base reloads do not flush',
  source: 'Intel SDM 3A, 4.10.2.4 and 4.10.4.1; Uhlig 2005, 4.4.2',
  parameters: { cpus: int(2, 4, { default: 2 }) },
  components: ({ cpus }) => ({
    tlb: tlb({ cpus, pages: 1, spaces: 2, tables: 1 }),
    interrupts: interrupts({ cpus, vectors: ['shootdown'] }),
  }),
  state: ({ cpus }) => struct({ ...shootdownState(cpus), cpu: array(cpus, struct({})) }),
  initial: (s, { cpus }) => {
    linkTables(s.tlb)
    map(s.tlb, 0, PAGE, 0, KERNEL_PAGE)
    for (const cpu of othersOf(cpus)) s.cpu.get(cpu).at = 'user'
  },
  behaviour: ({ cpus, program, precaution }) => {
    const interruptsAll = precaution('interrupt processors in other address spaces too')
    const flushesGlobal = precaution('flush global translations too')
    const forget = flushesGlobal ? flush : (tlb: Tlb, cpu: number) => loadBase(tlb, cpu, tlb.cpu.get(cpu).base)
    const { take, steps } = serve({ forget })
    const targets = (s: { readonly tlb: Tlb }) =>
      othersOf(cpus).filter((cpu) => interruptsAll || s.tlb.cpu.get(cpu).base === s.tlb.cpu.get(0).base)
    return [
      program('cpu', {
        mapped: () => 'clear entry',
        'clear entry': (s) => unmap(s.tlb, 0, PAGE),
        'invalidate own': (s) => {
          forget(s.tlb, 0)
          return 'interrupt others'
        },
        ...initiate({ targets, next: () => 'unmapped' }),
        unmapped: (s) => {
          map(s.tlb, 0, PAGE, 0, KERNEL_PAGE)
          return 'mapped'
        },

        user: (s, me, pick) => {
          if (pick(['switch', ...deliverable(s.interrupts, me.id)]) === 'shootdown') return take(s, me)
          loadBase(s.tlb, me.id, 1 - s.tlb.cpu.get(me.id).base)
          return 'user'
        },
        ...steps,
      }),
    ]
  },
  properties: ({ always, reachable }) => ({
    'nobody can use the page when it has been unmapped': always(
      (s) => s.cpu.get(0).at !== 'unmapped' || !s.cpu.some((_, cpu) => mayUse(s.tlb, cpu, PAGE, 'read', 'supervisor')),
    ),
    'user mode cannot use the page': always((s) => !s.cpu.some((_, cpu) => mayUse(s.tlb, cpu, PAGE, 'read', 'user'))),
    'a processor in the other address space is interrupted': reachable((s) =>
      s.cpu.some((c) => c.at === 'invalidate' && s.tlb.cpu.get(c.id).base === 1),
    ),
  }),
})
