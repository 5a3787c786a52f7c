import type { AnyValues, Parameters } from './parameters.js'

/** How memory behaves: sequential consistency, total and partial store order, C11 repaired. */
export const memoryModels = ['sc', 'tso', 'pso', 'rc11'] as const

export type MemoryModel = (typeof memoryModels)[number]

/** The parameter by which a system that runs on a memory is told which. */
export const MEMORY_MODEL = 'memoryModel'

export function isMemoryModel(value: unknown): value is MemoryModel {
  return (memoryModels as readonly unknown[]).includes(value)
}

/** The memory models under which a system with these parameters can run: sequential consistency alone, if none is a choice of them. */
export function memoryModelsOf(declared: Parameters): readonly MemoryModel[] {
  const type = declared[MEMORY_MODEL]
  if (type?.tag !== 'oneOf') return ['sc']
  const { values } = type
  return values.every(isMemoryModel) ? values : ['sc']
}

/** The memory model under which a system runs that has these parameters. */
export function memoryModelOf(parameters: AnyValues): MemoryModel {
  const value = parameters[MEMORY_MODEL]
  return isMemoryModel(value) ? value : 'sc'
}
