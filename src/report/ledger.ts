import { match, P } from 'ts-pattern'
import type { Limit } from '../search/outcome.js'
import type { CheckReport } from './report.js'
import { bytes, count, duration, listing, plural, quoted } from './text.js'

/** What the verdict rests on, in sentences: how much was looked at, how sure that is, and what never happened. */
export function ledgerText({ states, ledger, seconds }: CheckReport): string[] {
  const counts = `${count(states.generated)} generated, ${plural(states.depth, 'level')}, ${duration(seconds)}`
  const seen = match(ledger.coverage)
    .with('exhaustive', () => `Exhaustive: all ${plural(states.distinct, 'reachable state')} (${counts}).`)
    .with('bounded', () => `Bounded: ${plural(states.distinct, 'state')} seen (${counts}).`)
    .with('sampled', () => `Sampled: ${plural(states.distinct, 'state')} seen (${counts}).`)
    .exhaustive()
  const ended = ledger.limit === null ? '' : ` ${limitText(ledger.limit)}; ${leftText(ledger.limit.frontier)}.`
  const excluded =
    ledger.excludedByConstraint === 0
      ? ''
      : ` The state constraint left out ${plural(ledger.excludedByConstraint, 'state')}: nothing is said of runs beyond them.`
  return [
    seen + ended + excluded,
    storageText(ledger, states.distinct),
    ...neverText(ledger.neverTaken, ledger.limit === null),
  ]
}

function limitText(limit: Limit): string {
  return match(limit)
    .with({ tag: 'states' }, (l) => `It ended at ${plural(l.limit, 'state')} (--max-states)`)
    .with({ tag: 'depth' }, (l) => `It ended at ${plural(l.limit, 'level')} (--max-depth)`)
    .with({ tag: 'time' }, (l) => `It ended after ${duration(l.limit)} (--timeout)`)
    .with({ tag: 'memory' }, (l) => `It ended at ${bytes(l.limit)} (--max-memory)`)
    .with({ tag: 'samples' }, (l) => `It ended after ${plural(l.limit, 'run')}`)
    .with({ tag: P.union('preemptions', 'delays') }, (l) => `It looked at runs with at most ${count(l.limit)} ${l.tag}`)
    .with({ tag: 'interrupted' }, () => 'It was interrupted')
    .with({ tag: 'violation' }, () => 'It ended at the level of the first violation')
    .exhaustive()
}

function leftText(frontier: number): string {
  return frontier === 0
    ? 'nothing was left'
    : `${plural(frontier, 'state')} ${frontier === 1 ? 'was' : 'were'} not looked into`
}

/** In few states, the tables' least size would pass for the size of a state. */
const ENOUGH = 10_000

function storageText(ledger: CheckReport['ledger'], distinct: number): string {
  const size = distinct < ENOUGH ? '' : `, ${Math.round(ledger.bytesPerState)} bytes each`
  if (ledger.storage === 'exact') return `States stored whole${size}: none can be taken for another.`
  const p = chance(ledger.collisionProbability)
  return `States stored as 64-bit fingerprints${size}; chance that two were taken for one: ${p}.`
}

/** A probability in words: `below 1 in 10^12`. */
function chance(p: number): string {
  return p <= 0 ? 'none' : `below 1 in 10^${Math.max(0, Math.floor(-Math.log10(p)))}`
}

function neverText(neverTaken: readonly string[], exhaustive: boolean): string[] {
  if (neverTaken.length === 0) return []
  const shown = neverTaken.slice(0, 8).map(quoted)
  const more = neverTaken.length > shown.length ? [`${neverTaken.length - shown.length} more`] : []
  return [`${exhaustive ? 'Never possible' : 'Not taken'}: ${listing([...shown, ...more])}.`]
}
