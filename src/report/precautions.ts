import type { Verdict } from '../search/check.js'
import { checkJson, document } from './json.js'
import { endlessText } from './lasso-text.js'
import type { CheckReport, Look, PropertyReport } from './report.js'
import { afterSteps } from './run-text.js'
import { painter, type Style } from './style.js'
import { count, paragraph, plural, quoted, settings, wrap } from './text.js'

/** What a model's precautions turned out to be good for: the model with all of them, and without each. */
export interface PrecautionsReport {
  readonly whole: CheckReport
  readonly precautions: readonly PrecautionReport[]
  /** How many were not taken away before it was interrupted. */
  readonly left: number
}

export interface PrecautionReport {
  readonly name: string
  /** The check that goes without it. */
  readonly check: CheckReport
  /** What breaks first without it; null if nothing does. */
  readonly broken: PropertyReport | null
  /** Without it no step is another. */
  readonly vacuous: boolean
}

/** The property that breaks first: a level of the search may break several, and those are equally short. */
export function firstBroken({ properties }: CheckReport): PropertyReport | null {
  const violated = properties.filter((p) => p.verdict === 'violated')
  return violated.find((p) => p.counterexample !== null) ?? violated[0] ?? null
}

/** A line for each precaution: what goes wrong without it, and how soon. */
export function precautionsText({ whole, precautions, left }: PrecautionsReport, look: Look): string {
  const paint = painter(look.colours)
  const set = settings(whole.parameters)
  const summary = whole.summary === null ? '' : ` — ${whole.summary}`
  const row = (name: string, verdict: string, style: Style, rest: string) => [
    ...paragraph(name, look.columns, 2),
    ...wrap(rest, look.columns - 20).map(
      (line, i) => `    ${i === 0 ? paint(style, verdict.padEnd(12)) : ''.padEnd(12)}  ${line}`,
    ),
  ]
  return `${[
    ...wrap(`${whole.model}${summary}`, look.columns, 2).map((line, i) => (i === 0 ? paint('strong', line) : line)),
    ...(set.length === 0 ? [] : paragraph(`with ${set.join(', ')}`, look.columns, 2)),
    '',
    ...row('with every precaution', ...wholeText(whole)),
    ...precautions.flatMap((p) => row(`without ${quoted(p.name)}`, ...precautionText(p))),
    ...(precautions.length + left === 0 ? ['  It has no precautions.'] : []),
    ...(left === 0 ? [] : [`  Interrupted: ${plural(left, 'precaution')} left to take away.`]),
  ].join('\n')}\n\n`
}

function wholeText(check: CheckReport): [string, Style, string] {
  const broken = firstBroken(check)
  const states = plural(check.states.distinct, 'state')
  if (check.verdict === 'holds') return ['holds', 'good', `every property, in all ${states}`]
  if (check.verdict === 'inconclusive')
    return ['inconclusive', 'unsure', `nothing broke in ${states}, and there are more`]
  return ['VIOLATED', 'bad', broken === null ? states : brokenText(broken)]
}

function precautionText({ check, broken, vacuous }: PrecautionReport): [string, Style, string] {
  const states = count(check.states.distinct)
  if (broken !== null) return ['violated', 'good', brokenText(broken)]
  if (check.verdict === 'holds' && vacuous)
    return ['STILL HOLDS', 'bad', `the same steps are possible in each of ${states} states: it is there for nothing`]
  if (check.verdict === 'holds')
    return ['STILL HOLDS', 'bad', `nothing breaks in any of ${states} states: is it needed?`]
  return ['inconclusive', 'unsure', `nothing broke in ${states} states, and there are more`]
}

/** What broke, and how soon: `"mutual exclusion" breaks after 9 steps`. */
export function brokenText({ name, kind, steps, counterexample }: PropertyReport): string {
  if (steps === null) return `${quoted(name)} is never reached`
  if (counterexample?.loop) return `${quoted(name)} breaks: a run ${endlessText(counterexample.loop)}`
  if (kind === 'deadlock') return `deadlock ${afterSteps(steps)}`
  return `${kind === 'model' ? 'the model itself fails' : `${quoted(name)} breaks`} ${afterSteps(steps)}`
}

/**
 * Every check in the shape of `check --reporter json`, first the model with all precautions; and beside them a summary,
 * one entry for each precaution.
 */
export function precautionsJson(reports: readonly PrecautionsReport[]): string {
  return document({
    precautions: reports.flatMap(({ precautions }) => precautions.map(summaryJson)),
    checks: reports.flatMap(({ whole, precautions }) => [whole, ...precautions.map((p) => p.check)].map(checkJson)),
  })
}

function summaryJson({ name, check, broken, vacuous }: PrecautionReport): object {
  return {
    model: check.model,
    parameters: check.parameters,
    precaution: name,
    verdict: check.verdict,
    vacuous,
    property: broken?.name ?? null,
    kind: broken?.kind ?? null,
    steps: broken?.steps ?? null,
    counterexample: broken?.file ?? null,
  }
}

/** Violated without each of them and holding with all: then every precaution is shown to be needed. */
export function precautionsVerdict({ whole, precautions }: PrecautionsReport): Verdict {
  if (whole.verdict === 'violated' || precautions.some((p) => p.check.verdict === 'holds')) return 'violated'
  const open = whole.verdict === 'inconclusive' || precautions.some((p) => p.check.verdict === 'inconclusive')
  return open ? 'inconclusive' : 'holds'
}
