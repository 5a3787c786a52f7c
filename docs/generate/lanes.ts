import { plainPlaces } from '../../src/report/places.js'
import { effectsOf, picksOf } from '../../src/report/run-text.js'
import type { Account } from '../../src/trace/account.js'
import type { Counterexample, RecordedStep } from '../../src/trace/counterexample.js'
import { code, plain, table } from './markdown.js'

/** A run as a table: a column for each process that acts in it, one for what acts by itself, and what comes of every step. */
export function lanes(run: Counterexample, account: Account | null): string {
  if (run.steps.length === 0) return ''
  const who = [...new Set(run.steps.map((s) => s.process))].sort(byName)
  const rows = run.steps.map((step, i) => [
    String(i + 1),
    ...who.map((process) => (process === step.process ? doing(step, picksOf(step, i, account)) : '')),
    cameOf(step, i, account),
  ])
  if (run.loop !== null)
    rows.splice(run.loop.to, 0, marked(run.loop.stutters ? 'then nothing, for ever' : 'then for ever:', who.length))
  const isTold = account?.steps.some(({ said }) => Object.keys(said).length > 0) ?? false
  const titles = ['', ...who.map((process) => process ?? 'actions'), isTold ? 'what happens' : 'what changes']
  const columns = titles.map((title, i) => ({ title, right: i === 0 }))
  return table(columns, [...rows, ...places(run, who)])
}

function cameOf(step: RecordedStep, i: number, account: Account | null): string {
  const { said, changes } = effectsOf(step, i, account)
  return [...said.map(plain), ...changes.map(code)].join('<br>')
}

/** Where each process stands at the end, in a last row; none if no process has acted. */
function places(run: Counterexample, who: readonly (string | null)[]): string[][] {
  const at = new Map(plainPlaces(run).map((p) => [p.process, p.at]))
  const cells = who.map((process) => (process === null ? undefined : at.get(process)))
  if (cells.every((label) => label === undefined)) return []
  return [['', ...cells.map((label) => (label === undefined ? '' : `at *${plain(label)}*`)), '']]
}

function marked(text: string, lanesOf: number): string[] {
  return ['', `*${text}*`, ...Array.from({ length: lanesOf }, () => '')]
}

function doing({ label, arguments: given, changes }: RecordedStep, picked: readonly string[]): string {
  const values = Object.entries(given).map(([name, value]) => `${name}: ${String(value)}`)
  // A label that was picked to go to is told by the step that follows.
  const chosen = picked.filter((value) => !changes.some((c) => c.path.endsWith('.at') && c.after === value))
  return [
    plain(label),
    ...(values.length === 0 ? [] : [plain(`(${values.join(', ')})`)]),
    ...(chosen.length === 0 ? [] : [plain(`[picked ${chosen.join(', ')}]`)]),
  ].join(' ')
}

/** `cpu 2` before `cpu 10`; what is no process comes last. */
function byName(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return a.localeCompare(b, 'en', { numeric: true })
}
