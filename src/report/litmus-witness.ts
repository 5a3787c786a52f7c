import type { LitmusReport, Witness } from './litmus.js'
import type { Look } from './report.js'
import type { Paint } from './style.js'
import { listing, paragraph, plural } from './text.js'

/** A run step by step, in a column for each processor; in one for all where there is no room for that. */
export function witnessText(report: LitmusReport, { models, run }: Witness, look: Look, paint: Paint): string[] {
  if (run === null) return paragraph(`No run ends so under ${listing(models)}.`, look.columns, 2)
  const values = report.keys.map((key, k) => `${key}=${run.outcome[k]}`).join(', ')
  const heading = `Under ${listing(models)}, ${plural(run.steps.length, 'step')} lead to ${values}:`
  const lanes = report.test.threads.map((_, p) =>
    Math.max(2, ...run.steps.map(({ processor, text }) => (processor === p ? text.length : 0))),
  )
  const isWide = 5 + lanes.reduce((sum, width) => sum + width + 2, 0) > look.columns
  const cells = (cell: (p: number) => string) => lanes.map((width, p) => cell(p).padEnd(width)).join('  ')
  const lines = run.steps.map(({ processor, text }, i) => {
    const where = isWide ? `P${processor}  ${text}` : cells((p) => (p === processor ? text : ''))
    return `  ${paint('faint', String(i + 1).padStart(3))}  ${where}`.trimEnd()
  })
  const head = isWide ? [] : [`       ${cells((p) => `P${p}`)}`.trimEnd()]
  return [...paragraph(heading, look.columns, 2), '', ...head, ...lines]
}
