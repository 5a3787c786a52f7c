import { oneOf, type Pick } from '../../../src/index.js'
import type { MemoryModel } from '../../../src/system/memory-model.js'
import { type AnyMemory, shared } from '../token-ring/shared.js'

const whole = oneOf('whole', 'torn')

/**
 * Data that a lock protects: whoever is inside finds it whole, tears it and mends it, by plain accesses. Torn data are what
 * one sees who comes in before the stores of the last one inside have reached memory, or without seeing them.
 *
 * Where memory is sequentially consistent, there is none: who is alone inside finds it whole anyway.
 */
export function guardedData({ memoryModel }: { readonly memoryModel: MemoryModel }) {
  return memoryModel === 'sc' ? { data: oneOf('whole') } : { data: whole }
}

/** A register: what a processor inside has found. */
export const foundRegister = { found: whole }

/** The critical section, whose steps begin with `critical`. It ends with `leave`, which says where to go. */
export function criticalSection<Me, Next extends string>(
  { memoryModel, memory: any }: { readonly memoryModel: MemoryModel; readonly memory: AnyMemory },
  leave: (me: Me, pick: Pick) => Next,
) {
  type Step = (s: unknown, me: Me & Inside, pick: Pick) => Label | Next
  type Label = 'critical' | 'critical: tear' | 'critical: mend'
  const { memory, in: at } = shared({ data: whole }, { cpus: 1, own: 'memory', memory: any })
  const one = { critical: (_: unknown, me: Me, pick: Pick) => leave(me, pick) }
  const three = {
    critical: (s: unknown, me: Me & Inside) => {
      me.found = memory.load(at(s), me.id, 'data')
      return 'critical: tear'
    },
    'critical: tear': (s: unknown, me: Me & Inside) => {
      memory.store(at(s), me.id, 'data', 'torn')
      return 'critical: mend'
    },
    'critical: mend': (s: unknown, me: Me & Inside, pick: Pick) => {
      memory.store(at(s), me.id, 'data', 'whole')
      me.found = 'whole'
      return leave(me, pick)
    },
  }
  return (memoryModel === 'sc' ? one : three) as { readonly [label in Label]: Step }
}

/** Whether the processor is in the critical section. */
export function isInside({ at }: { readonly at: string }): boolean {
  return at.startsWith('critical')
}

interface Inside {
  readonly id: number
  found: 'whole' | 'torn'
}
