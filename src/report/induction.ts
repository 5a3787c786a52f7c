import { match } from 'ts-pattern'
import type { Model } from '../model/model.js'
import { describeFault } from '../schema/failure.js'
import type { Verdict } from '../search/check.js'
import type { Event } from '../search/expansion.js'
import type { CounterexampleToInduction, InductionResult } from '../search/induction.js'
import { accountOfStates } from '../trace/account.js'
import type { RecordedChange, RecordedStep } from '../trace/counterexample.js'
import { pickedText } from '../trace/picked.js'
import { document } from './json.js'
import { beyondText } from './ledger.js'
import type { Look } from './report.js'
import { runText } from './run-text.js'
import { stateLines } from './state-text.js'
import { painter, type Style } from './style.js'
import { count, listing, paragraph, plural, quoted, settings, wrap } from './text.js'
import { FAILS } from './vacuous-text.js'

/** What came of asking whether invariants of a model prove themselves. */
export interface InductionReport {
  readonly model: Model
  readonly result: InductionResult
}

const VERDICT: Record<Verdict, { readonly words: string; readonly style: Style }> = {
  holds: { words: 'inductive', style: 'good' },
  violated: { words: 'NOT INDUCTIVE', style: 'bad' },
  inconclusive: { words: 'inconclusive', style: 'unsure' },
}

/** The verdict, the step that breaks it if there is one, and how much was looked at. */
export function inductionText({ model, result }: InductionReport, look: Look): string {
  const { columns } = look
  const paint = painter(look.colours)
  const { words, style } = VERDICT[result.verdict]
  const set = settings(model.parameters)
  const summary = model.summary === null ? '' : ` — ${model.summary}`
  const relying = result.assumed.length === 0 ? [] : [`relying on ${listing(result.assumed.map(quoted))}`]
  const { counterexample } = result
  return `${[
    ...wrap(`${model.name}${summary}`, columns, 2).map((line, i) => (i === 0 ? paint('strong', line) : line)),
    ...(set.length === 0 ? [] : paragraph(`with ${set.join(', ')}`, columns, 2)),
    ...(model.leftOut.length === 0 ? [] : paragraph(`without ${model.leftOut.map(quoted).join(', ')}`, columns, 2)),
    '',
    ...paragraph(`${words}: ${listing(result.claim.map(quoted))}`, columns, 2).map((l) => paint(style, l)),
    ...(result.vacuous ? paragraph(vacuousText(result), columns, 2).map((l) => paint('unsure', l)) : []),
    ...relying.flatMap((line) => paragraph(line, columns, 2)),
    ...(counterexample === null ? [] : ['', ...counterexampleText(counterexample, model, result, look)]),
    '',
    ...paragraph(seenText(result), columns, 2).map((line) => paint('faint', line)),
  ].join('\n')}\n\n`
}

/** What there is none of, so that nothing could have broken it. */
function vacuousText({ satisfying }: InductionResult): string {
  const none = satisfying === 0 ? 'no state within the constraint satisfies it' : 'the model has no initial state'
  return `Only because it could not fail: ${none}. ${FAILS}`
}

function counterexampleText(
  found: CounterexampleToInduction,
  model: Model,
  result: InductionResult,
  look: Look,
): string[] {
  const { columns } = look
  const holds = subject(result, 'holds', 'all of them hold')
  const shown = (state: unknown) => stateLines(state, accountOfStates(model, [state], []).start, look)
  const says = (text: string) => paragraph(text, columns, 2)
  return match(found)
    .with({ tag: 'initial' }, ({ event, after, broken }) => [
      ...says(`In an initial state, ${brokenText(broken)}:`),
      '',
      ...chosenText(event, columns),
      ...shown(after),
    ])
    .with({ tag: 'step' }, ({ before, event, after, changes, broken }) => [
      ...says(`From a state in which ${holds}, a step leads to one in which ${brokenText(broken)}:`),
      '',
      ...shown(before),
      ...runText(
        { initial: null, steps: [stepOf(event, changes)], loop: null },
        accountOfStates(model, [before, after], [event]),
        look,
      ),
      '',
      ...says(
        'Whether any run comes to the state before is another question. If none does, this is no violation: what is missing is an invariant that excludes that state.',
      ),
    ])
    .with({ tag: 'fault' }, ({ before, event, fault }) => [
      ...says(`In a state in which ${holds}, the model itself fails in ${doerOf(event)}: ${describeFault(fault)}.`),
      '',
      ...shown(before),
    ])
    .exhaustive()
}

