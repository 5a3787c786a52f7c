import { blocked } from '../../../src/index.js'
import type { Fields } from '../../../src/schema/type.js'
import type { Behaviour } from '../../../src/system/behaviour.js'
import type { Machine } from './machine.js'
import { type FenceOrder, isSequential, type Order, releases, type StoreOrder } from './orders.js'
import type { Locations, State } from './variables.js'

/** Stores that processors have made and memory has not got yet. */
export interface Buffers {
  readonly state: Fields
  readonly behaviour: readonly Behaviour[]
  /** Whether the processor has none. */
  isEmpty(s: State, cpu: number): boolean
  /** The processor's last one to the location; undefined if there is none. */
  newest(s: State, cpu: number, at: number): unknown
  put(s: State, cpu: number, at: number, value: unknown): void
  /** Later stores of the processor reach memory after all earlier ones. */
  separate(s: State, cpu: number): void
}

/**
 * A memory that is one for all, behind the buffers of its processors: a load takes the processor's own newest store, if it
 * is still in the buffer, else what memory holds. What is locked, and a full fence, waits until the own buffers are
 * empty, and then goes to memory itself.
 */
export function bufferedMachine(locations: Locations, cpus: number, buffers: Buffers): Machine {
  const { state, behaviour } = buffers

  function drained(s: State, cpu: number): void {
    if (!buffers.isEmpty(s, cpu)) throw blocked
  }

  return {
    state,
    behaviour,
    load(s, cpu, at) {
      const own = buffers.newest(s, cpu, at)
      return own === undefined ? locations.get(s, at) : own
    },
    store(s, cpu, at, value, order: StoreOrder) {
      if (isSequential(order)) {
        drained(s, cpu)
        locations.set(s, at, value)
        return
      }
      if (releases(order)) buffers.separate(s, cpu)
      buffers.put(s, cpu, at, value)
    },
    exchange(s, cpu, at, value, _order: Order) {
      drained(s, cpu)
      const old = locations.get(s, at)
      locations.set(s, at, value)
      return old
    },
    compareExchange(s, cpu, at, expected, value) {
      drained(s, cpu)
      const old = locations.get(s, at)
      if (old === expected) locations.set(s, at, value)
      return old
    },
    fetchAndAdd(s, cpu, at, amount) {
      drained(s, cpu)
      const old = locations.get(s, at)
      locations.set(s, at, old + amount)
      return old
    },
    fence(s, cpu, order: FenceOrder) {
      if (isSequential(order)) drained(s, cpu)
      else if (releases(order)) buffers.separate(s, cpu)
    },
    storeFence: (s, cpu) => buffers.separate(s, cpu),
    isSettled(s) {
      for (let cpu = 0; cpu < cpus; cpu++) if (!buffers.isEmpty(s, cpu)) return false
      return true
    },
    initialise: (s, at, value) => locations.set(s, at, value),
  }
}

/** Sequential consistency: there are no buffers. */
export function plainMachine(locations: Locations): Machine {
  return bufferedMachine(locations, 0, {
    state: {},
    behaviour: [],
    isEmpty: () => true,
    newest: () => undefined,
    put: (s, _cpu, at, value) => locations.set(s, at, value),
    separate: () => {},
  })
}
