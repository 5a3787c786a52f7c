import { array, blocked, id, int, option, set, struct, system } from '../../../src/index.js'
import {
  deliver,
  deliverable,
  endOfInterrupt,
  interrupts,
  returnFromInterrupt,
  send,
  switchOff,
  switchOn,
} from '../interrupts/interrupts.js'
import { everybodyIsServed, inTheEnd } from './in-the-end.js'
import { linkTables, map, unmap } from './page-tables.js'
import { invalidate, tlb } from './tlb.js'
import { mayUse } from './walk.js'

/**
 * Every processor unmaps pages, and they shoot at each other. In the kernel interrupts are off, and each page has a lock that
 * is held until the shoot-down is over. So a processor that only waits, for a lock or for acknowledgements, may wait for one
 * that waits for it: it has to serve what others ask of it meanwhile.
 *
 * A request is a bit in memory for each pair of processors; the target clears it when it has invalidated the page, which is
 * the acknowledgement. The interrupt only makes a processor in user mode look at its bits; one whose requests have been served
 * by then finds nothing.
 *
 * Two things are taken in one step since nobody can tell: a request is posted to all others at once, each of which reads only
 * its own bits, and a processor invalidates all that it found asked of it, which concerns nobody else's translations.
 */
export const tlbMutualShootdown = system('tlb-mutual-shootdown', {
  summary: 'processors that shoot at each other with interrupts off',
  source: 'Uhlig 2005, 4.4 and 5.2.2',
  parameters: { cpus: int(2, 3, { default: 2 }), pages: int(1, 3, { default: 2 }) },
  components: ({ cpus, pages }) => ({
    tlb: tlb({ cpus, pages }),
    interrupts: interrupts({ cpus, vectors: ['shootdown'] }),
  }),
  state: ({ cpus, pages }) => {
    const cpu = id('cpu', cpus)
    return struct({
      /** Who holds the lock of each page. */
      lock: array(pages, option(cpu)),
      cpu: array(
        cpus,
        struct({
          /** Who wants the processor to invalidate the page that he unmaps. */
          requests: set(cpu),
          /** The page that it unmaps itself. */
          page: int(0, pages - 1),
          /** Whose requests it is serving: all that it found when it looked, so that nobody is passed over for ever. */
          serves: set(cpu),
        }),
      ),
    })
  },
  initial: (s, { pages }) => {
    linkTables(s.tlb)
    for (let page = 0; page < pages; page++) map(s.tlb, 0, page, 0, ['present', 'writable', 'user'])
  },
  behaviour: ({ cpus, pages, program, precaution }) => {
    const servesForLock = precaution('serve shoot-downs while waiting for a lock')
    const servesForOthers = precaution('serve shoot-downs while waiting for acknowledgements')
    const serve = (me: Waiting) => {
      if (me.requests.isEmpty) return blocked
      me.serves.assign(me.requests)
      return 'invalidate for others' as const
    }
    return [
      program('cpu', {
        user: (s, me, pick) => {
          const next = pick(['unmap', ...deliverable(s.interrupts, me.id)])
          if (next === 'shootdown') {
            deliver(s.interrupts, me.id, next)
            return 'look for requests'
          }
          switchOff(s.interrupts, me.id)
          me.page = pick.int(0, pages - 1)
          return 'take lock'
        },
        'take lock': (s, me) => {
          if (s.lock.get(me.page) !== null) return servesForLock ? serve(me) : blocked
          s.lock.set(me.page, me.id)
          return 'clear entry'
        },
        'clear entry': (s, me) => unmap(s.tlb, 0, me.page),
        'invalidate own': (s, me) => invalidate(s.tlb, me.id, me.page),
        'post requests': (s, me) => {
          for (let other = 0; other < cpus; other++) if (other !== me.id) s.cpu.get(other).requests.add(me.id)
        },
        'interrupt others': (s, me) => {
          for (let other = 0; other < cpus; other++) if (other !== me.id) send(s.interrupts, other, 'shootdown')
        },
        wait: (s, me) => {
          if (!s.cpu.some((c) => c.requests.has(me.id))) return 'unmapped'
          return servesForOthers ? serve(me) : blocked
        },
        unmapped: (s, me) => {
          map(s.tlb, 0, me.page, 0, ['present', 'writable', 'user'])
        },
        'release lock': (s, me) => {
          s.lock.set(me.page, null)
          me.page = 0
          switchOn(s.interrupts, me.id)
          return 'user'
        },

        'look for requests': (s, me) => {
          if (!me.requests.isEmpty) return serve(me)
          endOfInterrupt(s.interrupts, me.id)
          returnFromInterrupt(s.interrupts, me.id)
          return 'user'
        },
        'invalidate for others': (s, me) => {
          for (const other of me.serves) invalidate(s.tlb, me.id, s.cpu.get(other).page)
        },
        acknowledge: (s, me) => {
          for (const other of me.serves) me.requests.delete(other)
          me.serves.clear()
          if (s.interrupts.cpu.get(me.id).mode === 'handler') return 'look for requests'
          return s.lock.get(me.page) === me.id ? 'wait' : 'take lock'
        },
      }),
    ]
  },
  fairness: everybodyIsServed,
  properties: ({ pages, always, reachable, leadsTo }) => ({
    'nobody can use a page when it has been unmapped': always((s) =>
      s.cpu.every((c) => c.at !== 'unmapped' || !s.cpu.some((_, cpu) => mayUse(s.tlb, cpu, c.page, 'read'))),
    ),
    'a page is unmapped by one processor at a time': always(
      (s) => !s.cpu.some((c) => c.at === 'unmapped' && s.lock.get(c.page) !== c.id),
    ),
    ...inTheEnd({ leadsTo }, 'unmapped'),
    // Who unmaps the same page waits for its lock, and not for acknowledgements.
    ...(pages > 1 && {
      'processors wait for each other': reachable(
        (s) => s.cpu.count((c) => c.at === 'wait' && !c.requests.isEmpty) >= 2,
      ),
    }),
    'an interrupt finds nothing to do': reachable((s) =>
      s.cpu.some((c) => c.at === 'look for requests' && c.requests.isEmpty),
    ),
  }),
})

interface Waiting {
  readonly requests: Iterable<number> & { readonly isEmpty: boolean }
  readonly serves: { assign(cpus: Iterable<number>): void }
}
