import type { Fields } from '../../../src/schema/type.js'
import type { Behaviour } from '../../../src/system/behaviour.js'
import type { FenceOrder, LoadOrder, Order, StoreOrder } from './orders.js'
import type { Telling } from './telling.js'
import type { State } from './variables.js'

export type Renaming = (value: never) => unknown

/**
 * What a memory model does with the operations of its processors. Locations are numbers. Each operation is part of one
 * atomic step; one that cannot happen now throws `blocked`, one for which there is no room left what `beyond` gives.
 */
export interface Machine {
  /** What the state holds besides the variables. */
  readonly state: Fields
  /** What memory does by itself. */
  readonly behaviour: readonly Behaviour[]
  load(s: State, cpu: number, at: number, order: LoadOrder): unknown
  store(s: State, cpu: number, at: number, value: unknown, order: StoreOrder): void
  /** Each of these returns the value that was there. */
  exchange(s: State, cpu: number, at: number, value: unknown, order: Order): unknown
  compareExchange(s: State, cpu: number, at: number, expected: unknown, value: unknown, order: Order): unknown
  fetchAndAdd(s: State, cpu: number, at: number, amount: number, order: Order): number
  /** A load that makes a reservation, the only one of its processor. */
  loadLinked(s: State, cpu: number, at: number, order: LoadOrder): unknown
  /** Stores if the processor still has its reservation of this location, and says whether; the reservation is gone. */
  storeConditional(s: State, cpu: number, at: number, value: unknown, order: StoreOrder): boolean
  fence(s: State, cpu: number, order: FenceOrder): void
  /** Of x86: it orders nothing but stores. */
  storeFence(s: State, cpu: number): void
  /** Whether no store is on its way to memory. */
  isSettled(s: State): boolean
  /** Gives what the location holds or is to hold another name: nothing that happens on a machine. */
  rename(s: State, at: number, to: Renaming): void
  /** Puts the value there before anything happens. */
  initialise(s: State, at: number, value: unknown): void
  /** What readers of a run are told. */
  readonly telling: Telling
}
