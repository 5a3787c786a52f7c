import type { Finding, Way } from '../prove/examine.js'
import type { Theory } from '../prove/theory.js'
import type { LemmaReport, TheoryReport } from './prove.js'
import type { Look } from './report.js'
import { type Paint, painter, type Style } from './style.js'
import { duration, listing, paragraph, plural, wrap } from './text.js'

/** A line for each theory and each of its lemmas. */
export function theoriesText(theories: readonly Theory[], look: Look): string {
  return theories
    .map((one) => {
      const { small } = one.theory
      const lemmas = Object.entries(one.lemmas(small)).flatMap(([name, { expected }]) =>
        wrap(`${name}${expected === 'false' ? ' (known to be false)' : ''}`, look.columns - 2, 2).map((l) => `  ${l}`),
      )
      return [...titleLines(one.theory, look), ...lemmas].map((line) => `${line}\n`).join('')
    })
    .join('\n')
}

/** The head of the table that has a row for each lemma. */
export function proveHead({ theory }: Theory, look: Look): string {
  const columns = columnsOf(theory)
  const room = ' '.repeat(nameWidth(theory, look))
  const row = (cells: readonly string[]) => `${room}${cells.map((c) => c.padStart(CELL)).join('')}\n`
  const title = titleLines(theory, look).map((line) => `${line}\n`)
  return `${title.join('')}\n${row(columns.map((c) => c.title))}${row(columns.map((c) => c.words))}`
}

export function proveRow({ theory }: Theory, report: LemmaReport, look: Look): string {
  const paint = painter(look.colours)
  const width = nameWidth(theory, look)
  const [first, ...rest] = wrap(report.name, width - 1, 2)
  const cells = columnsOf(theory).map((column) => cell(column.of(report.findings), report, paint))
  const mark = report.outcome === 'unexpected' ? paint('bad', '  NOT AS EXPECTED') : ''
  return `${first!.padEnd(width)}${cells.join('')}${mark}\n${rest.map((line) => `${line}\n`).join('')}`
}

/** What the table leaves out: the values for which lemmas fail, why a proof did not end, how long the terms are. */
export function proveEnd(report: TheoryReport, look: Look): string {
  const paint = painter(look.colours)
  const failed = report.lemmas.flatMap((lemma) => failureLines(lemma, look, paint))
  // Whoever is in a hurry knows that not all was tried.
  const open = report.proves ? report.lemmas.flatMap((lemma) => openLines(lemma, look)) : []
  return [...failed, ...open, ...operationLines(report, look), '', ...endLines(report, look)]
    .map((line) => `${line}\n`)
    .join('')
}

const CELL = 12

interface Column {
  readonly title: string
  readonly words: string
  of(findings: readonly Finding[]): readonly Finding[]
}

function columnsOf({ small, widths }: Theory['theory']): readonly Column[] {
  const by = (way: Way, width?: number) => (findings: readonly Finding[]) =>
    findings.filter((f) => f.way === way && (width === undefined || f.width === width))
  return [
    { title: 'every word', words: `of ${small} bits`, of: by('exhaustive') },
    { title: 'random', words: listing(widths.map(String)), of: by('sampled') },
    ...widths.map((width) => ({ title: 'proved', words: `for ${width}`, of: by('proved', width) })),
  ]
}

function nameWidth(theory: Theory['theory'], { columns }: Look): number {
  return Math.max(20, columns - columnsOf(theory).length * CELL)
}

/** A verdict and how long it took; of several widths, the worst verdict. */
function cell(findings: readonly Finding[], { expected }: LemmaReport, paint: Paint): string {
  if (findings.length === 0) return '-'.padStart(CELL)
  const verdict = (['false', 'inconclusive', 'holds'] as const).find((v) => findings.some((f) => f.verdict === v))!
  const word = { false: 'false', inconclusive: 'open', holds: 'holds' }[verdict]
  if (findings.every(({ isLeftOpen }) => isLeftOpen)) return paint('unsure', 'open'.padStart(CELL))
  const seconds = findings.reduce((sum, f) => sum + f.seconds, 0)
  return paint(styleOf(verdict, expected), `${word} ${time(seconds)}`.padStart(CELL))
}

