import { array, id, int, option, struct, system } from '../../../src/index.js'
import { interrupts } from '../../hardware/interrupts/interrupts.js'
import { filling } from '../../hardware/tlb/filling.js'
import { tlb } from '../../hardware/tlb/tlb.js'
import { CLAIM, claims, hasEnded, shootAtEachOther } from './claims.js'
import { listing } from './listing.js'
import { operations, upTo } from './operation.js'
import { permissions } from './permission.js'
import { listFields, parameters, processorFields } from './state.js'

const IN_USER_MODE = 'nobody in user mode can use what an operation that has returned took away'

/**
 * The way that is fast and wrong: each lock is released as soon as the page table is written, and one shoot-down at the end
 * of the batch covers all objects. A second processor that wants the same finds the page table as it should be, has nothing
 * to invalidate, and returns; but the first one's shoot-down is still to come (Uhlig 2005, 5.4.4: two processors make a
 * page read-only).
 */
export const tlbCombined = system('tlb-combined', {
  summary: 'TLB coherency: locks are released before the combined shoot-down, which is unsafe',
  source: 'Uhlig 2005, 4.4 and 5.4.4',
  parameters: { ...parameters, objects: int(1, 3, { default: 2 }) },
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
  expected: () => ({ [CLAIM]: 'violated', [IN_USER_MODE]: 'violated' }),
  behaviour: ({ takes, fills, program, precaution, ...sizes }) => {
    const permission = permissions(takes)
    const operation = operations({ ...sizes, ...listing, permission, precaution })
    return [
      filling(
        fills,
        program('cpu', {
          user: operation.user(),
          ...operation.takeLock({ serves: true, polls: true, next: () => 'write entry' }),
          ...operation.writeEntries({
            changed: (me, page) => me.list.get(page).assign(upTo(sizes.cpus)),
            next: () => 'release lock',
          }),
          ...operation.releaseLock((me, pick) => operation.nextOrEnd(me, pick, upTo(sizes.objects), 'invalidate own')),
          ...listing.steps({ served: operation.invalidated, own: (me) => operation.shootDownOr('returned', me) }),
          ...operation.shootDown('returned'),
          ...operation.returned,
          ...operation.handler,
        }),
      ),
    ]
  },
  mayStop: (s, { operations }) => operations > 0 && hasEnded(s),
  properties: ({ takes, always, reachable, ...taking }) => {
    const permission = permissions(takes)
    return {
      ...claims({ always, reachable }, permission, taking),
      ...(taking.operations === 0 && { 'processors shoot at each other': reachable(shootAtEachOther) }),
      [IN_USER_MODE]: always((s) => {
        const inUserMode = (cpu: number) => s.interrupts.cpu.get(cpu).mode === 'on' || s.cpu.get(cpu).at === 'returned'
        return !s.cpu.some((c) => c.at === 'returned' && permission.someCanUse(s, c, inUserMode))
      }),
    }
  },
})