/** Of one invariant, or of several together. */
function subject({ claim }: InductionResult, one: string, several: string): string {
  return claim.length === 1 ? `it ${one}` : several
}

function brokenText(broken: readonly string[]): string {
  return `${listing(broken.map(quoted))} ${broken.length === 1 ? 'does' : 'do'} not hold`
}

function chosenText({ picked }: Event, columns: number): string[] {
  return picked.length === 0 ? [] : paragraph(`chosen: ${picked.map(pickedText).join(', ')}`, columns, 2)
}

function doerOf(event: Event | null): string {
  if (event === null) return 'a condition'
  return event.process === null ? quoted(event.label) : `${quoted(event.label)} of ${event.process}`
}

function stepOf(event: Event, changes: readonly RecordedChange[]): RecordedStep {
  const { process, label, choices, picked } = event
  const given = event.arguments as RecordedStep['arguments']
  return { process, label, arguments: given, choices, picked: picked.map(pickedText), changes }
}

/** How much was looked at, and what that is worth. */
function seenText(result: InductionResult): string {
  const { verdict, coverage, states, possible, satisfying, steps, seed, beyond } = result
  const of = possible === Number.POSITIVE_INFINITY ? 'more than can be counted' : large(possible)
  const taken = `${subject(result, 'holds', 'all hold')} in ${count(satisfying)} of them, with ${plural(steps, 'step')}`
  if (states === 0) return 'No further state was looked at.'
  if (coverage === 'exhaustive')
    return verdict === 'violated'
      ? `Of the ${of} states that the type has, ${count(states)} were gone through until then; ${taken}.`
      : `Exhaustive: all ${of} states that the type has; ${taken}.${beyondText(beyond)}`
  const drawn = `Sampled: ${plural(states, 'state')} out of ${of} (seed ${seed})`
  if (verdict === 'violated') return `${drawn}, and the one that broke it made small; ${taken}.`
  return `${drawn}; ${taken}. That none breaks it does not show that none does.${beyondText(beyond)}`
}

/** `1,234`, `2.0·10^15`. */
function large(n: number): string {
  if (n < 1e9) return count(n)
  const power = Math.floor(Math.log10(n))
  return `${(n / 10 ** power).toFixed(1)}·10^${power}`
}

/** One entry for each model, with the counterexample as plain data. */
export function inductionsJson(reports: readonly InductionReport[]): string {
  return document({
    inductions: reports.map(({ model, result }) => ({
      model: model.name,
      parameters: model.parameters,
      without: model.leftOut,
      ...result,
      // What cannot be counted has no number in JSON.
      possible: Number.isFinite(result.possible) ? result.possible : null,
      counterexample: result.counterexample && counterexampleJson(result.counterexample),
    })),
  })
}

function counterexampleJson(found: CounterexampleToInduction): object {
  const { event } = found
  const step = event === null ? null : stepOf(event, 'changes' in found ? found.changes : [])
  return {
    tag: found.tag,
    before: 'before' in found ? found.before : null,
    step: found.tag === 'initial' ? null : step,
    after: 'after' in found ? found.after : null,
    broken: 'broken' in found ? found.broken : [],
    failure: found.tag === 'fault' ? describeFault(found.fault) : null,
  }
}
