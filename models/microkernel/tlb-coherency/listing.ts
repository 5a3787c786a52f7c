import { invalidate, type Tlb } from '../../hardware/tlb/tlb.js'
import type { Coherency, Listing, Processor } from './state.js'

/** Shoot-downs of TLB entries that are listed one by one, page and processor. */
export const listing = {
  first: 'invalidate for others',

  steps<Served extends string, Own extends string>(next: {
    readonly served: (me: Processor) => Served
    readonly own: (me: Listing) => Own
  }) {
    return {
      'invalidate own': (s: Coherency<Listing>, me: Listing) => {
        invalidateListed(s.tlb, me.id, me)
        return next.own(me)
      },
      'invalidate for others': (s: Coherency<Listing>, me: Processor) => {
        for (const other of me.serves) invalidateListed(s.tlb, me.id, s.cpu.get(other))
        return next.served(me)
      },
    }
  },

  /** The other processors that are on the processor's list. */
  targets({ id, list }: Listing): readonly number[] {
    const targets = new Set<number>()
    for (const cpus of list) for (const cpu of cpus) if (cpu !== id) targets.add(cpu)
    return [...targets]
  },

  forget: ({ list }: Listing) => forgetEntries(list),
} as const

export function forgetEntries(entries: Listing['list']): void {
  for (let page = 0; page < entries.length; page++) entries.get(page).clear()
}

/** Invalidates the translations of the processor that are on the list. */
function invalidateListed(tlb: Tlb, cpu: number, { list }: Listing): void {
  for (let page = 0; page < list.length; page++) if (list.get(page).has(cpu)) invalidate(tlb, cpu, page)
}
