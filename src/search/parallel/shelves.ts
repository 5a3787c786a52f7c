import { readWords } from '../spill.js'
import type { Chunk, Lists, Piece } from './order.js'
import { HEADER, type Parity, type Segments } from './segments.js'
import { sharedInts } from './shared-set.js'

/** What is known of a member's records: the segments of its lists, and its file, if it has one. */
interface Shelf {
  lists: readonly [Int32Array, Int32Array]
  readonly memory: Int32Array[]
  descriptor: number | null
}

/** The records of all members, as one of them sees them. */
export class Shelves {
  private readonly shelves: Shelf[]
  private readonly stride: number

  constructor(
    words: number,
    private readonly own: Segments,
    me: number,
    members: number,
    descriptor: number | null,
  ) {
    this.stride = words + HEADER
    const empty = sharedInts(1)
    this.shelves = Array.from({ length: members }, (_, member) =>
      member === me
        ? { lists: own.lists, memory: own.memory, descriptor }
        : { lists: [empty, empty], memory: [], descriptor: null },
    )
  }

  /** A member has taken another segment. */
  addSegment(member: number, segment: Int32Array): void {
    this.shelves[member]!.memory.push(segment)
  }

  /** Where a member's lists are, and its file. */
  setLists(member: number, lists: readonly [Int32Array, Int32Array], descriptor: number | null): void {
    this.shelves[member]!.lists = lists
    this.shelves[member]!.descriptor = descriptor
  }

  lists(parity: Parity): Lists {
    return this.shelves.map((shelf) => shelf.lists[parity])
  }

  /** Copies the records of these pieces, one after the other, to the beginning of `target`. */
  read(pieces: readonly Piece[], target: Int32Array): void {
    const { stride } = this
    let to = 0
    for (const { member, segment, from, count } of pieces) {
      const { memory, descriptor } = this.shelves[member]!
      const words = count * stride
      if (segment >= 0) target.set(memory[segment]!.subarray(from * stride, from * stride + words), to)
      else {
        const place = (-1 - segment) * this.own.perSegment + from
        readWords(descriptor!, target.subarray(to, to + words), place * stride)
      }
      to += words
    }
  }

  /** The records of a chunk, one after the other. */
  copyOf({ count, pieces }: Pick<Chunk, 'count' | 'pieces'>): Int32Array {
    const records = new Int32Array(count * this.stride)
    this.read(pieces, records)
    return records
  }
}
