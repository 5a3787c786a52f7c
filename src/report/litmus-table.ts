import { isTrue, type Outcome } from '../litmus/outcome.js'
import { impossible, type LitmusReport } from './litmus.js'
import type { Look } from './report.js'
import type { Paint, Style } from './style.js'
import { count, paragraph, wrap } from './text.js'

interface Cell {
  readonly text: string
  readonly style?: Style
}

/** A row: the values of an outcome, a mark for each model, how often it was seen, and a note. */
type Row = readonly [values: readonly Cell[], marks: readonly Cell[], seen: readonly Cell[], note: Cell]

const NOTHING: Cell = { text: '' }

/**
 * All outcomes, under which models each is allowed, and how often it was seen. A value that is the same in all of them
 * and not asked about is told below.
 */
export function tableText(report: LitmusReport, look: Look, paint: Paint): string[] {
  const outcomes = allOutcomes(report)
  const shown = shownKeys(report, outcomes)
  const rows = [
    ...headings(report, shown),
    ...outcomes.map((outcome) => rowOf(report, shown, outcome)),
    ...(report.under.length === 0 ? [] : [statesRow(report, shown)]),
  ]
  const same = report.keys.flatMap((key, k) => (shown.includes(k) ? [] : [`${key}=${outcomes[0]![k]}`]))
  return [
    ...lined(rows, look, paint),
    ...(same.length === 0 ? [] : paragraph(`always ${same.join(', ')}`, look.columns, 2)),
  ]
}

/** What some model allows or the processor did, in ascending order. */
function allOutcomes({ under, hardware }: LitmusReport): Outcome[] {
  const all = [...under.flatMap((u) => u.outcomes), ...(hardware?.seen ?? []).map((s) => s.outcome)]
  const distinct = new Map(all.map((outcome) => [outcome.join(), outcome]))
  return [...distinct.values()].sort((a, b) => {
    const k = a.findIndex((value, i) => value !== b[i])
    return k < 0 ? 0 : a[k]! - b[k]!
  })
}

function shownKeys({ keys, test }: LitmusReport, outcomes: readonly Outcome[]): number[] {
  const asked = JSON.stringify(test.exists)
  return [...keys.keys()].filter(
    (k) => asked.includes(JSON.stringify(keys[k])) || outcomes.some((outcome) => outcome[k] !== outcomes[0]![k]),
  )
}

/** Above each register stands its processor, where that is another than before. */
function headings({ keys, under, hardware }: LitmusReport, shown: readonly number[]): Row[] {
  const names = shown.map((k) => keys[k]!.split(':'))
  const processors = names.map(([p, register], i) => {
    const isNew = register !== undefined && names[i - 1]?.[0] !== p
    return { text: isNew ? `P${p}` : '' }
  })
  const blank = under.map(() => NOTHING)
  const models = under.map(({ model }) => ({ text: model }))
  const [above, below] =
    hardware === null
      ? [[], []]
      : [
          [NOTHING, NOTHING],
          [{ text: 'seen' }, NOTHING],
        ]
  return [
    [processors, blank, above, NOTHING],
    [names.map((parts) => ({ text: parts.at(-1)! })), models, below, NOTHING],
  ]
}

function rowOf(report: LitmusReport, shown: readonly number[], outcome: Outcome): Row {
  const { under, keys, test } = report
  const marks = under.map(({ outcomes }): Cell => {
    const allowed = outcomes.some((o) => o.join() === outcome.join())
    return allowed ? { text: 'yes' } : { text: 'no', style: 'faint' }
  })
  const note = test.claim === 'forall' ? '← breaks it' : '← asked about'
  const asked: Cell = isTrue(test.exists, keys, outcome) ? { text: note, style: 'strong' } : NOTHING
  return [shown.map((k) => ({ text: String(outcome[k]) })), marks, seenCells(report, outcome), asked]
}

function seenCells(report: LitmusReport, outcome: Outcome): Cell[] {
  const { hardware } = report
  if (hardware === null) return []
  const same = (seen: { readonly outcome: Outcome }) => seen.outcome.join() === outcome.join()
  const seen = hardware.seen.find(same)
  const times = seen === undefined ? 0 : seen.plain + seen.atomic
  const text = count(times)
  const share = { text: shareText(times, hardware.iterations) }
  return impossible(report).some(same) ? [{ text, style: 'bad' }, share] : [{ text }, share]
}

/** `22 %`, `0.03 %`, and for less how seldom it was. */
export function shareText(times: number, of: number): string {
  if (times === 0) return ''
  const percent = (100 * times) / of
  if (percent < 0.01) return `1 in ${count(of / times)}`
  return `${percent.toFixed(percent >= 10 ? 0 : percent >= 1 ? 1 : 2)} %`
}

function statesRow({ under, hardware }: LitmusReport, shown: readonly number[]): Row {
  const states = under.map(({ distinct }): Cell => ({ text: count(distinct), style: 'faint' }))
  const times: Cell[] = hardware === null ? [] : [{ text: count(hardware.iterations), style: 'faint' }, NOTHING]
  const note = hardware === null ? 'states explored' : 'states explored; times run'
  return [shown.map(() => NOTHING), states, times, { text: note, style: 'faint' }]
}

/** Columns of one width; where a line has no room for them, each outcome has its values on lines of their own. */
function lined(rows: readonly Row[], { columns }: Look, paint: Paint): string[] {
  const widths = ([0, 1, 2] as const).map((group) =>
    rows[0]![group].map((_, c) => Math.max(...rows.map((row) => row[group][c]!.text.length))),
  )
  const aligned = (row: Row, group: 0 | 1 | 2) => {
    const gap = group === 0 ? ' ' : '  '
    return row[group].map((cell, c) => painted(cell, cell.text.padStart(widths[group]![c]!), paint)).join(gap)
  }
  const wide = (group: 0 | 1 | 2) => widths[group]!.reduce((sum, w) => sum + w + 2, 0)
  const isWide = 2 + wide(0) + wide(1) + wide(2) > columns
  return rows.flatMap((row, i) => {
    const rest = [aligned(row, 1), aligned(row, 2), painted(row[3], row[3].text, paint)].filter((text) => text !== '')
    if (!isWide) return [`  ${[aligned(row, 0), ...rest].join('   ')}`.trimEnd()]
    const names = rows[1]![0]
    const values = i < 2 ? [] : row[0].map((cell, c) => `${names[c]!.text}=${cell.text}`)
    return [...wrap(values.join(' '), columns - 2).map((line) => `  ${line}`), `    ${rest.join('   ')}`]
  })
}

function painted({ style }: Cell, text: string, paint: Paint): string {
  return style === undefined || text === '' ? text : paint(style, text)
}
