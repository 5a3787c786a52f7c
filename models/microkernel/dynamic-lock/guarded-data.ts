import { array, type id, oneOf, type Pick } from '../../../src/index.js'
import type { MemoryModel } from '../../../src/system/memory-model.js'
import type { AnyMemory } from '../token-ring/shared.js'

const whole = oneOf('whole', 'torn')

/**
 * Data that a lock protects: whoever is inside finds it whole, tears it and mends it, by plain accesses. Torn data are what
 * one sees who comes in before the stores of the last one inside have reached memory, or without seeing them.
 *
 * Where memory is sequentially consistent, there is none: who is alone inside finds it whole anyway. With `parts`, each part of
 * the object has data of its own.
 */
export function guardedData({
  memoryModel,
  parts,
}: {
  readonly memoryModel: MemoryModel
  readonly parts?: ReturnType<typeof id>
}) {
  const data = memoryModel === 'sc' ? oneOf('whole') : whole
  return { data: parts === undefined ? data : array(parts, data) }
}

/** A register: what a processor inside has found. */
export const foundRegister = { found: whole }

/**
 * The critical section, whose steps begin with `critical`. It ends with `leave`, which says where to go. Where each part has
 * data of its own, `part` says which the processor is in.
 */
export function criticalSection<Me, Next extends string>(
  setting: { readonly memoryModel: MemoryModel; readonly memory: AnyMemory; readonly part?: (me: Me) => number },
  leave: (me: Me, pick: Pick) => Next,
) {
  type Step = (s: unknown, me: Me & Inside, pick: Pick) => Label | Next
  type Label = 'critical' | 'critical: tear' | 'critical: mend'
  const { memoryModel, part } = setting
  const data = setting.memory as unknown as Data
  const at = part === undefined ? () => [] : (me: Me) => [part(me)]
  const one = { critical: (_: unknown, me: Me, pick: Pick) => leave(me, pick) }
  const three = {
    critical: (s: HasMemory, me: Me & Inside) => {
      me.found = data.load(s.memory, me.id, 'data', ...at(me))
      return 'critical: tear'
    },
    'critical: tear': (s: HasMemory, me: Me & Inside) => {
      data.store(s.memory, me.id, 'data', ...at(me), 'torn')
      return 'critical: mend'
    },
    'critical: mend': (s: HasMemory, me: Me & Inside, pick: Pick) => {
      data.store(s.memory, me.id, 'data', ...at(me), 'whole')
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

type Whole = 'whole' | 'torn'

/** The memory as far as it holds the data: one variable, or one for each part. */
interface Data {
  load(memory: unknown, cpu: number, name: 'data', ...part: readonly number[]): Whole
  store(memory: unknown, cpu: number, name: 'data', ...partAndValue: readonly (number | Whole)[]): void
}

interface HasMemory {
  readonly memory: unknown
}

interface Inside {
  readonly id: number
  found: Whole
}
