import type { Spill } from '../spill.js'
import { sharedInts } from './shared-set.js'

/** Words of a segment, about. */
const WORDS = 1 << 16
/** Segments of a level of one member, at most. */
const SEGMENTS = 1 << 18
/** States of a chunk: the part of the work that is handed out at once. */
const CHUNK = 512

/** States of a level that lie together. */
export interface Chunk {
  readonly member: number
  /** The segment in which they lie, or, below 0, the place on disk. */
  readonly segment: number
  readonly from: number
  readonly count: number
}

export type Parity = 0 | 1

/**
 * The states of one member that wait to be expanded, by anybody: a list of segments in memory that all see, for the level
 * that is being expanded and for the next, in turn. A record is the two halves of the fingerprint, then the state. A list
 * begins with the number of its records; all segments but the last are full. What exceeds the memory that `spill` allows
 * lies on disk.
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
    this.stride = words + 2
    this.perSegment = Math.max(1, Math.floor(WORDS / this.stride))
  }

  count(parity: Parity): number {
    return this.lists[parity][0]!
  }

  /** Adds the record that begins at `records[from]`. */
  push(parity: Parity, records: Int32Array, from: number): void {
    const list = this.lists[parity]
    const at = list[0]!++
    const index = at % this.perSegment
    const number = (at - index) / this.perSegment
    if (index === 0) this.start(list, number)
    const segment = this.memory[list[1 + number]!]!
    const to = index * this.stride
    for (let k = 0; k < this.stride; k++) segment[to + k] = records[from + k]!
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

/** The chunks of the lists of all members, which all of them see alike. */
export function chunksOf(lists: readonly Int32Array[], perSegment: number, members: number): Chunk[] {
  const records = lists.reduce((n, list) => n + list[0]!, 0)
  const size = Math.min(CHUNK, Math.ceil(records / (4 * members)))
  return lists.flatMap((list, member) => {
    const chunks: Chunk[] = []
    for (let at = 0; at < list[0]!; ) {
      const from = at % perSegment
      const segment = list[1 + (at - from) / perSegment]!
      const count = Math.min(size, list[0]! - at, perSegment - from)
      chunks.push({ member, segment, from, count })
      at += count
    }
    return chunks
  })
}
