import type { Arrays, Saved } from '../checkpoint/saved.js'
import { SharedFingerprints } from './shared-fingerprints.js'
import { SharedStates } from './shared-states.js'

/** What others need to look into a set that has taken new memory. */
export type SharedArrays = readonly Int32Array[]

export interface Fingerprint {
  readonly low: number
  readonly high: number
}

export interface Known extends Fingerprint {
  readonly origin: number
}

/** What adding a state came to: it was there, it is new, or it was there with a later parent, which this one replaces. */
export type Added = 0 | 1 | 2
export const KNOWN = 0
export const FRESH = 1
export const EARLIER = 2

/**
 * A set of states, with their origins, that several threads add to at once. It grows only while they stand still: whoever
 * finds it full says so, the first of them takes the larger memory, all `adopt` it and then `move` their parts of what was
 * there.
 */
export interface SharedSet {
  /** Adds the state at `records[at]` with this origin, or gives it this origin if it has a later one than this open one. */
  add(low: number, high: number, records: Int32Array, at: number, open: number, origin: number): Added
  /** Whether the state still has this open origin, which is settled then; the state follows its fingerprint, which begins at `records[at]`. */
  settle(records: Int32Array, at: number, open: number, settled: number): boolean
  touch(low: number): void
  /** Whether it has to grow before more is added; for all the same while they stand still. */
  readonly isFull: boolean
  readonly bytes: number
  /** The memory as it is. */
  readonly arrays: SharedArrays
  /** New memory, larger and empty. */
  larger(): SharedArrays
  /** From here on, that is its memory. */
  adopt(arrays: SharedArrays): void
  /** Moves the part of this member, one of so many, from the memory before into the new one. */
  move(me: number, members: number): void
  /** The states among which the parent of one with this settled origin is; mostly there is no other. */
  parents(origin: number): Iterable<Known>
  /** The settled origins of the states with this fingerprint; there is one, unless whole states are stored. */
  origins(state: Fingerprint): readonly number[]
  save(): Saved
  restore(facts: unknown, arrays: Arrays): void
}

/** `size` is one word that all share: how many states there are. `onFull` is called whenever it is found full. */
export function sharedSet(
  storage: 'fingerprints' | 'exact',
  words: number,
  size: Int32Array,
  onFull: () => void,
): SharedSet {
  return storage === 'exact' ? new SharedStates(words, size, onFull) : new SharedFingerprints(size, onFull)
}

/** What is for this member of so many things in a row: from the first on, up to the second. */
export function partOf(things: number, me: number, members: number): readonly [number, number] {
  return [Math.floor((things * me) / members), Math.floor((things * (me + 1)) / members)]
}

export function sharedInts(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * 4))
}
