import { array, bool, int, struct, system } from '../../../src/index.js'
import { deliverable, interrupts } from '../interrupts/interrupts.js'
import { entryOf, linkTables, map, unmap } from './page-tables.js'
import { type HasShootdown, initiate, othersOf, serve, shootdownState } from './shootdown.js'
import { invalidate, tlb } from './tlb.js'
import { use } from './walk.js'

const PAGE = 0

/**
 * A page is taken away to put its frame to other use. The processors note in the page table that they have written to it;
 * if they have, it is written to disk first.
 *
 * Processor 0 takes pages away. The others write whenever they like, each first write to a clean page being noted by the
 * hardware, in one step with a look at the entry. A page that is found clean needs no shoot-down for the sake of its
 * contents: who has not written yet has to look at the entry first. (Who reads is the business of `tlb-unmap`.)
 */
export const tlbDirtyPage = system('tlb-dirty-page', {
  summary: 'a page is taken away and written to disk if processors have noted that it is dirty',
  source: 'Intel SDM 3A, 4.8 and 4.10.4.3',
  parameters: { cpus: int(2, 4, { default: 2 }) },
  components: ({ cpus }) => ({
    tlb: tlb({ cpus, pages: 1 }),
    interrupts: interrupts({ cpus, vectors: ['shootdown'] }),
  }),
  state: ({ cpus }) =>
    struct({
      /** The frame holds what is not on disk. */
      unsaved: bool,
      ...shootdownState(cpus),
      cpu: array(cpus, struct({})),
      /** What processor 0 has read of the entry. */
      dirty: bool,
    }),
  initial: (s, { cpus }) => {
    linkTables(s.tlb)
    map(s.tlb, 0, PAGE, 0, ['present', 'writable', 'user', 'clean'])
    for (const cpu of othersOf(cpus)) s.cpu.get(cpu).at = 'user'
  },
  behaviour: ({ cpus, program, precaution }) => {
    const exchanges = precaution('read and clear the entry in one exchange')
    const savesLast = precaution('write to disk after the shoot-down')
    const { take, steps } = serve({ forget: (tlb, cpu) => invalidate(tlb, cpu, PAGE) })
    return [
      program('cpu', {
        mapped: () => 'read entry',
        'read entry': (s) => {
          s.dirty = !entryOf(s.tlb, 0, PAGE).rights.has('clean')
          return exchanges ? clear(s) : 'clear entry'
        },
        'clear entry': (s) => clear(s),
        ...initiate({ targets: () => othersOf(cpus), next: () => (savesLast ? 'write to disk' : 'taken away') }),
        'write to disk': (s) => {
          s.unsaved = false
          return savesLast ? 'taken away' : 'interrupt others'
        },
        'taken away': (s) => {
          s.dirty = false
          map(s.tlb, 0, PAGE, 0, ['present', 'writable', 'user', 'clean'])
          return 'mapped'
        },

        user: (s, me, pick) => {
          if (pick(['write', ...deliverable(s.interrupts, me.id)]) === 'shootdown') return take(s, me)
          if (use(s.tlb, me.id, PAGE, 'write') === 'granted') s.unsaved = true
          return 'user'
        },
        ...steps,
      }),
    ]

    function clear(s: HasShootdown & { readonly dirty: boolean }) {
      unmap(s.tlb, 0, PAGE)
      if (!s.dirty) return 'taken away'
      return savesLast ? 'interrupt others' : 'write to disk'
    }
  },
  properties: ({ always, reachable }) => ({
    'nothing is lost': always((s) => s.cpu.get(0).at !== 'taken away' || !s.unsaved),
    'a clean page is taken away at once': reachable((s) => s.cpu.get(0).at === 'taken away' && !s.dirty),
    'a page is written to while it is taken away': reachable((s) => s.cpu.get(0).at === 'wait' && s.unsaved),
  }),
})
