import type { Blocked } from '../system/outcome.js'
import type { Pick } from '../system/pick.js'

/** An operation of a sequential object: changes the state in place and returns its result. */
// biome-ignore lint/suspicious/noExplicitAny: an operation takes arguments of any type; its own signature checks them
type Operation<S> = (state: S, ...args: any[]) => unknown
export type Operations<S = never> = { readonly [name: string]: Operation<S> }

/** What an object does when its operations are carried out one after the other. */
export interface Sequential<O extends Operations = Operations> {
  readonly name: string
  readonly state: () => object
  readonly operations: (tools: SequentialTools) => O
}

export interface SequentialTools {
  /** For results that are not determined: every alternative is allowed. */
  readonly pick: Pick
}

/**
 * The sequential specification of an object, written as one would write the object itself without any concurrency:
 * the state it starts with, and operations that change it in place and return their result. An operation that cannot
 * take effect in a state (taking from an empty blocking queue) returns `blocked` there. The state is any plain value
 * that is an object: arrays, objects, sets and maps of numbers, strings and so on.
 */
export function sequential<S extends object, O extends Operations<S>>(
  name: string,
  definition: { readonly state: () => S; readonly operations: (tools: SequentialTools) => O & Operations<S> },
): Sequential<O> {
  return { name, ...definition }
}

/** An operation with its arguments: `['push', 3]`. */
export type Call<O> = { [K in keyof O & string]: readonly [K, ...ArgumentsOf<O[K]>] }[keyof O & string]

/** What any of the operations can give back. */
export type Result<O> = Exclude<
  { [K in keyof O]: O[K] extends (...args: never) => infer R ? R : never }[keyof O],
  Blocked | void
>

type ArgumentsOf<F> = F extends (state: never, ...args: infer A) => unknown ? A : never

/** Where the events of a run are reported to, in the order in which they happen. */
export interface History<O = Operations> {
  /** The process begins an operation; it must have none under way. */
  call(process: number, ...operation: Call<O>): void
  /** The operation that the process has under way ends with this result; with none, if it has none. */
  return(process: number, result?: Result<O>): void
}
