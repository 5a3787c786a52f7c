import { match, P } from 'ts-pattern'
import type { Scope } from '../search/scope.js'
import { chance, count, plural } from './text.js'

/** Of a search that is not meant to see everything: what it has looked at, and what that is worth. */
export function scopeText(scope: Scope): string {
  return match(scope)
    .with(
      { tag: 'bitstate' },
      (s) =>
        `Bitstate: ${plural(s.hashes, 'bit')} of ${count(s.bits)} for each state (seed ${s.seed}). By expectation ${expected(s.expectedOmissions)} taken for others and dropped, and with them what only they lead to; chance that one more would have been: ${chance(s.omissionProbability)}. No proof that nothing is broken.`,
    )
    .with(
      { tag: 'random walk' },
      (s) =>
        `${plural(s.runs, 'run')} at random (seed ${s.seed}), the longest of ${count(s.longest)} of at most ${plural(s.steps, 'step')}; ${lastNew(s.lastNew)}. No guarantee of any kind.`,
    )
    .with({ tag: 'pct' }, pctText)
    .with(
      { tag: P.union('preemptions', 'delays'), complete: -1 },
      (s) => `Not even all runs without ${s.tag} were seen.`,
    )
    .with(
      { tag: P.union('preemptions', 'delays') },
      (s) =>
        `All runs with at most ${plural(s.complete, s.tag.slice(0, -1))} were seen; nothing is said of those with more.`,
    )
    .exhaustive()
}

/** The guarantee is a lower bound; often a run is likelier to show a violation than that. */
function pctText({
  seed,
  runs,
  threads,
  depth,
  steps,
  counted,
  perRun,
  overall,
  drew,
}: Extract<Scope, { tag: 'pct' }>) {
  const made = `${plural(runs, 'run')} with random priorities of ${plural(threads, 'thread')} (seed ${seed}).`
  if (counted === 0) return `${made} All of them measured how long runs are: no guarantee.`
  const given = drew ? ' with the right initial state and choices, which were drawn at random as well,' : ''
  return `${made} If a violation can be brought about by ${plural(depth, 'ordering constraint')} within ${plural(steps, 'step')}, one run${given} shows it with a chance of at least 1 in ${count(1 / perRun)}, and one of the ${count(counted)} that count with at least ${percent(overall)}.`
}

function percent(p: number): string {
  // Never more than is guaranteed.
  return p < 0.0001 ? 'under 0.01%' : `${Math.floor(p * 10_000) / 100}%`
}

function expected(states: number): string {
  if (states < 0.01) return 'fewer than 0.01 states were'
  return states < 10 ? `${states.toFixed(2)} states were` : `${plural(states, 'state')} were`
}

function lastNew(run: number): string {
  return run === 0 ? 'none found a new state' : `run ${count(run)} was the last to find a new state`
}
