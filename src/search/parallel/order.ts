import { RANKS } from './origin.js'

/** States of a chunk: the part of the work that is handed out at once. */
export const CHUNK = 512

/** Records that one member has kept one after the other while it expanded a chunk, or chunks that follow each other. */
export interface Run {
  /** The number of the first such chunk. */
  readonly chunk: number
  readonly member: number
  /** Where they begin in the member's list. */
  readonly from: number
  readonly count: number
}

/**
 * The order of what was kept. A chunk that was begun before a checkpoint and ended after it left a run to the first
 * member, who took that back, and another to whoever ended it.
 */
export function inOrder(a: Run, b: Run): number {
  return a.chunk - b.chunk || a.member - b.member || a.from - b.from
}

/** Records that lie together in memory. */
export interface Piece {
  readonly member: number
  /** The segment in which they lie, or, below 0, the place on disk. */
  readonly segment: number
  readonly from: number
  readonly count: number
}

/** A part of a level: records that follow each other in its order, which is that of the search on one thread. */
export interface Chunk {
  readonly number: number
  /** The rank of its first record. */
  readonly rank: number
  readonly count: number
  readonly pieces: readonly Piece[]
}

/** The list of a member: the number of its records, and the segments in which they lie. */
export type Lists = readonly Int32Array[]

/** The chunks of a level that was kept in these runs, which all members see alike. */
export function chunksOf(runs: readonly Run[], lists: Lists, perSegment: number): Chunk[] {
  const records = runs.reduce((n, run) => n + run.count, 0)
  // Towards the end of a small level everybody shall still have something to do.
  const size = Math.min(CHUNK, Math.ceil(records / (4 * lists.length)))
  const chunks: Chunk[] = []
  let pieces: Piece[] = []
  let count = 0
  let rank = 0
  const close = () => {
    chunks.push({ number: chunks.length, rank, count, pieces })
    rank += count
    ;[pieces, count] = [[], 0]
  }
  for (const run of runs.toSorted(inOrder)) {
    for (let done = 0; done < run.count; ) {
      const n = Math.min(run.count - done, size - count)
      pieces.push(...piecesOf({ ...run, from: run.from + done, count: n }, lists[run.member]!, perSegment))
      done += n
      count += n
      if (count === size) close()
    }
  }
  if (count > 0) close()
  if (rank > RANKS) throw new RangeError('the states of one level are too many')
  return chunks
}

/** The run as it lies in memory; all segments of a list but the last are full. */
export function piecesOf({ member, from, count }: Run, list: Int32Array, perSegment: number): Piece[] {
  const pieces: Piece[] = []
  for (let at = from; at < from + count; ) {
    const within = at % perSegment
    const n = Math.min(from + count - at, perSegment - within)
    pieces.push({ member, segment: list[1 + (at - within) / perSegment]!, from: within, count: n })
    at += n
  }
  return pieces
}

/** What is left of a chunk when so many of its records have been expanded. */
export function rest(chunk: Chunk, done: number): Chunk {
  let skip = done
  const pieces = chunk.pieces.flatMap((piece) => {
    const here = Math.min(skip, piece.count)
    skip -= here
    return here === piece.count ? [] : [{ ...piece, from: piece.from + here, count: piece.count - here }]
  })
  return { ...chunk, rank: chunk.rank + done, count: chunk.count - done, pieces }
}
