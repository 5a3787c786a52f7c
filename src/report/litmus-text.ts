import type { LitmusTest } from '../litmus/test.js'
import { columnsText } from '../litmus/text/print.js'
import { questionText } from '../litmus/text/question.js'
import { askedFor, broken, differing, type LitmusReport } from './litmus.js'
import { hardwareText } from './litmus-hardware.js'
import { tableText } from './litmus-table.js'
import { witnessText } from './litmus-witness.js'
import type { Look } from './report.js'
import { type Paint, painter } from './style.js'
import { listing, paragraph, wrap } from './text.js'

/** One test: its programs, the table of outcomes, and what it comes to. */
export function litmusText(report: LitmusReport, look: Look): string {
  const paint = painter(look.colours)
  const { test, source, hardware, witnesses } = report
  const parts = [
    [...titleText(test, look, paint), ...paragraph(source, look.columns, 2).map((line) => paint('faint', line))],
    columnsText(test.threads).map((line) => `  ${line}`),
    paragraph(questionText(test), look.columns, 2),
    tableText(report, look, paint),
    verdictText(report, look, paint),
    ...(hardware === null ? [] : [hardwareText(report, hardware, look, paint)]),
    ...witnesses.map((witness) => witnessText(report, witness, look, paint)),
  ]
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n\n`
}

function titleText({ name, description }: LitmusTest, { columns }: Look, paint: Paint): string[] {
  const title = description === undefined || description === '' ? name : `${name} — ${description}`
  return wrap(title, columns, 2).map((line) => paint('strong', line))
}

/** Under which models the outcome that is asked about is allowed, and whether that is as it should be. */
function verdictText(report: LitmusReport, { columns }: Look, paint: Paint): string[] {
  const { under, test } = report
  const among = (verdict: string) => under.filter((u) => u.verdict === verdict).map((u) => u.model)
  const parts = (['forbidden', 'allowed'] as const).flatMap((verdict) => {
    const models = among(verdict)
    return models.length === 0 ? [] : [`${verdict} under ${listing(models)}`]
  })
  const bad = (text: string) => paragraph(text, columns, 2).map((line) => paint('bad', line))
  const [claimed, unlike] = [broken(report), differing(report)]
  return [
    ...(parts.length === 0 ? [] : paragraph(`${askedFor(test)} is ${parts.join(', ')}.`, columns, 2)),
    ...(claimed.length === 0 ? [] : bad(`${test.claim} does not hold under ${listing(claimed)}.`)),
    ...(unlike.length === 0 ? [] : bad(`Under ${listing(unlike)} that is not what was published.`)),
  ]
}
