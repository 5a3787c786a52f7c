import { match } from 'ts-pattern'
import type { Ledger } from '../search/check.js'
import type { Cut } from '../search/cuts.js'
import type { Abandoned, Counts } from '../search/outcome.js'
import { leftText, limitText } from './limit-text.js'
import { livenessText } from './liveness-text.js'
import type { CheckReport } from './report.js'
import { scopeText } from './scope-text.js'
import { chance, count, duration, listing, plural, quoted } from './text.js'

/** What the verdict rests on, in sentences: how much was looked at, how sure that is, and what never happened. */
export function ledgerText({ states, ledger, properties, seconds }: CheckReport): string[] {
  return [
    seenText(ledger, states, seconds),
    ...(ledger.scope === null ? [] : [scopeText(ledger.scope)]),
    ...reductionsText(ledger),
    ...storageText(ledger, states.distinct),
    ...livenessText(ledger, properties),
    ...neverText(ledger.neverTaken, ledger.coverage === 'exhaustive'),
  ]
}

function seenText(ledger: Ledger, states: Counts, seconds: number): string {
  // Other searches do not go level by level.
  const length = ledger.strategy === 'breadth-first' ? 'level' : 'state'
  const counts = [
    ledger.strategy,
    ...(ledger.workers === 1 ? [] : [plural(ledger.workers, 'worker')]),
    `${count(states.generated)} generated`,
    length === 'level' ? plural(states.depth, 'level') : `the longest run of ${plural(states.depth, length)}`,
    duration(seconds),
  ].join(', ')
  const all = ledger.reductions.length === 0 ? 'reachable state' : 'state that the reductions leave'
  const seen = match(ledger.coverage)
    .with('exhaustive', () => `Exhaustive: all ${counted(states.distinct, all)} (${counts}).`)
    .with('bounded', () => `Bounded: ${plural(states.distinct, 'state')} seen (${counts}).`)
    .with('sampled', () => `Sampled: ${plural(states.distinct, 'state')} seen (${counts}).`)
    .exhaustive()
  const excluded =
    ledger.excludedByConstraint === 0
      ? ''
      : ` The state constraint left out ${plural(ledger.excludedByConstraint, 'state')}: nothing is said of runs beyond them.`
  return seen + endedText(ledger) + excluded + beyondText(ledger.beyond)
}

function endedText({ limit, coverage, strategy }: Ledger): string {
  if (limit === null) return ''
  // Of a sample, nothing can be said about what is left.
  const left = coverage === 'sampled' ? '' : `; ${leftText(limit, strategy)}`
  return ` ${limitText(limit, strategy)}${left}.`
}

/** What the model's own bounds have cut off. */
export function beyondText(cuts: readonly Cut[]): string {
  if (cuts.length === 0) return ''
  const what = cuts.map(({ bound, steps }) => `${bound} (${plural(steps, 'step')})`)
  return ` The model's own bounds were met, and nothing is said of runs beyond them: ${listing(what)}.`
}

/** `5 reachable states`, `5 states that the reductions leave`. */
function counted(n: number, what: string): string {
  return n === 1 ? `1 ${what}` : `${count(n)} ${what.replace(/state/, 'states')}`
}

/** What makes the count of states another than that of the states themselves. */
function reductionsText({ reductions, abandoned, observers = [] }: Ledger): string[] {
  const remembered = `States are counted together with what is remembered for ${listing(observers.map(quoted))}.`
  return [
    ...(reductions.length === 0 ? [] : [`Reductions: ${reductions.join('; ')}.`]),
    ...(abandoned === null ? [] : [abandonedText(abandoned)]),
    ...(observers.length === 0 ? [] : [remembered]),
  ]
}

function abandonedText({ reduction, states, part }: Abandoned): string {
  const left = part === 0 ? 'no step' : `less than ${Math.ceil(part * 100)} % of the steps`
  return `The reduction "${reduction}" was given up: in the first ${plural(states, 'state')} it had left out ${left}.`
}

/** In few states, the tables' least size would pass for the size of a state. */
const ENOUGH = 10_000

function storageText(ledger: Ledger, distinct: number): string[] {
  // A search that keeps bits only has told what that means.
  if (ledger.storage === 'bits') return []
  const size = distinct < ENOUGH ? '' : `, ${Math.round(ledger.bytesPerState)} bytes each`
  if (ledger.storage === 'exact') return [`States stored whole${size}: none can be taken for another.`]
  const p = chance(ledger.collisionProbability)
  return [`States stored as 64-bit fingerprints${size}; chance that two were taken for one: ${p}.`]
}

function neverText(neverTaken: readonly string[], exhaustive: boolean): string[] {
  if (neverTaken.length === 0) return []
  const shown = neverTaken.slice(0, 8).map(quoted)
  const more = neverTaken.length > shown.length ? [`${neverTaken.length - shown.length} more`] : []
  return [`${exhaustive ? 'Never possible' : 'Not taken'}: ${listing([...shown, ...more])}.`]
}
