import type { Spill } from '../spill.js'
import { sharedInts } from './shared-set.js'

/** Words of a record before the state. */
export const HEADER = 4

/** Words of a segment, about. */
const WORDS = 1 << 16
/** Segments of a level of one member, at most. */
const SEGMENTS = 1 << 18

export type Parity = 0 | 1

/**
 * The states of one member that wait to be expanded, by anybody: a list of segments in memory that all see, for the level
 * that is being expanded and for the next, in turn. A record is two words on the parent, the two halves of the fingerprint,
 * then the state. A list begins with the number of its records; all segments but the last are full. What exceeds the memory
 * that `spill` allows lies on disk.
 */
export class Segments {
  readonly lists: readonly [Int32Array, Int32Array] = [sharedInts(1 + SEGMENTS), sharedInts(1 + SEGMENTS)]
  /** All segments that there are, whatever is in them. */
  readonly memory: Int32Array[] = []
  private readonly free: number[] = []
  private readonly stride: number
  readonly perSegment: number

  constructor(
    words: number,
    private readonly spill: Spill | null,
    /** Is given each segment when it is taken, to tell the others. */
    private readonly publish: (segment: Int32Array) => void,
  ) {
    this.stride = words + HEADER
    this.perSegment = Math.max(1, Math.floor(WORDS / this.stride))
  }

  count(parity: Parity): number {
    return this.lists[parity][0]!
  }

  /** Adds a record of these two words, and of the fingerprint and the state that begin at `records[from]`. */
  push(parity: Parity, first: number, second: number, records: Int32Array, from: number): void {
    const list = this.lists[parity]
    const at = list[0]!++
    const index = at % this.perSegment
    const number = (at - index) / this.perSegment
    if (index === 0) this.start(list, number)
    const segment = this.memory[list[1 + number]!]!
    let to = index * this.stride
    const end = to + this.stride
    segment[to++] = first
    segment[to++] = second
    for (let at = from; to < end; at++) segment[to++] = records[at]!
  }

  /** Shows the records from this one on, as far as they are in memory. */
  visit(parity: Parity, from: number, each: (records: Int32Array, at: number) => void): void {
    const { perSegment, stride } = this
    const list = this.lists[parity]
    const count = list[0]!
    for (let at = from; at < count; ) {
      const within = at % perSegment
      const segment = list[1 + (at - within) / perSegment]!
      const end = Math.min(count - at, perSegment - within) + within
      if (segment >= 0) for (let k = within; k < end; k++) each(this.memory[segment]!, k * stride)
      at += end - within
    }
  }

  /** All records of the list are done with. */
  clear(parity: Parity): void {
    const list = this.lists[parity]
    for (let number = 0; number * this.perSegment < list[0]!; number++) {
      const segment = list[1 + number]!
      if (segment < 0) this.spill!.free(-1 - segment)
      else {
        this.free.push(segment)
        this.spill?.release(this.segmentBytes)
      }
    }
    list[0] = 0
  }

  get bytes(): number {
    return this.memory.length * this.segmentBytes
  }

  private get segmentBytes(): number {
    return this.perSegment * this.stride * 4
  }

  private start(list: Int32Array, number: number): void {
    if (number >= SEGMENTS) throw new RangeError('the states of one level are too many')
    const last = number > 0 ? list[number]! : -1
    // The segment just filled goes to disk if there is no room for another, and its memory is filled anew.
    if (this.spill !== null && last >= 0 && !this.spill.fits(this.segmentBytes)) {
      list[number] = -1 - this.spill.write(this.memory[last]!)
      list[1 + number] = last
      return
    }
    this.spill?.hold(this.segmentBytes)
    list[1 + number] = this.free.pop() ?? this.take()
  }

  private take(): number {
    const segment = sharedInts(this.perSegment * this.stride)
    this.publish(segment)
    return this.memory.push(segment) - 1
  }
}
