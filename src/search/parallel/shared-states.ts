import { type Arrays, nextArray, type Saved } from '../checkpoint/saved.js'
import { makeWritable } from '../pages.js'
import { isParent, isSettled, replaceLater } from './origin.js'
import {
  type Added,
  EARLIER,
  type Fingerprint,
  FRESH,
  KNOWN,
  type Known,
  partOf,
  type SharedArrays,
  type SharedSet,
  sharedInts,
} from './shared-set.js'

/** Records there is room for at first, a power of two. */
const CAPACITY = 1 << 16
/** What is left free, so that all can stand still before there is nothing left. */
const FULLEST = 0.75

/** Words of a record behind those of the state: both halves of its fingerprint, its origin, and the next of the chain. */
const TAIL = 4
const LOW = 0
const HIGH = 1
const ORIGIN = 2
const NEXT = 3

/** The end of a chain: records are numbered from 1 on. */
const NONE = 0

/**
 * Whole states that several threads look up and add to at once, found by the lower half of their fingerprint and compared
 * word by word. States with the same end of it make a chain. A new record is written first and then becomes the head of
 * its chain, unless that has changed meanwhile: then what is new in the chain is looked through as well. A record that turns
 * out to have been added by another thread is left unused.
 */
export class SharedStates implements SharedSet {
  private heads = sharedInts(CAPACITY)
  private kept: Int32Array
  private before: SharedArrays
  private readonly stride: number
  // Kept only so that the loads of `touch` are not optimised away.
  private touched = 0

  /** `size` counts the records given out. */
  constructor(
    private readonly words: number,
    private readonly size: Int32Array,
    private readonly onFull: () => void,
  ) {
    this.stride = words + TAIL
    this.kept = sharedInts((CAPACITY + 1) * this.stride)
    this.before = this.arrays
  }

  touch(low: number): void {
    this.touched ^= this.heads[low & (this.heads.length - 1)]!
  }

  add(low: number, high: number, records: Int32Array, at: number, open: number, origin: number): Added {
    const { heads } = this
    low ||= 1
    high ||= 1
    const chain = low & (heads.length - 1)
    let head = Atomics.load(heads, chain)
    const known = this.find(head, NONE, records, at)
    if (known !== NONE) return this.replace(known, open, origin)
    const record = this.record(low, high, origin, records, at)
    for (;;) {
      this.kept[this.tail(record) + NEXT] = head
      const there = Atomics.compareExchange(heads, chain, head, record)
      if (there === head) return FRESH
      const between = this.find(there, head, records, at)
      if (between !== NONE) return this.replace(between, open, origin)
      head = there
    }
  }

  settle(records: Int32Array, at: number, open: number, settled: number): boolean {
    const head = Atomics.load(this.heads, (records[at]! || 1) & (this.heads.length - 1))
    const origin = this.tail(this.find(head, NONE, records, at + 2)) + ORIGIN
    if (this.kept[origin] !== open) return false
    this.kept[origin] = settled
    return true
  }

  get isFull(): boolean {
    return Atomics.load(this.size, 0) > this.heads.length * FULLEST
  }

  get bytes(): number {
    return this.heads.byteLength + this.kept.byteLength
  }

  get arrays(): SharedArrays {
    return [this.heads, this.kept]
  }

  larger(): SharedArrays {
    const capacity = this.heads.length * 2
    return [sharedInts(capacity), sharedInts((capacity + 1) * this.stride)]
  }

  adopt(arrays: SharedArrays): void {
    this.before = this.arrays
    ;[this.heads, this.kept] = arrays as [Int32Array, Int32Array]
  }

  /** Copies a part of the records to the same places, and makes them chains anew. */
  move(me: number, members: number): void {
    const [, kept] = this.before as [Int32Array, Int32Array]
    const { stride } = this
    const [first, end] = partOf(Atomics.load(this.size, 0), me, members)
    // Records are numbered from 1 on.
    const [from, to] = [first + 1, end + 1]
    makeWritable(this.heads, ...partOf(this.heads.length, me, members))
    this.kept.set(kept.subarray(from * stride, to * stride), from * stride)
    for (let record = from; record < to; record++) this.chain(record)
  }

  *parents(origin: number): Generator<Known> {
    for (let record = 1; record <= Atomics.load(this.size, 0); record++) {
      const known = this.known(record)
      if (isParent(origin, known.low) && isSettled(known.origin)) yield known
    }
  }

  origins({ low, high }: Fingerprint): readonly number[] {
    const origins: number[] = []
    const head = this.heads[low & (this.heads.length - 1)]!
    for (let record = head; record !== NONE; record = this.kept[this.tail(record) + NEXT]!) {
      const known = this.known(record)
      if (known.low === low && known.high === high) origins.push(known.origin)
    }
    return origins
  }

  save(): Saved {
    return { facts: { size: Atomics.load(this.size, 0) }, arrays: this.arrays }
  }

  restore(facts: unknown, arrays: Arrays): void {
    this.adopt([copy(nextArray(arrays)), copy(nextArray(arrays))])
    Atomics.store(this.size, 0, (facts as { size: number }).size)
  }

  /** The record of this state in a chain, before another one. */
  private find(head: number, end: number, records: Int32Array, at: number): number {
    const { kept, stride, words } = this
    for (let record = head; record !== end; record = kept[this.tail(record) + NEXT]!) {
      const from = record * stride
      let k = 0
      while (k < words && kept[from + k] === records[at + k]) k++
      if (k === words) return record
    }
    return NONE
  }

  private replace(record: number, open: number, origin: number): Added {
    return replaceLater(this.kept, this.tail(record) + ORIGIN, open, origin) ? EARLIER : KNOWN
  }

  private record(low: number, high: number, origin: number, records: Int32Array, at: number): number {
    const { kept, stride, words } = this
    const record = Atomics.add(this.size, 0, 1) + 1
    if (record > this.heads.length) throw new RangeError('one state has more successors than the set has room for')
    if (this.isFull) this.onFull()
    for (let k = 0; k < words; k++) kept[record * stride + k] = records[at + k]!
    const tail = this.tail(record)
    kept[tail + LOW] = low
    kept[tail + HIGH] = high
    kept[tail + ORIGIN] = origin
    return record
  }

  private chain(record: number): void {
    const tail = this.tail(record)
    const chain = this.kept[tail + LOW]! & (this.heads.length - 1)
    for (let head = Atomics.load(this.heads, chain); ; ) {
      this.kept[tail + NEXT] = head
      const there = Atomics.compareExchange(this.heads, chain, head, record)
      if (there === head) return
      head = there
    }
  }

  private tail(record: number): number {
    return record * this.stride + this.words
  }

  private known(record: number): Known {
    const { kept } = this
    const tail = this.tail(record)
    return { low: kept[tail + LOW]!, high: kept[tail + HIGH]!, origin: kept[tail + ORIGIN]! }
  }
}

function copy(array: Int32Array): Int32Array {
  const shared = sharedInts(array.length)
  shared.set(array)
  return shared
}
