import type { Outcome } from '../outcome.js'
import type { LitmusTest } from '../test.js'
import { BATCH, wordsFor } from './plan.js'

/** Words of the shared memory before the locations, each on cache lines of its own. */
const APART = 32
/** How often threads have come to the barrier. */
export const ARRIVED = 0
/** How often they have come to an instance when they walk in step. */
export const COUNTER = APART
/** Set by the first thread: this batch was the last. */
export const HALT = 2 * APART
/** Set from outside: the first thread is to halt. */
export const INTERRUPT = 3 * APART
/** For each thread a word to exchange with where it has a fence. */
export const fenceOf = (processor: number): number => (4 + processor) * APART
/** Where the locations begin. */
export const locationsFrom = (processors: number): number => fenceOf(processors)

/** What a thread is given. */
export interface Share {
  /** In the instructions of the processor. */
  readonly test: LitmusTest
  readonly processor: number
  readonly memory: SharedArrayBuffer
  /** What each program reads. */
  readonly reads: readonly SharedArrayBuffer[]
  readonly seed: number
  /** There is a processor for each thread. */
  readonly canWalkInStep: boolean
  /** When to end: after so many instances or so many seconds, whatever is first. */
  readonly iterations: number
  readonly seconds: number
}

/** What a thread has counted among the instances that it looked at. */
export interface ShareReport {
  readonly plain: readonly (readonly [Outcome, number])[]
  readonly atomic: readonly (readonly [Outcome, number])[]
  readonly seconds: number
}

export function memoryFor({ threads, init }: LitmusTest): SharedArrayBuffer {
  return new SharedArrayBuffer(4 * (locationsFrom(threads.length) + wordsFor(Object.keys(init).length)))
}

/** Room for what a program reads, in a whole batch. */
export function readsFor(registers: number): SharedArrayBuffer {
  return new SharedArrayBuffer(4 * BATCH * Math.max(1, registers))
}
