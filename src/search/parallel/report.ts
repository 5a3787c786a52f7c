import type { Cut } from '../cuts.js'
import { nameOf } from '../monitor.js'
import type { Finding } from '../outcome.js'
import type { Chunk } from './segments.js'
import type { Fingerprint } from './shared-set.js'

/** Where a finding lies: at a state of this level, or at its successor in this position. */
export interface Place extends Fingerprint {
  readonly level: number
  readonly position: number | null
}

/** What a member has done. */
export interface Report {
  readonly generated: number
  readonly excluded: number
  readonly distinct: number
  readonly taken: readonly number[]
  readonly cuts: readonly Cut[]
  readonly findings: readonly Finding<Place>[]
  readonly bytes: { readonly visited: number; readonly frontier: number }
  /** What is left of the chunk at hand. */
  readonly left: Chunk | null
}

/** What all have done together. */
export function sumOf(reports: readonly Report[]): Omit<Report, 'left'> {
  const add = (of: (report: Report) => number) => reports.reduce((sum, report) => sum + of(report), 0)
  const [first] = reports as [Report]
  return {
    generated: add((r) => r.generated),
    excluded: add((r) => r.excluded),
    distinct: add((r) => r.distinct),
    taken: first.taken.map((_, i) => add((r) => r.taken[i]!)),
    cuts: reports.flatMap((r) => r.cuts),
    findings: leastOf(reports.flatMap((r) => r.findings)),
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

/** Below 0 if the first is to be kept rather than the second. */
export function compare(a: Place, b: Place): number {
  return a.level - b.level || a.low - b.low || a.high - b.high || (a.position ?? 0) - (b.position ?? 0)
}
