import type { Cut } from '../cuts.js'
import { nameOf } from '../monitor.js'
import type { Finding } from '../outcome.js'
import type { Chunk, Run } from './order.js'
import type { Fingerprint } from './shared-set.js'

/**
 * Where a finding lies: at a state of this level, with this rank in it, or at its successor in this position. The initial
 * states are the successors of what is before the first level.
 */
export interface Place extends Fingerprint {
  readonly level: number
  readonly rank: number
  readonly position: number | null
}

/** What a member has done. */
export interface Report {
  readonly generated: number
  readonly excluded: number
  readonly distinct: number
  /** Of the next level. */
  readonly added: number
  readonly taken: readonly number[]
  readonly cuts: readonly Cut[]
  readonly findings: readonly Finding<Place>[]
  readonly bytes: { readonly visited: number; readonly frontier: number }
  /** Records of this level that it has passed over, since another member had come to their states from an earlier parent. */
  readonly passedOver: number
  /** What is left of the chunk at hand. */
  readonly left: Chunk | null
  /** What it has kept for the next level. */
  readonly runs: readonly Run[]
}

/** What all have done together. */
export function sumOf(reports: readonly Report[]): Omit<Report, 'left' | 'runs'> {
  const add = (of: (report: Report) => number) => reports.reduce((sum, report) => sum + of(report), 0)
  const [first] = reports as [Report]
  return {
    generated: add((r) => r.generated),
    excluded: add((r) => r.excluded),
    distinct: add((r) => r.distinct),
    added: add((r) => r.added),
    taken: first.taken.map((_, i) => add((r) => r.taken[i]!)),
    cuts: reports.flatMap((r) => r.cuts),
    findings: leastOf(reports.flatMap((r) => r.findings)),
    passedOver: add((r) => r.passedOver),
    bytes: { visited: add((r) => r.bytes.visited), frontier: add((r) => r.bytes.frontier) },
  }
}

/** For each property the least finding, in the order of the findings. */
function leastOf(findings: readonly Finding<Place>[]): Finding<Place>[] {
  const least = new Map<string, Finding<Place>>()
  for (const finding of findings.toSorted((a, b) => compare(a.path, b.path)))
    if (!least.has(nameOf(finding))) least.set(nameOf(finding), finding)
  return [...least.values()]
}

/** Below 0 if the first is to be kept rather than the second: the shorter run, then the one that one thread would find first. */
export function compare(a: Place, b: Place): number {
  return lengthOf(a) - lengthOf(b) || a.rank - b.rank || (a.position ?? 0) - (b.position ?? 0)
}

function lengthOf({ level, position }: Place): number {
  return level + (position === null ? 0 : 1)
}
