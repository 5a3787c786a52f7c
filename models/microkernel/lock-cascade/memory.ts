import { id } from '../../../src/index.js'
import type { MemoryModel } from '../../../src/system/memory-model.js'
import { memory } from '../../hardware/memory/memory.js'
import { guardedData } from '../dynamic-lock/guarded-data.js'
import { type Epochs, endless, endlessBehindBuffers, wrapping } from '../token-ring/epoch.js'
import { ringVariables } from '../token-ring/ring.js'
import { cascadeVariables } from './state.js'

export interface Setting {
  readonly cpus: number
  readonly entries: number
  readonly memoryModel: MemoryModel
  readonly stores: number
}

/** Under `rc11` processors may see any epoch of the past, and a counter without end has no finitely many names. */
export function epochsOf({ memoryModel }: { readonly memoryModel: MemoryModel }): Epochs {
  if (memoryModel === 'sc') return endless
  return memoryModel === 'rc11' ? wrapping : endlessBehindBuffers
}

/** The memory with everything that processors share. */
export function memoryOf(setting: Setting) {
  const { cpus, entries, memoryModel, stores } = setting
  const epochs = epochsOf(setting)
  const variables = {
    ...ringVariables({ cpus, epochs }),
    ...cascadeVariables({ entries, epochs }),
    ...guardedData({ memoryModel, parts: id('entry', entries) }),
  }
  const sequential = { fences: true, accesses: false }
  return memory({ model: memoryModel, cpus, variables, entries: stores, whenFull: 'wait', sequential })
}
