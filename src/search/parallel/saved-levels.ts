import type { Saved } from '../checkpoint/saved.js'
import { type Chunk, inOrder, type Lists, piecesOf, type Run } from './order.js'
import { type Report, sumOf } from './report.js'
import type { Segments } from './segments.js'
import type { SharedSet } from './shared-set.js'
import type { Shelves } from './shelves.js'

/** What a checkpoint holds besides states. */
export interface Facts extends Omit<Report, 'bytes' | 'passedOver' | 'left' | 'runs'> {
  readonly depth: number
  readonly initialStates: number
  readonly set: unknown
  readonly isShared: boolean
  readonly superseded: number
  /** What is left of the level; its records follow the set, in so many arrays. */
  readonly chunks: readonly Omit<Chunk, 'pieces'>[]
  /** What the next level has so far; its records come last. */
  readonly runs: readonly Pick<Run, 'chunk' | 'count'>[]
}

/** What all members have alike of the levels, as the first of them sees it while all stand still. */
interface Standing extends Pick<Facts, 'depth' | 'initialStates' | 'isShared' | 'superseded'> {
  readonly set: SharedSet
  readonly segments: Segments
  readonly shelves: Shelves
  /** Those that nobody has taken. */
  readonly chunks: readonly Chunk[]
  /** The lists of the level that is being filled. */
  readonly filling: Lists
}

/** All that the members of a search hold, put together with the reports of what each has done. */
export function savedLevels(standing: Standing, reports: readonly Report[]): Saved {
  const { depth, initialStates, isShared, filling, segments, shelves } = standing
  const left = reports.flatMap((r) => r.left ?? []).toSorted((a, b) => a.rank - b.rank)
  const chunks = [...left, ...standing.chunks]
  const runs = reports.flatMap((r) => r.runs).toSorted(inOrder)
  const set = standing.set.save()
  const { generated, excluded, distinct, added, taken, cuts, findings, passedOver } = sumOf(reports)
  const facts: Facts = {
    ...{ generated, excluded, distinct, added, taken, cuts, findings, depth, initialStates, isShared },
    superseded: standing.superseded - passedOver,
    set: set.facts,
    chunks: chunks.map(({ number, rank, count }) => ({ number, rank, count })),
    runs: runs.map(({ chunk, count }) => ({ chunk, count })),
  }
  const next = runs.map((run) => ({
    count: run.count,
    pieces: piecesOf(run, filling[run.member]!, segments.perSegment),
  }))
  return { facts, arrays: [...set.arrays, ...[...chunks, ...next].map((records) => shelves.copyOf(records))] }
}
