import { match, P } from 'ts-pattern'
import type { Difference } from '../schema/difference.js'
import type { Event } from '../search/expansion.js'
import { describeUsage, type UsageError } from '../system/errors.js'
import type { RecordedChange, RecordedStep } from './counterexample.js'
import type { Part } from './version.js'

/** Why a recorded run is no longer what it was. Steps are counted from 1; 0 is the initial state. */
export type StaleError =
  | { readonly tag: 'not configurable'; readonly error: UsageError }
  | { readonly tag: 'not buildable'; readonly message: string }
  | { readonly tag: 'property gone'; readonly property: string; readonly known: readonly string[] }
  | { readonly tag: 'property of another kind'; readonly property: string; readonly was: string; readonly is: string }
  | { readonly tag: 'wrong end'; readonly kind: string }
  | { readonly tag: 'nobody'; readonly property: string; readonly of: string | null }
  | { readonly tag: 'no such initial state' }
  | { readonly tag: 'other initial state'; readonly differences: readonly Difference[] }
  | { readonly tag: 'initial state of another type'; readonly expected: string }
  | {
      readonly tag: 'label gone'
      readonly step: number
      readonly wanted: RecordedStep
      readonly known: readonly string[]
    }
  | {
      readonly tag: 'not possible here'
      readonly step: number
      readonly wanted: RecordedStep
      readonly possible: readonly Event[]
    }
  | {
      readonly tag: 'other effect'
      readonly step: number
      readonly wanted: RecordedStep
      readonly changes: readonly RecordedChange[]
    }
  | { readonly tag: 'model fails'; readonly step: number; readonly where: string; readonly message: string }
  | { readonly tag: 'outside the constraint'; readonly step: number }
  | { readonly tag: 'broken earlier'; readonly step: number; readonly steps: number; readonly property: string }
  | { readonly tag: 'holds now'; readonly step: number; readonly property: string; readonly kind: string }
  | { readonly tag: 'not stuck'; readonly step: number; readonly possible: readonly Event[] }
  | { readonly tag: 'may stop here'; readonly step: number }
  | {
      readonly tag: 'loop open'
      readonly step: number
      readonly to: number
      readonly differences: readonly Difference[]
    }
  | { readonly tag: 'holds for ever'; readonly property: string; readonly of: string | null }
  | { readonly tag: 'unfair'; readonly unit: string; readonly strength: 'weak' | 'strong'; readonly stutters: boolean }
  /** The run was found under assumptions of its own, which the model can no longer be given, or which the file cannot hold. */
  | { readonly tag: 'assumption lost'; readonly problem: string }
  | { readonly tag: 'assumption not told'; readonly assumed: readonly string[] }
  | { readonly tag: 'no fault now'; readonly step: number; readonly message: string }
  | { readonly tag: 'other fault'; readonly step: number; readonly was: string; readonly is: string }

/** What no longer fits, and which parts of the model differ from those that the run was recorded with. */
export interface Stale {
  readonly error: StaleError
  readonly changed: readonly Part[]
}

/** One or two sentences: what changed, and where. */
export function describeStale({ error, changed }: Stale): string {
  const since =
    changed.length === 0
      ? 'Nothing that the model declares has changed since it was recorded: a step or a property behaves differently.'
      : `Changed in the model since it was recorded: ${changed.join(', ')}.`
  return `${describeStaleError(error)}. ${error.tag === 'not configurable' || error.tag === 'not buildable' ? '' : since}`.trim()
}

