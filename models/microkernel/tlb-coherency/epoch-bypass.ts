import { array, id, oneOf, option, type Pick, struct, system } from '../../../src/index.js'
import { interrupts } from '../../hardware/interrupts/interrupts.js'
import { filling } from '../../hardware/tlb/filling.js'
import { everybodyIsServed, inTheEnd } from '../../hardware/tlb/in-the-end.js'
import { tlb } from '../../hardware/tlb/tlb.js'
import { claims, hasEnded, shootAtEachOther, waitsForWholeBatch } from './claims.js'
import { tlbEpochs } from './epochs.js'
import { forgetEntries, listing } from './listing.js'
import { operations, upTo } from './operation.js'
import { permissions } from './permission.js'
import { entries, type Listing, listFields, pagesOf, parameters, processorFields } from './state.js'

/**
 * Locks are released before the shoot-down, and an object remembers what is outstanding: the entries D to be invalidated, and
 * the processor p with the epoch e in which it is going to do it. Who comes next and finds that epoch still under way takes
 * the entries over and shoots them down itself: D' = D ∪ o.D, with its own p and e; else D' = D (Uhlig 2005, 4.4.1).
 *
 * All of this is read and written under the object's lock, but for the other processor's epoch: so it is one step.
 */
export const tlbEpochBypass = system('tlb-epoch-bypass', {
  summary: 'TLB coherency: who finds a shoot-down outstanding starts it itself',
  source: 'Uhlig 2005, 4.4.1',
  parameters: {
    ...parameters,
    /** Whether a batch may take the same object again and again, in any order, or goes through them once. */
    batches: oneOf('any', 'in order'),
    /** Epochs without end, or of one bit. */
    counters: oneOf('endless', 'wrapping'),
  },
  components: ({ cpus, objects, pages, fills }) => ({
    tlb: tlb({ cpus, pages: objects * pages, fills }),
    interrupts: interrupts({ cpus, vectors: ['shootdown'] }),
  }),
  state: ({ counters, ...sizes }) => {
    const { tag, count } = tlbEpochs(counters)
    return struct({
      object: array(
        sizes.objects,
        struct({ lock: option(id('cpu', sizes.cpus)), dirty: entries(sizes), ...tag(sizes.cpus) }),
      ),
      cpu: array(sizes.cpus, struct({ ...processorFields(sizes), ...listFields(sizes), ...count })),
    })
  },
  initial: (s, { takes, fills }) => permissions(takes).grantAll(s, fills),
  behaviour: ({ takes, fills, counters, batches, program, precaution, ...sizes }) => {
    const polls = precaution('serve shoot-downs between the objects of a batch')
    const takesOver = precaution('take over the entries that are outstanding')
    const merges = precaution('leave the entries that are outstanding with the object')
    const tags = precaution('tag the object with the own epoch')
    const updatesFirst = precaution('update the object before releasing its lock')
    const advancesLast = precaution('begin a new epoch after the shoot-down')
    const permission = permissions(takes)
    const epochs = tlbEpochs(counters)
    const operation = operations({ ...sizes, ...listing, permission, precaution })
    const everybody = upTo(sizes.cpus)
    const shot = advancesLast ? 'advance epoch' : 'returned'
    const end = advancesLast ? 'invalidate own' : 'advance epoch'
    const goOn = (me: Listing, pick: Pick) =>
      operation.nextOrEnd(me, pick, upTo(sizes.objects).slice(batches === 'any' ? 0 : me.object + 1), end)
    return [
      filling(
        fills,
        program('cpu', {
          user: operation.user(),
          ...operation.takeLock({ serves: polls, polls, next: () => 'write entry' }),
          ...operation.writeEntries({
            changed: (me, page) => me.dirty.add(page),
            next: () => (updatesFirst ? 'update object' : 'release lock'),
          }),
          'update object': (s, me, pick) => {
            const object = s.object.get(me.object)
            const outstanding = epochs.isOutstanding(s, object)
            for (const page of pagesOf(sizes, me.object)) {
              const old = outstanding ? [...object.dirty.get(page)] : []
              const now = me.dirty.has(page) ? everybody : []
              object.dirty.get(page).assign(merges ? [...old, ...now] : now)
              for (const cpu of takesOver ? [...old, ...now] : now) me.list.get(page).add(cpu)
            }
            me.dirty.clear()
            if (tags || !outstanding) epochs.tagWith(object, me)
            return updatesFirst ? 'release lock' : goOn(me, pick)
          },
          ...operation.releaseLock((me, pick) => (updatesFirst ? goOn(me, pick) : 'update object')),
          ...listing.steps({ served: operation.invalidated, own: (me) => operation.shootDownOr(shot, me) }),
          ...operation.shootDown(shot),
          'advance epoch': (s, me) => {
            epochs.advance(s, me, ({ dirty }) => forgetEntries(dirty))
            return advancesLast ? 'returned' : 'invalidate own'
          },
          ...operation.returned,
          ...operation.handler,
        }),
      ),
    ]
  },
  fairness: everybodyIsServed,
  mayStop: (s, { operations }) => operations > 0 && hasEnded(s),
  properties: ({ takes, always, reachable, leadsTo, ...taking }) => ({
    ...claims({ always, reachable }, permissions(takes), taking),
    ...(taking.operations === 0 && { 'processors shoot at each other': reachable(shootAtEachOther) }),
    "nobody waits for another's whole batch": always((s) => !waitsForWholeBatch(s)),
    ...inTheEnd({ leadsTo }, 'returned'),
  }),
})
