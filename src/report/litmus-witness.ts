import type { LitmusReport, Witness } from './litmus.js'
import type { Look } from './report.js'
import type { Paint } from './style.js'
import { listing, paragraph, plural } from './text.js'

/** A run step by step, in one column to a processor, where it does it. */
export function witnessText(report: LitmusReport, { models, run }: Witness, look: Look, paint: Paint): string[] {
  if (run === null) return paragraph(`No run ends so under ${listing(models)}.`, look.columns, 2)
  const values = report.keys.map((key, k) => `${key} = ${run.outcome[k]}`).join(', ')
  const heading = `Under ${listing(models)}, ${plural(run.steps.length, 'step')} lead to ${values}:`
  const lanes = report.test.threads.map((_, p) => {
    const texts = run.steps.filter((step) => step.processor === p).map((step) => step.text.length)
    return Math.max(2, ...texts)
  })
  const line = (number: string, cells: readonly string[]) =>
    `  ${paint('faint', number)}  ${cells.map((cell, p) => cell.padEnd(lanes[p]!)).join('  ')}`.trimEnd()
  return [
    ...paragraph(heading, look.columns, 2),
    '',
    line(
      '   ',
      lanes.map((_, p) => `P${p}`),
    ),
    ...run.steps.map(({ processor, text }, i) =>
      line(
        String(i + 1).padStart(3),
        lanes.map((_, p) => (p === processor ? text : '')),
      ),
    ),
  ]
}