function describeStaleError(error: StaleError): string {
  return match(error)
    .with({ tag: 'not configurable' }, (e) => describeUsage(e.error))
    .with({ tag: 'not buildable' }, (e) => `the model cannot be built with the recorded parameters: ${e.message}`)
    .with({ tag: 'property gone' }, (e) => `there is no property "${e.property}" any more; ${listed(e.known)}`)
    .with(
      { tag: 'property of another kind' },
      (e) => `the property "${e.property}" was of kind ${e.was} and is now of kind ${e.is}`,
    )
    .with(
      { tag: 'wrong end', kind: P.union('leadsTo', 'eventually', 'alwaysEventually', 'eventuallyAlways') },
      (e) => `only a run that never ends breaks a property of kind ${e.kind}, and the recorded one ends`,
    )
    .with(
      { tag: 'wrong end' },
      (e) => `a run that ends decides a property of kind ${e.kind}, and the recorded one never ends`,
    )
    .with({ tag: 'nobody', of: P.string }, (e) => `"${e.property}" is not asked of ${e.of} any more`)
    .with({ tag: 'nobody' }, (e) => `"${e.property}" was asked of the system, and is now asked of each of several`)
    .with({ tag: 'no such initial state' }, () => 'the recorded initial state cannot be chosen any more')
    .with(
      { tag: 'other initial state' },
      (e) => `the initial state is another: ${changesText(e.differences, '; ')} (recorded → now)`,
    )
    .with(
      { tag: 'initial state of another type' },
      (e) => `the recorded initial state is not a state of the model any more: ${e.expected}`,
    )
    .with(
      { tag: 'label gone' },
      (e) => `step ${e.step}: there is no ${stepText(e.wanted)} any more; ${listed(e.known)}`,
    )
    .with(
      { tag: 'not possible here' },
      (e) => `step ${e.step}: ${stepText(e.wanted)} is not possible here; ${possibleText(e.possible)}`,
    )
    .with(
      { tag: 'other effect' },
      (e) =>
        `step ${e.step}: ${stepText(e.wanted)} has another effect: recorded ${changesText(e.wanted.changes)}; now ${changesText(e.changes)}`,
    )
    .with({ tag: 'model fails' }, (e) => `${after(e.step)} the model itself fails in ${e.where}: ${e.message}`)
    .with(
      { tag: 'outside the constraint' },
      (e) => `${after(e.step)} the run leaves the state constraint, beyond which nothing is explored`,
    )
    .with(
      { tag: 'broken earlier' },
      (e) => `"${e.property}" is decided ${after(e.step)} already, and the recorded run goes on to step ${e.steps}`,
    )
    .with({ tag: 'holds now', kind: 'reachable' }, (e) => `"${e.property}" is not reached ${after(e.step)} any more`)
    .with({ tag: 'holds now' }, (e) => `"${e.property}" holds ${after(e.step)}: the run breaks it no longer`)
    .with(
      { tag: 'not stuck' },
      (e) => `the run ended in a deadlock ${after(e.step)}, and now it can go on: ${possibleText(e.possible)}`,
    )
    .with({ tag: 'may stop here' }, (e) => `the run ended in a deadlock ${after(e.step)}, where the model may now stop`)
    .with(
      { tag: 'loop open' },
      (e) =>
        `the run went round for ever, and does not close any more: ${after(e.step)} it is not where it was ${after(e.to)}: ${changesText(e.differences, '; ')}`,
    )
    .with(
      { tag: 'holds for ever' },
      (e) =>
        `"${e.property}" holds of the run that never ends${e.of === null ? '' : ` for ${e.of}`}: it is broken no longer`,
    )
    .with(
      { tag: 'unfair', stutters: true },
      (e) => `the run may not stay where it ends: by ${e.strength} fairness, "${e.unit}" has to go on there`,
    )
    .with(
      { tag: 'unfair' },
      (e) =>
        `the run may not go round for ever: by ${e.strength} fairness, "${e.unit}" has to act, as it could ${e.strength === 'weak' ? 'all along' : 'again and again'}`,
    )
    .with({ tag: 'assumption lost' }, (e) => `the run cannot be assumed to be fair as it was: ${e.problem}`)
    .with(
      { tag: 'assumption not told' },
      (e) =>
        `the run was found assuming ${e.assumed.join(' and ')}; which steps those are is in no file, so that a replay has to be given it`,
    )
    .with({ tag: 'no fault now' }, (e) => `${after(e.step)} the model failed (${e.message}), and now it does not`)
    .with(
      { tag: 'other fault' },
      (e) => `${after(e.step)} the model fails otherwise than recorded: ${e.is}; it was: ${e.was}`,
    )
    .exhaustive()
}

function after(step: number): string {
  return step === 0 ? 'in the initial state' : `after step ${step}`
}

/** `"wait" of cpu 1`, `"send" (to: 2)`. */
export function stepText(step: Pick<Event, 'process' | 'label' | 'arguments' | 'choices'>): string {
  const given = Object.entries(step.arguments).map(([name, value]) => `${name}: ${String(value)}`)
  return match(step)
    .with({ process: P.string }, (s) => `"${s.label}" of ${s.process}`)
    .otherwise((s) => (given.length === 0 ? `"${s.label}"` : `"${s.label}" (${given.join(', ')})`))
    .concat(step.choices.length === 0 ? '' : ` with choice ${step.choices.join(', ')}`)
}

function possibleText(possible: readonly Event[]): string {
  const names = [...new Set(possible.map(stepText))]
  if (names.length === 0) return 'nothing is possible'
  const shown = names.slice(0, 6).join(', ')
  return `possible: ${shown}${names.length > 6 ? `, and ${names.length - 6} more` : ''}`
}

/** How many changes, and how much of a value, a sentence can hold: the files and `--verbose` hold them all. */
const CHANGES = 6
const VALUE = 80

function changesText(changes: readonly RecordedChange[], between = ', '): string {
  if (changes.length === 0) return 'no change'
  const more = changes.length > CHANGES ? [`and ${changes.length - CHANGES} more`] : []
  return [...changes.slice(0, CHANGES).map(changeText), ...more].join(between)
}

function changeText({ path, before, after }: RecordedChange): string {
  return `${path}: ${brief(before)} → ${brief(after)}`
}

function brief(value: string): string {
  return value.length > VALUE ? `${value.slice(0, VALUE)} …` : value
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'there are none' : `there are ${names.map((n) => `"${n}"`).join(', ')}`
}
