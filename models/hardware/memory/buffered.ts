import { beyond, blocked, type Stopped } from '../../../src/index.js'
import type { Fields } from '../../../src/schema/type.js'
import type { Behaviour } from '../../../src/system/behaviour.js'
import { bufferedTelling } from './buffered-telling.js'
import type { Machine, Renaming } from './machine.js'
import { type FenceOrder, isSequential, type Order, releases, type StoreOrder } from './orders.js'
import type { SharedMemory } from './reservations.js'
import type { Locations, State } from './variables.js'

/** Stores that processors have made and memory has not got yet. */
export interface Buffers {
  readonly state: Fields
  readonly behaviour: readonly Behaviour[]
  /** Whether the processor has none. */
  isEmpty(s: State, cpu: number): boolean
  /** The processor's last one to the location; undefined if there is none. */
  newest(s: State, cpu: number, at: number): unknown
  /** All of the processor's stores, the oldest to each location first. */
  waiting(s: State, cpu: number): readonly Waiting[]
  put(s: State, cpu: number, at: number, value: unknown): void
  /** Gives other names to what waits for the location. */
  rename(s: State, at: number, to: Renaming): void
  /** Later stores of the processor reach memory after all earlier ones. */
  separate(s: State, cpu: number): void
}

/** A store in a buffer. */
export interface Waiting {
  readonly at: number
  readonly value: unknown
  /** A store fence keeps it back. */
  readonly isHeld: boolean
}

/** What a store meets for which a buffer has no room: a bound of the model, or it waits as on a machine with such buffers. */
export type WhenFull = 'beyond' | 'wait' | 'forget'

export function full(whenFull: WhenFull, bound: string): Stopped {
  return whenFull === 'beyond' ? beyond(bound) : blocked
}

/**
 * A memory that is one for all, behind the buffers of its processors: a load takes the processor's own newest store, if it
 * is still in the buffer, else what memory holds. What is locked or conditional, and a full fence, waits until the own buffers
 * are empty, and then goes to memory itself.
 */
export function bufferedMachine(locations: Locations, shared: SharedMemory, cpus: number, buffers: Buffers): Machine {
  const { behaviour } = buffers

  function drained(s: State, cpu: number): void {
    if (!buffers.isEmpty(s, cpu)) throw blocked
  }

  function load(s: State, cpu: number, at: number): unknown {
    const own = buffers.newest(s, cpu, at)
    return own === undefined ? shared.get(s, at) : own
  }

  /** What is there, once the processor's own stores have reached memory. */
  function lock(s: State, cpu: number, at: number) {
    drained(s, cpu)
    return shared.get(s, at)
  }

  return {
    state: { ...buffers.state, ...shared.state },
    behaviour,
    load,
    store(s, cpu, at, value, order: StoreOrder) {
      if (isSequential(order)) {
        drained(s, cpu)
        shared.set(s, cpu, at, value)
        return
      }
      if (releases(order)) buffers.separate(s, cpu)
      buffers.put(s, cpu, at, value)
    },
    exchange(s, cpu, at, value, _order: Order) {
      const old = lock(s, cpu, at)
      shared.set(s, cpu, at, value)
      return old
    },
    compareExchange(s, cpu, at, expected, value) {
      const old = lock(s, cpu, at)
      if (old === expected) shared.set(s, cpu, at, value)
      return old
    },
    fetchAndAdd(s, cpu, at, amount) {
      const old = lock(s, cpu, at)
      shared.set(s, cpu, at, old + amount)
      return old
    },
    loadLinked(s, cpu, at) {
      const value = load(s, cpu, at)
      shared.reserve(s, cpu, at)
      return value
    },
    storeConditional(s, cpu, at, value) {
      drained(s, cpu)
      const succeeds = shared.giveUp(s, cpu, at)
      if (succeeds) shared.set(s, cpu, at, value)
      return succeeds
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
    rename(s, at, to) {
      locations.set(s, at, to(locations.get(s, at) as never))
      buffers.rename(s, at, to)
    },
    initialise: (s, at, value) => locations.set(s, at, value),
    telling: bufferedTelling(locations, cpus, buffers),
  }
}

/** Sequential consistency: there are no buffers. */
export function plainMachine(locations: Locations, shared: SharedMemory): Machine {
  return bufferedMachine(locations, shared, 0, {
    state: {},
    behaviour: [],
    isEmpty: () => true,
    newest: () => undefined,
    waiting: () => [],
    put: (s, cpu, at, value) => shared.set(s, cpu, at, value),
    rename: () => {},
    separate: () => {},
  })
}
