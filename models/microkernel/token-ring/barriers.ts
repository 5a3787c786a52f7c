import type { Precaution } from '../../../src/index.js'
import type { MemoryModel } from '../../../src/system/memory-model.js'

export interface BarrierOptions {
  readonly memoryModel: MemoryModel
  readonly precaution: Precaution
}

/**
 * Barriers as precautions. Each is asked for under those memory models alone that do not keep the order by themselves:
 * elsewhere it is not there, and costs nothing.
 */
export function barriersFor({ memoryModel, precaution }: BarrierOptions) {
  const neededUnder =
    (...models: readonly MemoryModel[]) =>
    (name: string) =>
      models.includes(memoryModel) && precaution(name)
  const stores = neededUnder('pso', 'rc11')
  const loads = neededUnder('rc11')
  return {
    memoryModel,
    /** The order of a store that has to be seen after all that came before it. x86 keeps stores in order. */
    releasing: (name: string) => (stores(name) ? 'release' : 'relaxed'),
    /** The order of a load after which everything has to see what the store before it passed on. */
    acquiring: (name: string) => (loads(name) ? 'acquire' : 'relaxed'),
    /** Whether a full fence keeps a load behind the stores before it. Every store buffer lets it go first. */
    fencing: neededUnder('tso', 'pso', 'rc11'),
    /** Whether a full fence makes everybody agree on the order of stores of different processors; buffers do that. */
    agreeing: neededUnder('rc11'),
  } as const
}

export type Barriers = ReturnType<typeof barriersFor>

/** None at all: for what is kept in sequentially consistent memory. */
export const noBarriers: Barriers = barriersFor({ memoryModel: 'sc', precaution: () => false })