function styleOf(verdict: Finding['verdict'], expected: LemmaReport['expected']): Style {
  if (verdict === 'inconclusive') return 'unsure'
  return (verdict === 'false') === (expected === 'false') ? 'good' : 'bad'
}

function time(seconds: number): string {
  return `${seconds.toFixed(seconds < 9.95 ? 1 : 0)} s`
}

function titleLines({ name, summary, source }: Theory['theory'], look: Look): string[] {
  const title = summary === null ? name : `${name} — ${summary}`
  return [...wrap(title, look.columns, 2), ...(source === null ? [] : [`  ${source}`])]
}

function failureLines({ name, expected, shown }: LemmaReport, look: Look, paint: Paint): string[] {
  if (shown === null) return []
  const known = expected === 'false' ? ', as is known' : ''
  const words = `"${name}" is ${paint(expected === 'false' ? 'strong' : 'bad', 'false')}${known}; words of ${shown.width} bits:`
  const width = Math.max(...Object.keys(shown.values).map((n) => n.length))
  const values = Object.entries(shown.values).flatMap(([variable, text]) =>
    wrap(`${variable.padEnd(width)}  ${text}`, look.columns - 2, width + 2).map((line) => `  ${line}`),
  )
  return ['', ...paragraph(words, look.columns), ...values]
}

function openLines({ name, findings }: LemmaReport, look: Look): string[] {
  return findings
    .filter(({ verdict }) => verdict === 'inconclusive')
    .flatMap(({ way, width, reason, seconds, isLeftOpen }) => {
      if (isLeftOpen) return ['', ...paragraph(`"${name}" is left open for ${width} bits: ${reason}.`, look.columns)]
      const what = { exhaustive: 'trying all words', sampled: 'random words', proved: 'the proof' }[way]
      return [
        '',
        ...paragraph(`"${name}": ${what} of ${width} bits ended after ${duration(seconds)}: ${reason}.`, look.columns),
      ]
    })
}

function operationLines({ theory, operations }: TheoryReport, look: Look): string[] {
  if (operations.length === 0) return []
  const each = operations.map(({ name, counts }) => `${name} ${counts.map((c) => c.operations).join(' and ')}`)
  const widths = listing(theory.widths.map(String))
  return ['', ...paragraph(`Operations on words of ${widths} bits: ${each.join(', ')}.`, look.columns)]
}

function endLines({ lemmas, limit, proves }: TheoryReport, look: Look): string[] {
  const number = (outcome: LemmaReport['outcome']) => lemmas.filter((l) => l.outcome === outcome).length
  const known = lemmas.filter((l) => l.outcome === 'expected' && l.expected === 'false').length
  const open = lemmas.filter((l) => l.outcome === 'expected' && l.findings.some((f) => f.isLeftOpen)).length
  const parts = [
    ...(proves ? [`${number('expected') - known - open} proved`] : ['none proved (--quick)']),
    ...(open > 0 ? [`${open} left open, as is declared`] : []),
    ...(known > 0 ? [`${known} false, as is known`] : []),
    ...(number('unexpected') > 0 ? [`${number('unexpected')} not as expected`] : []),
    ...(number('inconclusive') > 0 ? [`${number('inconclusive')} ${proves ? 'inconclusive' : 'only tried'}`] : []),
  ]
  const limits = `Limit of each ${proves ? 'proof' : 'way of trying one'}: ${duration(limit)}${proves ? ' (--timeout)' : ''}.`
  return paragraph(`${plural(lemmas.length, 'lemma')}: ${parts.join(', ')}. ${limits}`, look.columns)
}
