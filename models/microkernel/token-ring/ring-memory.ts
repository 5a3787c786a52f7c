import type { MemoryModel } from '../../../src/system/memory-model.js'
import { memory } from '../../hardware/memory/memory.js'
import type { Variables } from '../../hardware/memory/variables.js'
import type { Barriers } from './barriers.js'
import type { Epochs } from './epoch.js'
import { ringVariables } from './ring.js'

export interface RingMemory {
  readonly cpus: number
  readonly memoryModel: MemoryModel
  /** Stores that fit into a store buffer. Under rc11, how many messages a processor may lag behind. */
  readonly entries: number
  readonly epochs: Epochs
  /** Whether it is asked what happens in the end: a processor must not be kept from seeing what others store. */
  readonly liveness?: boolean
}

/**
 * The memory for `tokenRingOn`: the variables of the ring, and those of whatever relies on its epochs. Under rc11 states
 * are much smaller where no processor has a full fence (`hasFullFences`).
 */
export function ringMemory<const V extends Variables>(setting: RingMemory, variables: V, fences = true) {
  const { cpus, memoryModel: model, entries, epochs, liveness } = setting
  return memory({
    model,
    cpus,
    variables: { ...ringVariables({ cpus, epochs }), ...variables },
    entries,
    messages: entries + 1,
    whenFull: liveness ? 'wait' : 'forget',
    sequential: { fences, accesses: false },
  })
}

/** Whether anybody has a full fence under rc11: who relies on the ring's epochs, for what is told, or the ring itself. */
export function hasFullFences({ agreeing }: Barriers, what: string): boolean {
  return agreeing(what) || agreeing('have all see the new epoch before the token is passed')
}
