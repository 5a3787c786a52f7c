import type { LibraryTest } from '../litmus/models.js'
import { isTrue } from '../litmus/outcome.js'
import { broken, differing, impossible, type LitmusReport } from './litmus.js'
import type { Look } from './report.js'
import { type Paint, painter } from './style.js'
import { count, paragraph, plural, wrap } from './text.js'

/** What tests there are. */
export function libraryText(library: readonly LibraryTest[], look: Look): string {
  const paint = painter(look.colours)
  const width = widthOf(library)
  const lines = library.flatMap(({ test }) => {
    const [first, ...rest] = wrap(test.description ?? '', look.columns - width - 2)
    return [`${paint('strong', test.name.padEnd(width))}  ${first}`, ...rest.map((l) => ' '.repeat(width + 2) + l)]
  })
  const hint = `${plural(library.length, 'test')}. \`shootdown litmus NAME\` shows one, \`shootdown litmus --all\` what each comes to.`
  return `${[...lines, '', ...paragraph(hint, look.columns)].join('\n')}\n`
}

/** The head of the table that has a line for each test. */
export function summaryHead(models: readonly string[], tests: readonly LibraryTest[], isRun: boolean): string {
  const columns = [...models.map((model) => model.padStart(4)), ...(isRun ? ['        seen'] : [])]
  return `${''.padEnd(widthOf(tests))}  ${columns.join('  ')}\n`
}

/** Whether what a test asks about is allowed, and how often it was seen. */
export function summaryLine(report: LitmusReport, tests: readonly LibraryTest[], look: Look): string {
  const paint = painter(look.colours)
  const { test, under, hardware, keys } = report
  const wrong = new Set(differing(report))
  const marks = under.map(({ model, verdict }) => {
    const text = (verdict === 'allowed' ? 'yes' : 'no').padStart(4)
    return wrong.has(model) ? paint('bad', text) : verdict === 'allowed' ? text : paint('faint', text)
  })
  const seen = (hardware?.seen ?? []).filter(({ outcome }) => isTrue(test.exists, keys, outcome))
  const times = count(seen.reduce((n, { plain, atomic }) => n + plain + atomic, 0)).padStart(12)
  const cells = [...marks, ...(hardware === null ? [] : [times])]
  return `${`${test.name.padEnd(widthOf(tests))}  ${cells.join('  ')}${faults(report, paint)}`}\n`
}

function faults(report: LitmusReport, paint: Paint): string {
  const texts = [
    ...(differing(report).length > 0 ? ['  not as published'] : []),
    ...(broken(report).length > 0 ? ['  claim broken'] : []),
    ...(impossible(report).length > 0 ? ['  FORBIDDEN OUTCOME SEEN'] : []),
  ]
  return texts.map((text) => paint('bad', text)).join('')
}

/** What all tests come to. */
export function summaryEnd(reports: readonly LitmusReport[], look: Look): string {
  const states = reports.flatMap(({ under }) => under).reduce((n, { distinct }) => n + distinct, 0)
  const known = reports.flatMap(({ under, published }) => under.filter(({ model }) => published[model] !== undefined))
  const unlike = reports.reduce((n, report) => n + differing(report).length, 0)
  const text = `${plural(reports.length, 'test')}, ${plural(states, 'state')} explored. Of ${plural(known.length, 'verdict')} that are published, ${unlike === 0 ? 'all are' : `${known.length - unlike} are`} as published.`
  return `\n${paragraph(text, look.columns).join('\n')}\n`
}

function widthOf(tests: readonly LibraryTest[]): number {
  return Math.max(0, ...tests.map(({ test }) => test.name.length))
}
