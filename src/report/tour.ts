import { brokenText, firstBroken, type PrecautionReport, type PrecautionsReport } from './precautions.js'
import type { Look, PropertyReport } from './report.js'
import { painter } from './style.js'
import { violationText } from './terminal.js'
import { count, duration, paragraph, plural, quoted, wrap } from './text.js'

/** The tour's words before anything is checked. */
export function tourOpening(systems: number, look: Look): string {
  const paint = painter(look.colours)
  const text = (words: string) => paragraph(words, look.columns)
  return `${[
    paint('strong', 'Shootdown, a model checker for kernel and hardware concurrency'),
    '',
    ...text(
      `A model says what each processor or process can do next, one atomic step at a time. Shootdown takes these steps in every possible order and looks at every state that can come about. If some order breaks a promise of the model, the shortest such run is shown; if none does, that is the verdict "holds".`,
    ),
    '',
    ...text(
      `A precaution is one thing that a mechanism does in order to be correct. Shootdown takes each away in turn: a precaution is needed if something breaks without it.`,
    ),
    '',
    ...text(
      `Checking the ${plural(systems, 'system')} of the catalogue, each with all its precautions and without each:`,
    ),
  ].join('\n')}\n\n`
}

/** One system of the tour: a line for it, and one for each of its precautions. */
export function tourEntry({ whole, precautions }: PrecautionsReport, look: Look): string {
  const paint = painter(look.colours)
  const broken = firstBroken(whole)
  const states = plural(whole.states.distinct, 'state')
  const verdict =
    whole.verdict === 'holds'
      ? paint('good', 'holds').concat(` in all ${states}`)
      : broken !== null
        ? paint('bad', `BREAKS: ${brokenText(broken)}`)
        : paint('unsure', `not decided within ${states}`)
  const title = whole.summary === null ? [] : paragraph(whole.summary, look.columns, 4).map((l) => paint('faint', l))
  return `${[`  ${paint('strong', whole.model)} ${verdict}`, ...title, ...precautions.flatMap((p) => entry(p, look))].join('\n')}\n`
}

function entry({ name, check, broken }: PrecautionReport, look: Look): string[] {
  const outcome =
    broken !== null
      ? brokenText(broken)
      : check.verdict === 'holds'
        ? 'nothing breaks: not needed here'
        : 'not decided within the tour'
  return wrap(`without ${quoted(name)}: ${outcome}`, look.columns - 6, 4).map((line) => `      ${line}`)
}

/** The tour's words after everything has been checked. */
export function tourClosing(reports: readonly PrecautionsReport[], seconds: number, look: Look): string {
  const paint = painter(look.colours)
  const shown = mostTelling(reports)
  return `${[
    '',
    ...paragraph(totals(reports, seconds), look.columns),
    ...(shown === null
      ? []
      : [
          '',
          ...paragraph(`One of these runs in full: ${shown.model} without ${quoted(shown.precaution)}.`, look.columns),
          '',
          ...violationText(shown.broken, look),
        ]),
    '',
    paint('strong', 'Where to go next'),
    '',
    '  npx shootdown list                      what there is to check',
    '  npx shootdown check peterson            one model, with its verdicts',
    '  npx shootdown check peterson --help     its parameters and all options',
    '  npx shootdown precautions peterson      what breaks without its precautions',
    '  npx shootdown check ./my-lock.ts        a model of your own',
  ].join('\n')}\n`
}

function totals(reports: readonly PrecautionsReport[], seconds: number): string {
  const checks = reports.flatMap((r) => [r.whole, ...r.precautions.map((p) => p.check)])
  const states = checks.reduce((sum, c) => sum + c.states.distinct, 0)
  const steps = checks.reduce((sum, c) => sum + c.states.generated, 0)
  const of = (verdict: string) => reports.filter((r) => r.whole.verdict === verdict).length
  const precautions = reports.flatMap((r) => r.precautions)
  const needed = precautions.filter((p) => p.broken !== null).length
  const others = [
    of('violated') === 0 ? '' : `, ${of('violated')} break`,
    of('inconclusive') === 0 ? '' : `, ${of('inconclusive')} are too large for a tour`,
  ].join('')
  return `Of ${plural(reports.length, 'system')}, ${of('holds')} hold${others}. Of ${plural(precautions.length, 'precaution')}, ${needed} are shown to be needed. That took ${plural(checks.length, 'check')}, ${count(states)} states and ${count(steps)} steps in ${duration(seconds)}.`
}

interface Telling {
  readonly model: string
  readonly precaution: string
  readonly broken: PropertyReport
}

/** The run to show: of the model with most precautions, the shortest in which a few things happen. */
function mostTelling(reports: readonly PrecautionsReport[]): Telling | null {
  const byPrecautions = [...reports].sort((a, b) => b.precautions.length - a.precautions.length)
  for (const { whole, precautions } of byPrecautions) {
    const runs = precautions
      .flatMap(({ name, broken }) => (broken === null ? [] : [{ model: whole.model, precaution: name, broken }]))
      .filter(({ broken }) => broken.counterexample !== null && (broken.steps ?? 0) >= 5)
      .sort((a, b) => a.broken.steps! - b.broken.steps!)
    if (runs[0] !== undefined) return runs[0]
  }
  return null
}
