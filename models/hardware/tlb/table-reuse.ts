import { array, int, oneOf, struct, system } from '../../../src/index.js'
import { interrupts } from '../interrupts/interrupts.js'
import { linkTables, map, unmap, upperEntry } from './page-tables.js'
import { initiate, othersOf, serve, shootdownState } from './shootdown.js'
import { invalidate, loadBase, tlb } from './tlb.js'
import { mayReach } from './walk.js'

const PAGE = 0
const TABLE = 0
const OLD = { space: 0, frame: 0 }
const NEW = { space: 1, frame: 1 }

/**
 * A table page is freed and becomes a table of another address space, while the hardware may be in the middle of a walk
 * through it: the upper entry was read, the lower one is read at any later point. As with memory under read-copy update,
 * taking the page out of reach is not enough; whoever may be on the way has to be waited for, which here is the flush.
 *
 * Processor 0 clears the lower entry and then the upper one, shoots down, and reuses the page; it is in neither address space
 * itself as far as translations go. The others are in the first one. It has nothing but this page, so the kernel would free
 * its table when the page is unmapped.
 */
export const tlbTableReuse = system('tlb-table-reuse', {
  summary: 'a table page is freed and reused while hardware may be walking through it',
  source: 'Intel SDM 3A, 4.10.3 and 4.10.4.3',
  parameters: {
    cpus: int(2, 4, { default: 2 }),
    /** With walks in one step the failure cannot be seen. */
    walk: oneOf('level by level', 'one step'),
  },
  components: ({ cpus, walk }) => ({
    tlb: tlb({ cpus, pages: 1, spaces: 2, tables: 1, frames: 2, walk }),
    interrupts: interrupts({ cpus, vectors: ['shootdown'] }),
  }),
  state: ({ cpus }) => struct({ ...shootdownState(cpus), cpu: array(cpus, struct({})) }),
  initial: (s, { cpus }) => {
    linkTables(s.tlb)
    map(s.tlb, OLD.space, PAGE, OLD.frame, ['present', 'writable', 'user'])
    upperEntry(s.tlb, NEW.space, PAGE).rights.clear()
    loadBase(s.tlb, 0, NEW.space)
    for (const cpu of othersOf(cpus)) s.cpu.get(cpu).at = 'user'
  },
  behaviour: ({ cpus, program, precaution }) => {
    const freesLast = precaution('free the table after the shoot-down')
    const takesOutFirst = precaution('take the table out before the shoot-down')

    type Part = 'clear lower entry' | 'clear upper entry' | 'interrupt others' | 'freed'
    const removal: Part[] = takesOutFirst
      ? ['clear upper entry', 'interrupt others']
      : ['interrupt others', 'clear upper entry']
    const order: Part[] = freesLast
      ? ['clear lower entry', ...removal, 'freed']
      : ['clear lower entry', 'clear upper entry', 'freed']
    const after = (part: Part) => order[order.indexOf(part) + 1]!

    const { take, steps } = serve({ forget: (tlb, cpu) => invalidate(tlb, cpu, PAGE) })
    return [
      program('cpu', {
        'clear lower entry': (s) => {
          unmap(s.tlb, OLD.space, PAGE)
          return after('clear lower entry')
        },
        'clear upper entry': (s) => {
          upperEntry(s.tlb, OLD.space, PAGE).rights.clear()
          return after('clear upper entry')
        },
        ...initiate({ targets: () => othersOf(cpus), next: () => after('interrupt others') }),
        freed: () => 'fill table',
        'fill table': (s) => map(s.tlb, NEW.space, PAGE, NEW.frame, ['present', 'writable', 'user']),
        'enter table': (s) => {
          upperEntry(s.tlb, NEW.space, PAGE).rights.assign(['present', 'writable', 'user'])
          return 'in use again'
        },
        'in use again': () => 'in use again',
        user: take,
        ...steps,
      }),
    ]
  },
  properties: ({ always, reachable }) => ({
    'nobody is on the way to a table that is free': always(
      (s) =>
        s.cpu.get(0).at !== 'freed' || !s.tlb.cpu.some((c) => c.upper.some((u) => u !== null && u.table === TABLE)),
    ),
    'nobody reaches the memory of another address space': always(
      (s) => !s.tlb.cpu.some((c, cpu) => c.base === OLD.space && mayReach(s.tlb, cpu, NEW.frame, 'read')),
    ),
    'the table is used again': reachable((s) => s.cpu.get(0).at === 'in use again'),
  }),
})
