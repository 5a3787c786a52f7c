import { place } from '../../../src/index.js'
import type { Memory, MemoryState } from './operations.js'
import type { Variables } from './variables.js'

/** A place at which a fence may stand between stores: one that orders these (`sfence`, a release fence), or all (`mfence`). */
export const storeFencePlace = place('none', 'store fence', 'full fence')

/** A place at which a fence may stand between loads: one that orders these (`lfence`, an acquire fence), or all. */
export const loadFencePlace = place('none', 'load fence', 'full fence')

export type Fence = (typeof storeFencePlace | typeof loadFencePlace)['values'][number]

interface FenceOptions<V extends Variables> {
  readonly memory: Pick<Memory<V>, 'fence' | 'storeFence'>
  /** The number of the processor, if it is not that of the process. */
  readonly cpu?: number
}

/** A step that changes the system's memory alone, and says where to go. */
type FenceStep<V extends Variables, N> = (s: { readonly memory: MemoryState<V> }, me: { readonly id: number }) => N

/** A fence as a step, after which the process goes to the next label, or to `next`. Where none stands there is no step. */
export function fenceStep<const L extends string, V extends Variables>(
  label: L,
  fence: Fence,
  options: FenceOptions<V>,
): { readonly [K in L]: FenceStep<V, void> }
export function fenceStep<const L extends string, V extends Variables, const N extends string>(
  label: L,
  fence: Fence,
  options: FenceOptions<V> & { readonly next: N },
): { readonly [K in L]: FenceStep<V, N> }
export function fenceStep<V extends Variables>(
  label: string,
  fence: Fence,
  { memory, cpu, next }: FenceOptions<V> & { readonly next?: string },
): { readonly [label: string]: FenceStep<V, string | undefined> } {
  if (fence === 'none') return {}
  const step: FenceStep<V, string | undefined> = (s, me) => {
    const processor = cpu ?? me.id
    if (fence === 'store fence') memory.storeFence(s.memory, processor)
    else memory.fence(s.memory, processor, fence === 'load fence' ? 'acquire' : 'sequentially consistent')
    return next
  }
  return { [label]: step }
}
