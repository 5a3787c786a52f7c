import { type Arrays, nextArray, type Saved } from '../checkpoint/saved.js'
import { makeWritable } from '../pages.js'
import { isParent, isSettled, parentsOf, replaceLater } from './origin.js'
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

/** Words of a slot: the halves of the fingerprint, and the origin. */
const STRIDE = 3
const CAPACITY = 1 << 18
const FULLEST = 0.75
/** With more in it, looking for a free slot takes for ever. */
const FULL = 0.97
const GROWTH = 1.5
const NONE = -1
/** So many additions are counted at once. */
const COUNTED = 64

/**
 * Fingerprints that several threads look up and add to at once, and their origins: 12 bytes a slot, open addressing, linear
 * probing, as in the set of one thread. A slot is empty as long as its first word is zero. Whoever changes that from zero has added the
 * fingerprint, and writes first its origin and then the other half behind it; who comes between finds a zero there and looks again. Nothing is ever
 * taken out, so that a slot, once written, may be read without care.
 */
export class SharedFingerprints implements SharedSet {
  private slots = sharedInts(CAPACITY * STRIDE)
  private before = this.slots
  private scale = CAPACITY / 2 ** 32
  private limit = CAPACITY * FULLEST
  /** Added by this member, and not counted yet. */
  private uncounted = 0
  // Kept only so that the loads of `touch` are not optimised away.
  private touched = 0

  constructor(
    private readonly size: Int32Array,
    private readonly onFull: () => void,
  ) {}

  touch(low: number): void {
    this.touched ^= this.slots[this.home(low)]!
  }

  add(low: number, high: number, _records: Int32Array, _at: number, open: number, origin: number): Added {
    const added = this.put(low || 1, high || 1, open, origin)
    if (added === FRESH && ++this.uncounted === COUNTED) this.count()
    return added
  }

  settle(records: Int32Array, at: number, open: number, settled: number): boolean {
    const { slots } = this
    const slot = this.slotOf(records[at]! || 1, records[at + 1]! || 1)
    if (slots[slot + 2] !== open) return false
    slots[slot + 2] = settled
    return true
  }

  get isFull(): boolean {
    return Atomics.load(this.size, 0) > this.limit
  }

  get bytes(): number {
    return this.slots.byteLength
  }

  get arrays(): SharedArrays {
    return [this.slots]
  }

  larger(): SharedArrays {
    return [sharedInts(Math.ceil((this.slots.length / STRIDE) * GROWTH) * STRIDE)]
  }

  adopt([slots]: SharedArrays): void {
    this.before = this.slots
    this.slots = slots!
    const capacity = this.slots.length / STRIDE
    this.scale = capacity / 2 ** 32
    this.limit = capacity * FULLEST
  }

  /** Slots are in the order of the fingerprints, nearly: a part of the one memory goes to the same part of the other. */
  move(me: number, members: number): void {
    const { before } = this
    const [from, to] = partOf(before.length / STRIDE, me, members)
    makeWritable(this.slots, ...partOf(this.slots.length, me, members))
    for (let at = from * STRIDE; at < to * STRIDE; at += STRIDE)
      if (before[at] !== 0) this.put(before[at]!, before[at + 1]!, before[at + 2]!, before[at + 2]!)
  }

  *parents(origin: number): Generator<Known> {
    const { slots } = this
    const { from, to } = parentsOf(origin)
    // Those that found their slot taken lie behind it.
    for (let at = this.home(from); ; at = this.after(at)) {
      const known = { low: slots[at]!, high: slots[at + 1]!, origin: slots[at + 2]! }
      if (known.low === 0 && (at < this.home(from) || at >= this.home(to - 1))) return
      if (known.low !== 0 && isParent(origin, known.low) && isSettled(known.origin)) yield known
    }
  }

  origins({ low, high }: Fingerprint): readonly number[] {
    const at = this.slotOf(low, high)
    return at === NONE ? [] : [this.slots[at + 2]!]
  }

  save(): Saved {
    return { facts: { size: Atomics.load(this.size, 0) }, arrays: [this.slots] }
  }

  restore(facts: unknown, arrays: Arrays): void {
    const saved = nextArray(arrays)
    const slots = sharedInts(saved.length)
    slots.set(saved)
    this.adopt([slots])
    Atomics.store(this.size, 0, (facts as { size: number }).size)
  }

  private slotOf(low: number, high: number): number {
    const { slots } = this
    for (let at = this.home(low); slots[at] !== 0; at = this.after(at))
      if (slots[at] === low && slots[at + 1] === high) return at
    return NONE
  }

  private put(low: number, high: number, open: number, origin: number): Added {
    const { slots } = this
    for (let at = this.home(low); ; at = this.after(at)) {
      const there = slots[at] || Atomics.compareExchange(slots, at, 0, low)
      if (there === 0) {
        // Plain, but no later than the atomic store behind it.
        slots[at + 2] = origin
        Atomics.store(slots, at + 1, high)
        return FRESH
      }
      if (there === low && (slots[at + 1] || halfWritten(slots, at + 1)) === high)
        return replaceLater(slots, at + 2, open, origin) ? EARLIER : KNOWN
    }
  }

  /** Where the slot begins in which a fingerprint would be if it had the set to itself. */
  private home(low: number): number {
    return Math.floor((low >>> 0) * this.scale) * STRIDE
  }

  private after(at: number): number {
    return at + STRIDE === this.slots.length ? 0 : at + STRIDE
  }

  private count(): void {
    const size = Atomics.add(this.size, 0, this.uncounted) + this.uncounted
    this.uncounted = 0
    if (size > this.limit) this.onFull()
    if (size > (this.slots.length / STRIDE) * FULL)
      throw new RangeError('one state has more successors than the set of states has room for')
  }
}

/** The word at this place, as soon as it has been written. */
function halfWritten(slots: Int32Array, at: number): number {
  for (;;) {
    const word = Atomics.load(slots, at)
    if (word !== 0) return word
  }
}
