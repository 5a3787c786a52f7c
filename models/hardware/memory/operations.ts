import type { Component } from '../../../src/index.js'
import type { Plain, StructView } from '../../../src/schema/static.js'
import type { ArrayType, IntType, StructType } from '../../../src/schema/type.js'
import type { FenceOrder, LoadOrder, Order, StoreOrder } from './orders.js'
import type { Variables } from './variables.js'

/** The variables that are single values, and those that are arrays of them. */
type Single<V> = { [N in keyof V]: V[N] extends ArrayType ? never : N }[keyof V] & string
type Several<V> = Exclude<keyof V & string, Single<V>>

/** Those of them that hold integers. */
type Integers<V> = { [N in keyof V]: V[N] extends IntType | ArrayType<IntType> ? N : never }[keyof V] & string

/** What a variable holds, or each of its elements. */
type Held<T> = T extends ArrayType<infer E> ? Plain<E> : Plain<T>

/** The state of a memory as steps see it: `s.memory`. */
export type MemoryState<V extends Variables> = StructView<V>

/**
 * A memory, and what processors do with it. Every operation takes the memory's state, the number of the processor, and the
 * variable, an index after its name if it is an array. It belongs to the step that calls it, and blocks it if it cannot
 * happen yet. Several in one step happen at once, which no hardware does: give each a step of its own.
 */
export interface Memory<V extends Variables> extends Component<StructType<V>> {
  /** What the processor sees there. Plain, so `relaxed`, if nothing is said. */
  load<N extends Single<V>>(s: MemoryState<V>, cpu: number, name: N, order?: LoadOrder): Held<V[N]>
  load<N extends Several<V>>(s: MemoryState<V>, cpu: number, name: N, index: number, order?: LoadOrder): Held<V[N]>

  /** Plain, so `relaxed`, if nothing is said. */
  store<N extends Single<V>>(s: MemoryState<V>, cpu: number, name: N, value: Held<V[N]>, order?: StoreOrder): void
  store<N extends Several<V>>(
    s: MemoryState<V>,
    cpu: number,
    name: N,
    index: number,
    value: Held<V[N]>,
    order?: StoreOrder,
  ): void

  /** Stores a value, and returns the one that was there. `sequentially consistent` if nothing is said. */
  exchange<N extends Single<V>>(s: MemoryState<V>, cpu: number, name: N, value: Held<V[N]>, order?: Order): Held<V[N]>
  exchange<N extends Several<V>>(
    s: MemoryState<V>,
    cpu: number,
    name: N,
    index: number,
    value: Held<V[N]>,
    order?: Order,
  ): Held<V[N]>

  /**
   * Stores a value if the expected one is there, and returns the one that was there: it has stored if that is the expected
   * one. `sequentially consistent` if nothing is said; one that does not store is a load of that order.
   */
  compareExchange<N extends Single<V>>(
    s: MemoryState<V>,
    cpu: number,
    name: N,
    expected: Held<V[N]>,
    value: Held<V[N]>,
    order?: Order,
  ): Held<V[N]>
  compareExchange<N extends Several<V>>(
    s: MemoryState<V>,
    cpu: number,
    name: N,
    index: number,
    expected: Held<V[N]>,
    value: Held<V[N]>,
    order?: Order,
  ): Held<V[N]>

  /** Adds to an integer, and returns the one that was there. `sequentially consistent` if nothing is said. */
  fetchAndAdd<N extends Single<V> & Integers<V>>(
    s: MemoryState<V>,
    cpu: number,
    name: N,
    amount: number,
    order?: Order,
  ): number
  fetchAndAdd<N extends Several<V> & Integers<V>>(
    s: MemoryState<V>,
    cpu: number,
    name: N,
    index: number,
    amount: number,
    order?: Order,
  ): number

  /**
   * Loads, and makes a reservation of the location, which the processor's earlier one is lost to: load-linked. It is there if
   * the memory was made with `reservations`. Plain, so `relaxed`, if nothing is said.
   */
  loadLinked<N extends Single<V>>(s: MemoryState<V>, cpu: number, name: N, order?: LoadOrder): Held<V[N]>
  loadLinked<N extends Several<V>>(
    s: MemoryState<V>,
    cpu: number,
    name: N,
    index: number,
    order?: LoadOrder,
  ): Held<V[N]>

  /**
   * Stores if the processor still has its reservation of the location, and says whether it has stored: store-conditional. The
   * reservation is lost when a store of another processor to it becomes visible, by `sc`, `tso` and `pso` when it reaches
   * memory, by `rc11` when this one could not come right behind the message that was read. Plain, if nothing is said.
   */
  storeConditional<N extends Single<V>>(
    s: MemoryState<V>,
    cpu: number,
    name: N,
    value: Held<V[N]>,
    order?: StoreOrder,
  ): boolean
  storeConditional<N extends Several<V>>(
    s: MemoryState<V>,
    cpu: number,
    name: N,
    index: number,
    value: Held<V[N]>,
    order?: StoreOrder,
  ): boolean

  /** `sequentially consistent` if nothing is said, which is what `mfence` is. */
  fence(s: MemoryState<V>, cpu: number, order?: FenceOrder): void

  /** `sfence` of x86: the processor's later stores reach memory after its earlier ones. */
  storeFence(s: MemoryState<V>, cpu: number): void

  /** Whether no store is on its way to memory any more: for properties. */
  isSettled(s: MemoryState<V>): boolean

  /**
   * Gives each value of a variable another name, in memory and on its way there, whoever has stored it. Nothing that happens
   * on a machine: with it a counter without end keeps to finitely many names.
   */
  rename<N extends keyof V & string>(s: MemoryState<V>, name: N, to: (value: Held<V[N]>) => Held<V[N]>): void

  /** Puts a value there before anything happens: for a system's `initial`. */
  initialise<N extends Single<V>>(s: MemoryState<V>, name: N, value: Held<V[N]>): void
  initialise<N extends Several<V>>(s: MemoryState<V>, name: N, index: number, value: Held<V[N]>): void
}
