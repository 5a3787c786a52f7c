import type { Precaution } from '../../../src/index.js'
import type { MemoryModel } from '../../../src/system/memory-model.js'
import { barriersFor } from '../token-ring/barriers.js'
import type { tokenRingOn } from '../token-ring/ring.js'
import type { AnyMemory } from '../token-ring/shared.js'
import { changeGranularity } from './change.js'
import { type Design, designOf, type Registers } from './design.js'
import { enterCascade } from './enter.js'
import { cascadeOn, type FineLocks } from './place.js'
import { LONG_SINCE } from './state.js'

interface CascadeOptions<Inside extends string> {
  readonly memoryModel: MemoryModel
  readonly precaution: Precaution
  readonly components: { readonly memory: AnyMemory; readonly ring: ReturnType<typeof tokenRingOn> }
  readonly fine: (design: Design) => FineLocks
  /** Where a processor goes that has come to use the object, once it has the coarse lock or does without it. */
  readonly inside: (me: Registers) => Inside
  /** A change under way whose epoch is not over may be turned back. */
  readonly turnsBack?: boolean
}

/**
 * What every system with a cascade has: the design, of which each precaution can be taken away, and as steps the way in,
 * changes of the granularity and ticks. What is done inside, and how one gets there and away, is the system's own.
 */
export function cascade<Inside extends string>(options: CascadeOptions<Inside>) {
  const { components, precaution, fine, inside, turnsBack = false } = options
  const { memory, ring } = components
  const { epochs } = ring
  const design = designOf({ precaution, epochs, barriers: barriersFor(options) })
  const place = cascadeOn({ memory, design, epochs, fine: fine(design) })
  const change = changeGranularity({ design, place, turnsBack })
  const steps = {
    ...ring.test('tick', { next: (me: Registers) => (me.interrupted ? 'lock fine' : 'user'), age: place.age }),
    ...enterCascade({ design, place, inside, beginChange: change.begin }),
    ...change.steps,
  }
  return { design, place, change, steps }
}

/** The granularity is this since long ago, and processor 0 has the token. */
export function beginAs(granularity: 'coarse' | 'fine', state: unknown, memory: AnyMemory): void {
  const initialise = memory.initialise as (state: unknown, name: string, ...value: readonly unknown[]) => void
  initialise(state, 'state', granularity)
  initialise(state, 'epoch', LONG_SINCE)
  initialise(state, 'field', 0, true)
}
