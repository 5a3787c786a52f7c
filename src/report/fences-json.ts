import { type FencesReport, fencesVerdict, settled, type WeakerReport } from './fences.js'
import { document } from './json.js'
import { firstBroken } from './precautions.js'

/** For programs: an entry for each model and memory model. */
export function fencesJson(reports: readonly FencesReport[]): string {
  return document({ fences: reports.map(oneJson) })
}

function oneJson(report: FencesReport): object {
  const { result, memoryModel, strongest, alternatives } = report
  return {
    model: result.model.name,
    parameters: settled(result),
    without: strongest.without,
    memoryModel,
    places: result.places,
    verdict: fencesVerdict(report),
    sufficient: alternatives.map(({ strengths, contested, weaker }) => ({
      strengths,
      lessMayDo: contested,
      weaker: weaker.map(weakerJson),
    })),
    inconclusive: result.open.map(({ strengths }) => strengths),
    assumed: result.assumed,
    exceptions: result.exceptions.map((e) => ({
      suffices: e.suffices.strengths,
      stronger: e.stronger.strengths,
    })),
    checks: result.checked.map(({ strengths, verdict, result: { states } }) => ({ strengths, verdict, states })),
  }
}

function weakerJson({ place, strength, check }: WeakerReport): object {
  const broken = firstBroken(check)
  return {
    place,
    strength,
    verdict: check.verdict,
    property: broken?.name ?? null,
    kind: broken?.kind ?? null,
    steps: broken?.steps ?? null,
    counterexample: broken?.file ?? null,
    command: broken?.replay ?? check.command,
  }
}
