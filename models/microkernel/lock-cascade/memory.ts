import { int, type Precaution } from '../../../src/index.js'
import type { MemoryModel } from '../../../src/system/memory-model.js'
import { memoryModel } from '../../hardware/memory/memory.js'
import type { Memory } from '../../hardware/memory/operations.js'
import type { Variables } from '../../hardware/memory/variables.js'
import { barriersFor } from '../token-ring/barriers.js'
import { type Epochs, endless, endlessBehindBuffers, wrapping, wrappingAsPrinted } from '../token-ring/epoch.js'
import { tokenRingOn } from '../token-ring/ring.js'
import { hasFullFences, ringMemory } from '../token-ring/ring-memory.js'

/** How memory behaves, which every system with a cascade can be asked. */
export const memoryParameters = {
  memoryModel,
  /** Stores that fit into a store buffer; with no room left, a processor waits. Under rc11, how many messages one may lag behind. */
  stores: int(1, 4, { default: 1 }),
}

export interface Setting {
  readonly cpus: number
  readonly memoryModel: MemoryModel
  readonly stores: number
  /** How epochs are counted: without end, or by one machine word of two bits. */
  readonly counters?: 'endless' | 'wrapping'
  /** Whether it is asked what happens in the end: a processor must not be kept from seeing what others store. */
  readonly liveness?: boolean
}

/**
 * Processors may see the epoch before the newest: behind a store buffer, and under `rc11` where a location has two messages.
 * Where it has more they may see older ones, and a counter without end has no finitely many names.
 */
export function epochsOf({ memoryModel, stores, counters }: Omit<Setting, 'cpus'>): Epochs {
  if (counters === 'wrapping' || (memoryModel === 'rc11' && stores > 1)) return wrapping
  return memoryModel === 'sc' ? endless : endlessBehindBuffers
}

/** What the full fence is for that the cascade has under rc11. */
const FENCED = 'have all see the new state before the epoch is read'

/** A memory for a cascade, and for the ring that tells its epochs. */
export function memoryWith<const V extends Variables>(setting: Setting, variables: V, fences = true) {
  return ringMemory({ ...setting, entries: setting.stores, epochs: epochsOf(setting) }, variables, fences)
}

/** The memory and the ring on it, as components of a system. */
export function partsOf<S extends Setting & { readonly precaution: Precaution }, V extends Variables>(
  setting: S,
  memoryOf: (setting: S, fences: boolean) => Memory<V>,
) {
  const { cpus, precaution } = setting
  const barriers = barriersFor(setting)
  const memory = memoryOf(setting, hasFullFences(barriers, FENCED))
  const counted = epochsOf(setting)
  const byDistance = counted !== wrapping || precaution('compare wrapping epochs by their distance')
  const epochs = byDistance ? counted : wrappingAsPrinted
  return { memory, ring: tokenRingOn(memory, { cpus, precaution, epochs, barriers }) }
}
