import type { Ledger, PropertyResult } from '../search/check.js'
import { limitText } from './limit-text.js'
import { listing, plural } from './text.js'

const TEMPORAL: ReadonlySet<string> = new Set(['leadsTo', 'eventually', 'alwaysEventually', 'eventuallyAlways'])

/** What verdicts on whole runs rest on: what is assumed of runs, and which were looked at. */
export function livenessText(
  { fairness, liveness }: Pick<Ledger, 'fairness' | 'liveness'>,
  properties: readonly Pick<PropertyResult, 'kind'>[],
): string[] {
  if (!properties.some((p) => TEMPORAL.has(p.kind))) return []
  if (liveness === null || liveness === undefined) return ['Temporal properties were not judged.']
  const { states, steps, limit, stepsOutside, lostStates } = liveness
  const assumed = fairness.length === 0 ? 'no fairness: a run may stop anywhere' : listing(fairness)
  const seen = `Temporal properties were judged over ${plural(states, 'state')} and ${plural(steps, 'step')}, assuming ${assumed}.`
  return [
    [
      seen,
      ...(limit === null ? [] : [`${limitText(limit)}: runs beyond are not judged.`]),
      ...(stepsOutside === 0
        ? []
        : [`${plural(stepsOutside, 'step')} out of the state constraint counted as possible, and no run took them.`]),
      ...(lostStates === 0
        ? []
        : [`From ${plural(lostStates, 'state')}, every fair run leaves it and was not judged.`]),
    ].join(' '),
  ]
}
