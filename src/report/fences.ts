import type { Verdict } from '../search/check.js'
import type { Assignment, FencesResult, MinimalAssignment, Weaker } from '../search/fences.js'
import type { MemoryModel } from '../system/memory-model.js'
import type { AnyValues } from '../system/parameters.js'
import { type CheckReport, reportOf } from './report.js'

/** What must stand at the places of a system under one memory model. */
export interface FencesReport {
  readonly result: FencesResult
  readonly memoryModel: MemoryModel
  /** The check with the strongest at every place. */
  readonly strongest: CheckReport
  readonly alternatives: readonly AlternativeReport[]
}

export interface AlternativeReport {
  readonly strengths: Assignment['strengths']
  /** Less may do: a bound left something weaker open. */
  readonly contested: boolean
  readonly weaker: readonly WeakerReport[]
}

/** What comes of it when one place has less. */
export interface WeakerReport {
  readonly place: string
  /** What stands there instead. */
  readonly strength: string
  readonly check: CheckReport
}

export function fencesReport(result: FencesResult, asked: string): FencesReport {
  const strongest = reportOf(result.checked[0]!.result, { asked })
  const weaker = ({ place, strengths, result }: Weaker): WeakerReport => {
    return { place, strength: strengths[place]!, check: reportOf(result, { asked }) }
  }
  const alternative = ({ strengths, contested, weaker: less }: MinimalAssignment): AlternativeReport => {
    return { strengths, contested, weaker: less.map(weaker) }
  }
  return { result, memoryModel: strongest.memoryModel, strongest, alternatives: result.minimal.map(alternative) }
}

/** Something suffices, nothing does, or that is not known. */
export function fencesVerdict({ result }: Pick<FencesReport, 'result'>): Verdict {
  if (result.minimal.length > 0) return 'holds'
  return result.open.length > 0 ? 'inconclusive' : 'violated'
}

/** The parameters that were not looked for. */
export function settled({ model, places }: FencesResult): AnyValues {
  const open = new Set(places.map(({ name }) => name))
  return Object.fromEntries(Object.entries(model.parameters).filter(([name]) => !open.has(name)))
}
