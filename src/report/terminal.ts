import type { Verdict } from '../search/check.js'
import type { Counterexample } from '../trace/counterexample.js'
import { commandLines } from './command.js'
import { endlessLength, endlessText } from './lasso-text.js'
import { ledgerText } from './ledger.js'
import type { CheckReport, Look, PropertyReport, Report, Reporter } from './report.js'
import { afterSteps, brokenText, endText, runText } from './run-text.js'
import { type Paint, painter, type Style } from './style.js'
import { count, duration, paragraph, plural, quoted, settings, wrap } from './text.js'
import { vacuousPrecautionText, vacuousText } from './vacuous-text.js'
import { whyText } from './why-text.js'

/** For people, at a terminal. */
export const terminal: Reporter = {
  each: (check, look) => `${checkText(check, look).join('\n')}\n\n`,
  end: ({ checks }, look) => (checks.length < 2 ? '' : `${summaryText({ checks }, look)}\n`),
}

/** One check: what was checked, the verdicts, the runs that break them, and what the verdicts rest on. */
export function checkText(check: CheckReport, look: Look): string[] {
  const paint = painter(look.colours)
  const vacuous = [
    ...check.properties.filter((p) => p.vacuous).map((p) => vacuousText(p, check.ledger)),
    ...check.vacuousPrecautions.map(vacuousPrecautionText),
  ]
  const violated = check.properties.filter((p) => p.verdict === 'violated')
  return [
    ...titleText(check, look.columns, paint),
    '',
    ...verdictTable(check.properties, look.columns, paint),
    ...vacuous.flatMap((text) => ['', ...paragraph(text, look.columns, 2).map((l) => paint('unsure', l))]),
    ...violated.flatMap((p) => ['', ...violationText(p, look)]),
    '',
    ...ledgerText(check).flatMap((line) => paragraph(line, look.columns, 2).map((l) => paint('faint', l))),
  ]
}

function titleText({ model, summary, parameters, without }: CheckReport, columns: number, paint: Paint): string[] {
  const set = settings(parameters)
  const [first, ...rest] = wrap(`${model}${summary === null ? '' : ` — ${summary}`}`, columns, 2)
  return [
    paint('strong', first!),
    ...rest,
    ...(set.length === 0 ? [] : paragraph(`with ${set.join(', ')}`, columns, 2)),
    ...(without.length === 0 ? [] : paragraph(`without ${without.map(quoted).join(', ')}`, columns, 2)),
  ]
}

const VERDICT: Record<Verdict, { readonly word: string; readonly style: Style }> = {
  holds: { word: 'holds', style: 'good' },
  violated: { word: 'VIOLATED', style: 'bad' },
  inconclusive: { word: 'inconclusive', style: 'unsure' },
}

/** A line for each property; a name that is too long for its column has a line of its own. */
function verdictTable(properties: readonly PropertyReport[], columns: number, paint: Paint): string[] {
  const kind = Math.max(...properties.map((p) => p.kind.length))
  const rest = 2 + kind + 2 + 'inconclusive'.length + 2 + 'reached in the initial state'.length
  const name = Math.min(Math.max(1, columns - 2 - rest), Math.max(...properties.map((p) => p.name.length)))
  return properties.flatMap((p) => {
    const lines = wrap(p.name, columns - 4, 2).map((line) => `  ${line}`)
    const { word, style } = VERDICT[p.verdict]
    const cells = `  ${p.kind.padEnd(kind)}  ${paint(style, word.padEnd(12))}  ${detail(p)}`.trimEnd()
    return p.name.length <= name ? [`  ${p.name.padEnd(name)}${cells}`] : [...lines, `  ${' '.repeat(name)}${cells}`]
  })
}

function detail({ kind, verdict, vacuous, steps, counterexample }: PropertyReport): string {
  if (vacuous) return 'vacuously'
  if (counterexample?.loop) return endlessText(counterexample.loop)
  if (steps === null) return kind === 'reachable' && verdict === 'violated' ? 'never reached' : ''
  return kind === 'reachable' ? `reached ${afterSteps(steps)}` : afterSteps(steps)
}

/** One violation: the run, the sentence on what broke, and the command that shows it again. */
export function violationText(property: PropertyReport, look: Look): string[] {
  const { name, counterexample: run, account, failure, replay, search } = property
  const { columns } = look
  const paint = painter(look.colours)
  if (run === null) {
    const text = `${quoted(name)} should be possible, and no reachable state satisfies it.`
    return [...paragraph(text, columns, 2), ...again('Check it again', replay, columns)]
  }
  const length = lengthText(run, property.shrunkFrom)
  const heading = run.fault === null ? `${quoted(name)} is violated${length}:` : `The model itself fails${length}:`
  return [
    ...paragraph(heading, columns, 2).map((line) => paint('bad', line)),
    '',
    ...runText(run, account, look),
    '',
    ...paragraph(brokenText(run, failure), columns, 2),
    ...endText(run, account, look),
    ...(property.why === null ? [] : ['', ...whyText(property.why, columns)]),
    ...again(property.file === null ? 'See it again' : 'Replay it', replay, columns),
    ...(search === null ? [] : again('Look for it again', search, columns)),
  ]
}

function lengthText(run: Counterexample, shrunkFrom: number | null): string {
  const shrunk = shrunkFrom === null ? '' : ` (shrunk from ${count(shrunkFrom)})`
  if (run.loop !== null) return `, ${endlessLength(run, run.loop)}${shrunk}`
  return run.steps.length === 0 ? shrunk : `, shown by a run of ${plural(run.steps.length, 'step')}${shrunk}`
}

function again(label: string, command: string, columns: number): string[] {
  return ['', `  ${label}:`, ...commandLines(command, columns, 4)]
}

function summaryText({ checks }: Report, look: Look): string {
  const paint = painter(look.colours)
  const of = (verdict: Verdict) => checks.filter((c) => c.verdict === verdict)
  const part = (verdict: Verdict, singular: string, many: string, style: Style) => {
    const n = of(verdict).length
    return n === 0 ? [] : [paint(style, `${n} ${n === 1 ? singular : many}`)]
  }
  const parts = [
    ...part('holds', 'holds', 'hold', 'good'),
    ...part('violated', 'is violated', 'are violated', 'bad'),
    ...part('inconclusive', 'is inconclusive', 'are inconclusive', 'unsure'),
  ]
  const seconds = checks.reduce((sum, c) => sum + c.seconds, 0)
  const named = [...of('violated'), ...of('inconclusive')].map((c) => c.model)
  return [
    `${plural(checks.length, 'check')}: ${parts.join(', ')} (${duration(seconds)}).`,
    ...(named.length === 0 ? [] : paragraph(`Not holding: ${named.join(', ')}.`, look.columns)),
  ].join('\n')
}
