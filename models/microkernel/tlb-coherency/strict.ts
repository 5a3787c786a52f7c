import { array, id, int, oneOf, option, type Pick, struct, system } from '../../../src/index.js'
import { interrupts } from '../../hardware/interrupts/interrupts.js'
import { filling } from '../../hardware/tlb/filling.js'
import { everybodyIsServed, inTheEnd } from '../../hardware/tlb/in-the-end.js'
import { tlb } from '../../hardware/tlb/tlb.js'
import { claims, hasEnded, shootAtEachOther, waitsForWholeBatch } from './claims.js'
import { listing } from './listing.js'
import { operations, upTo } from './operation.js'
import { permissions } from './permission.js'
import { type Listing, listFields, parameters, processorFields } from './state.js'

/**
 * The way that is safe and slow: the locks of all objects of a batch are held until the shoot-down is over. Whoever wants one
 * of the objects waits for the other's whole operation, other objects and all (Uhlig 2005, Figure 4.10).
 *
 * Locks are taken in the order of the objects.
 */
export const tlbStrict = system('tlb-strict', {
  summary: 'TLB coherency: locks are held until the combined shoot-down is over',
  source: 'Uhlig 2005, 4.4, Figures 4.9 and 4.10',
  parameters: {
    ...parameters,
    objects: int(1, 3, { default: 2 }),
    /** Whether there is one shoot-down for all objects of a batch, or one after each object. */
    shootsDown: oneOf('once', 'after each object'),
  },
  components: ({ cpus, objects, pages, fills }) => ({
    tlb: tlb({ cpus, pages: objects * pages, fills }),
    interrupts: interrupts({ cpus, vectors: ['shootdown'] }),
  }),
  state: (sizes) =>
    struct({
      object: array(sizes.objects, struct({ lock: option(id('cpu', sizes.cpus)) })),
      cpu: array(sizes.cpus, struct({ ...processorFields(sizes), ...listFields(sizes) })),
    }),
  initial: (s, { takes, fills }) => permissions(takes).grantAll(s, fills),
  behaviour: ({ takes, fills, shootsDown, program, precaution, ...sizes }) => {
    const permission = permissions(takes)
    const operation = operations({ ...sizes, ...listing, permission, precaution })
    const serves = precaution('serve shoot-downs while waiting for a lock')
    const atOnce = shootsDown === 'once'
    const goOn = <End extends string>(me: Listing, pick: Pick, end: End) =>
      operation.nextOrEnd(me, pick, upTo(sizes.objects).slice(me.object + 1), end)
    return [
      filling(
        fills,
        program('cpu', {
          user: operation.user(),
          ...operation.takeLock({ serves, next: () => 'write entry' }),
          ...operation.writeEntries({
            changed: (me, page) => me.list.get(page).assign(upTo(sizes.cpus)),
            next: (_, me, pick) => (atOnce ? goOn(me, pick, 'invalidate own') : 'invalidate own'),
          }),
          ...listing.steps({ served: operation.invalidated, own: (me) => operation.shootDownOr('release locks', me) }),
          ...operation.shootDown('release locks'),
          'release locks': (s, me, pick) => {
            const held = s.object.findIndex(({ lock }) => lock === me.id)
            if (held < 0) {
              listing.forget(me)
              return atOnce ? 'returned' : goOn(me, pick, 'returned')
            }
            s.object.get(held).lock = null
            return 'release locks'
          },
          ...operation.returned,
          ...operation.handler,
        }),
      ),
    ]
  },
  fairness: everybodyIsServed,
  mayStop: (s, { operations }) => operations > 0 && hasEnded(s),
  properties: ({ takes, objects, always, reachable, leadsTo, ...taking }) => ({
    ...claims({ always, reachable }, permissions(takes), taking),
    // Who wants the same object waits for its lock.
    ...(objects > 1 && taking.operations === 0 && { 'processors shoot at each other': reachable(shootAtEachOther) }),
    ...(taking.operations === 0 && { "somebody waits for another's whole batch": reachable(waitsForWholeBatch) }),
    ...inTheEnd({ leadsTo }, 'returned'),
  }),
})
