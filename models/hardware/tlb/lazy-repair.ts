import { array, bool, int, oneOf, struct, system } from '../../../src/index.js'
import { entryOf, linkTables, map } from './page-tables.js'
import { tlb } from './tlb.js'
import { mayReach, use } from './walk.js'

const PAGE = 0
const OLD_FRAME = 0

/**
 * A page is made writable without a shoot-down. Processors that still have the read-only translation get a page fault; the
 * handler looks at the page table, finds that the access is permitted, and lets it be tried again.
 *
 * Processor 0 extends the permission; the others write to the page again and again. `to a copy` is what copy-on-write does:
 * the page becomes writable in another frame. Then lazy repair is not enough, since nothing faults for those that read.
 */
export const tlbLazyRepair = system('tlb-lazy-repair', {
  summary: 'permissions are extended without a shoot-down; page faults repair what is stale',
  source: 'Uhlig 2005, 4.4; Intel SDM 3A, 4.10.4.3',
  parameters: { cpus: int(2, 4, { default: 2 }), extension: oneOf('in place', 'to a copy') },
  components: ({ cpus }) => ({ tlb: tlb({ cpus, pages: 1, frames: 2 }) }),
  state: ({ cpus }) =>
    struct({
      cpu: array(
        cpus,
        struct({
          /** Whether the page table permitted the access when it faulted. No kernel knows: it is there to state the claim. */
          permitted: bool,
        }),
      ),
    }),
  initial: (s, { cpus }) => {
    linkTables(s.tlb)
    map(s.tlb, 0, PAGE, OLD_FRAME, ['present', 'user'])
    for (let cpu = 1; cpu < cpus; cpu++) s.cpu.get(cpu).at = 'write page'
  },
  behaviour: ({ extension, program, precaution }) => {
    const looks = precaution('look at the page table before refusing an access')
    return [
      program('cpu', {
        'read-only': (s) =>
          map(s.tlb, 0, PAGE, extension === 'in place' ? OLD_FRAME : 1, ['present', 'writable', 'user']),
        writable: () => 'writable',

        'write page': (s, me) => {
          const outcome = use(s.tlb, me.id, PAGE, 'write')
          if (outcome === 'granted') return 'written'
          me.permitted = entryOf(s.tlb, 0, PAGE).rights.has('writable')
          return looks ? 'look at page table' : 'refused'
        },
        'look at page table': (s, me) => {
          if (!entryOf(s.tlb, 0, PAGE).rights.has('writable')) return 'refused'
          me.permitted = false
          return 'write page'
        },
        refused: (_, me) => {
          me.permitted = false
          return 'write page'
        },
        written: () => 'write page',
      }),
    ]
  },
  fairness: ({ weak }) => [weak('cpu')],
  properties: ({ always, reachable, leadsTo }) => ({
    'no access is refused that was permitted': always((s) => !s.cpu.some((c) => c.at === 'refused' && c.permitted)),
    'nobody reads a frame that the page has left': always(
      (s) =>
        entryOf(s.tlb, 0, PAGE).frame === OLD_FRAME || !s.cpu.some((_, i) => mayReach(s.tlb, i, OLD_FRAME, 'read')),
    ),
    'who writes to a writable page succeeds in the end': leadsTo.each(
      'cpu',
      (s, me) => me.at === 'write page' && entryOf(s.tlb, 0, PAGE).rights.has('writable'),
      (_, me) => me.at === 'written',
    ),
    'a stale translation faults': reachable((s) => s.cpu.some((c) => c.at === 'look at page table' && c.permitted)),
    'an access is refused': reachable((s) => s.cpu.some((c) => c.at === 'refused')),
  }),
  expected: ({ extension }) =>
    extension === 'in place' ? {} : { 'nobody reads a frame that the page has left': 'violated' },
})
