import type { Call, History, Operations, Result, Sequential } from './sequential.js'

/** In every run, each operation takes effect at one moment between its call and its return. */
export interface Linearizable<S> {
  readonly kind: 'linearizable'
  readonly spec: Sequential
  readonly observe: Observe<S>
}

/** How the events of a run are read off it: off each step, or off what the processes are about in each state. */
export type Observe<S> = ((before: S, after: S, history: History<never>) => void) | Watched<S>

/** The same with the types of processes and operations erased. */
export interface Watched<S> {
  readonly processes: (s: S) => Iterable<unknown>
  readonly pending: (process: never, s: S) => readonly unknown[] | null
  readonly result: (process: never, s: S) => unknown
}

/** The processes that use the object, and what each has under way. */
export interface Watching<S, M, O> {
  readonly processes: (s: S) => Iterable<M>
  /**
   * The operation that the process has under way, as `['push', 3]`; null between operations. Becoming something is a
   * call, becoming null a return; between two operations there must be a state with null.
   */
  readonly pending: (process: M, s: S) => Call<O> | null
  /** What the operation gave back, read off the first state after its return; undefined for one without a result. */
  readonly result: (process: M, s: S) => Result<O> | undefined
}

/**
 * True if the object that the system implements cannot be told from `spec`: in every run, the operations have the
 * results that they have when each is carried out as a whole at some moment between its call and its return.
 * An operation that never returns has taken effect, or not.
 *
 * The events of a run are read off its states (`{ processes, pending, result }`), or off its steps, by a function of the
 * states before and after that reports calls and returns.
 *
 * The verdict is about all runs, not some histories: with each state the search carries the set of everything that the
 * specification may have done so far. States are therefore counted together with it.
 */
export interface LinearizableTool<S> {
  <O extends Operations>(
    spec: Sequential<O>,
    observe: (before: S, after: S, history: History<O>) => void,
  ): Linearizable<S>
  <O extends Operations, M>(spec: Sequential<O>, observe: Watching<S, M, O>): Linearizable<S>
}

export const linearizable: LinearizableTool<never> = (spec: Sequential, observe: unknown): Linearizable<never> => ({
  kind: 'linearizable',
  spec,
  observe: observe as Observe<never>,
})

/** The property of a part, asked of the whole of which it is the field `name`. */
export function linearizableThroughField(name: string, property: Linearizable<never>): Linearizable<never> {
  const { observe } = property
  if (typeof observe === 'function')
    return {
      ...property,
      observe: (before: never, after: never, history) => observe(before[name], after[name], history),
    }
  const { processes, pending, result } = observe
  return {
    ...property,
    observe: {
      processes: (s: never) => processes(s[name]),
      pending: (process, s: never) => pending(process, s[name]),
      result: (process, s: never) => result(process, s[name]),
    },
  }
}
