import { id, int, type Of, set, struct } from '../../../src/index.js'
import { clusterMasks } from '../cluster-mask/masks.js'
import { upTo } from './operation.js'

/** How a kernel keeps the processors that may have a translation: as they are, or as a cluster mask (Uhlig 2005, 4.2.2). */
export type Tracking = 'exact sets' | 'cluster masks'

/** Masks in words of 6 bits, for four processors: two bits of bitmap, so that three processors are in larger clusters. */
const masks = clusterMasks(6, 4)
const LAST_WORD = 63
const BITMAP = [1, 2]

interface TrackingOptions {
  readonly cpus: number
  readonly tracking: Tracking
}

/** A type for records of processors that may have a translation. */
export function sharersType({ cpus, tracking }: TrackingOptions) {
  return struct({
    /** The processors. With cluster masks no kernel keeps them: they are there to tell who is interrupted for nothing. */
    cpus: set(id('cpu', cpus)),
    mask: int(0, tracking === 'cluster masks' ? LAST_WORD : 0),
  })
}

export type Sharers = Of<ReturnType<typeof sharersType>>

/** What is done to such records. Without `aligns`, masks are merged as they stand, whatever their order and offset. */
export function sharersTracking({ cpus, tracking, aligns = true }: TrackingOptions & { readonly aligns?: boolean }) {
  const hasMasks = tracking === 'cluster masks'
  const merged = (left: number, right: number) => (aligns ? masks.merge(left, right) : masks.madeMask(left | right))
  const has = (sharers: Sharers, cpu: number) => (hasMasks ? masks.selects(sharers.mask, cpu) : sharers.cpus.has(cpu))
  return {
    has,

    /** All processors that a shoot-down goes to. */
    selected: (sharers: Sharers) => upTo(cpus).filter((cpu) => has(sharers, cpu)),

    add(sharers: Sharers, cpu: number): void {
      sharers.cpus.add(cpu)
      if (hasMasks && !masks.selects(sharers.mask, cpu)) sharers.mask = merged(sharers.mask, masks.only(cpu))
    },

    replaceBy(sharers: Sharers, cpu: number): void {
      if (hasMasks) sharers.mask = masks.only(cpu)
      else sharers.cpus.assign([cpu])
    },

    /** Clears the bit that stands for the processor, and for its neighbours if the mask is coarse. */
    clearBit(sharers: Sharers, cpu: number): void {
      const without = BITMAP.map((bit) => sharers.mask & ~bit).find((mask) => !masks.selects(mask, cpu))
      sharers.mask = without ?? sharers.mask
    },

    merge(into: Sharers, from: Sharers): void {
      for (const cpu of from.cpus) into.cpus.add(cpu)
      if (hasMasks) into.mask = merged(into.mask, from.mask)
    },

    clear(sharers: Sharers): void {
      sharers.cpus.clear()
      sharers.mask = masks.empty
    },
  }
}
