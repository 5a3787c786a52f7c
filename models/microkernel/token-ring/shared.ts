import { memory } from '../../hardware/memory/memory.js'
import type { Memory, MemoryState } from '../../hardware/memory/operations.js'
import type { Variables } from '../../hardware/memory/variables.js'

/** A memory of which only the user knows the variables. */
// biome-ignore lint/suspicious/noExplicitAny: that is what it says
export type AnyMemory = Memory<any>

/** The variables of a part that processors share: where they are, and what can be done with them. */
export interface Shared<V extends Variables> {
  readonly memory: Memory<V>
  /** The state of that memory in the state of the whole system. */
  readonly in: (s: unknown) => MemoryState<V>
}

/**
 * Variables in the memory that the system has at `s.memory`; without one, in a sequentially consistent memory of the part's
 * own, which is its own state: that of the field `own`.
 */
export function shared<const V extends Variables>(
  variables: V,
  {
    cpus,
    own,
    memory: given,
  }: { readonly cpus: number; readonly own: string; readonly memory?: AnyMemory | undefined },
): Shared<V> {
  if (given === undefined) return { memory: memory({ model: 'sc', cpus, variables }), in: (s) => field(s, own) }
  return { memory: given as unknown as Memory<V>, in: (s) => field(s, 'memory') }
}

function field<T>(s: unknown, name: string): T {
  return (s as { readonly [field: string]: T })[name]!
}
