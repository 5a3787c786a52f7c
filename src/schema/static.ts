import type {
  ArrayType,
  BoolType,
  Fields,
  IdType,
  IntType,
  OneOfType,
  OptionType,
  QueueType,
  ScalarType,
  SetType,
  StructType,
  Type,
} from './type.js'

// biome-ignore lint/suspicious/noExplicitAny: the reading of an erased type; it ends a recursion that would not end
type Any = any
type IsAny<T> = 0 extends 1 & T ? true : false

/** The value of a scalar type. */
export type ScalarValue<T> = T extends IntType | IdType
  ? number
  : T extends BoolType
    ? boolean
    : T extends OneOfType<infer V>
      ? V
      : never

/** The value of a type as an ordinary immutable object: what codecs decode to and files hold. */
export type Plain<T> =
  IsAny<T> extends true
    ? Any
    : T extends ScalarType
      ? ScalarValue<T>
      : T extends StructType<infer F>
        ? { readonly [K in keyof F]: Plain<F[K]> }
        : T extends ArrayType<infer E> | QueueType<infer E>
          ? readonly Plain<E>[]
          : T extends SetType<infer E>
            ? readonly ScalarValue<E>[]
            : T extends OptionType<infer E>
              ? Plain<E> | null
              : never

/**
 * What a step sees of a type: a draft, changed in place by assignment and by the methods below. It stands for a place of
 * the state and not for what was there when it was got: the head of a queue is another one after `remove`.
 */
export type View<T> =
  IsAny<T> extends true
    ? Any
    : T extends ScalarType
      ? ScalarValue<T>
      : T extends StructType<infer F>
        ? StructView<F>
        : T extends ArrayType<infer E>
          ? ArrayView<View<E>, Plain<E>>
          : T extends QueueType<infer E>
            ? QueueView<View<E>, Plain<E>>
            : T extends SetType<infer E>
              ? SetView<ScalarValue<E>>
              : T extends OptionType<infer E>
                ? View<E> | null
                : never

export type StructView<F extends Fields> = { -readonly [K in keyof F]: View<F[K]> }

/** What every collection offers for looking through it. */
export interface Elements<V> extends Iterable<V> {
  readonly length: number
  every(holds: (value: V, index: number) => boolean): boolean
  some(holds: (value: V, index: number) => boolean): boolean
  /** How many elements satisfy the condition. */
  count(holds: (value: V, index: number) => boolean): number
  /** The index of the first element that satisfies the condition, or -1. */
  findIndex(holds: (value: V, index: number) => boolean): number
  /** For elements that are single values: whether one of them is `value`, and the index of the first that is, or -1. */
  includes(value: V): boolean
  indexOf(value: V): number
  map<R>(f: (value: V, index: number) => R): R[]
}

/** A fixed array. An index outside it is an error that names the array, in `get` and `set` alike. */
export interface ArrayView<V, P = V> extends Elements<V> {
  get(index: number): V
  set(index: number, value: V | P): void
  /** Sets every element to `value`. */
  fill(value: V | P): void
  /** Replaces all elements; the number of values must be the array's length. */
  assign(values: Iterable<V | P>): void
}

/** A bounded first-in-first-out queue. */
export interface QueueView<V, P = V> extends Elements<V> {
  readonly capacity: number
  readonly isEmpty: boolean
  readonly isFull: boolean
  /** The oldest element; an error when the queue is empty. */
  readonly head: V
  /** The element at `index`, the oldest being 0; an error outside the queue. */
  get(index: number): V
  set(index: number, value: V | P): void
  /** Adds at the end; an error when the queue is full. */
  push(value: V | P): void
  /** Takes the oldest element out and returns it as a plain value; an error when the queue is empty. */
  shift(): P
  /** Takes out the element at `index`. */
  remove(index: number): void
  clear(): void
  assign(values: Iterable<V | P>): void
}

/** A set of scalars. */
export interface SetView<V> extends Iterable<V> {
  readonly size: number
  readonly isEmpty: boolean
  /** True when every value of the element type is in the set. */
  readonly isFull: boolean
  has(value: V): boolean
  add(value: V): void
  delete(value: V): void
  clear(): void
  /** Puts every value of the element type in. */
  fill(): void
  assign(values: Iterable<V>): void
  every(holds: (value: V) => boolean): boolean
  some(holds: (value: V) => boolean): boolean
  count(holds: (value: V) => boolean): number
}

/** The static type of a type's values, for annotations: `type Cpu = Of<typeof cpu>`. */
export type Of<T extends Type> = View<T>
