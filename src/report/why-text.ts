import { match } from 'ts-pattern'
import type { Difference } from '../schema/difference.js'
import type { Why } from '../search/why.js'
import { stepText } from '../trace/stale.js'
import { stateText } from './state-text.js'
import { quoted, wrap } from './text.js'

type Refinement = Extract<Why, { readonly tag: 'refinement' }>
type Linearizability = Extract<Why, { readonly tag: 'linearizability' }>

/** How many alternatives are worth reading; they come nearest first. */
const ALTERNATIVES = 4

/** Why a run breaks a property that is more than one condition. */
export function whyText(why: Why, columns: number): string[] {
  return match(why)
    .with({ tag: 'refinement' }, (w) => refinementText(w, columns))
    .with({ tag: 'linearizability' }, (w) => linearizabilityText(w, columns))
    .with({ tag: 'remembering' }, (w) => entry('Remembered of the run: ', stateText(w.memory), columns))
    .exhaustive()
}

function refinementText(why: Refinement, columns: number): string[] {
  const name = quoted(why.abstract)
  const shown = why.possible.slice(0, ALTERNATIVES)
  const more = why.possible.length - shown.length
  const could = why.before === null ? `Initial states of ${name}` : `What ${name} could have done there instead`
  return [
    ...meaningText(why, name, columns),
    ...(shown.length === 0 ? wrap(`${could}: none.`, columns - 2).map(indented(2)) : [`  ${could}:`]),
    ...shown.flatMap(({ events, after, changes }) =>
      why.before === null
        ? entry('', stateText(after), columns, 4)
        : entry(`${events.map(stepText).join(', then ')}: `, changesText(changes), columns, 4),
    ),
    ...(more === 0 ? [] : [`    and ${more} more`]),
  ]
}

/** What the step, or the initial state, is in the abstract system. */
function meaningText({ event, before, after, changes }: Refinement, name: string, columns: number): string[] {
  if (before === null) return entry(`The initial state stands for this one of ${name}: `, stateText(after), columns)
  return [
    ...entry(`The step ${stepText(event)} stands for this one of ${name}: `, changesText(changes), columns),
    ...entry('before: ', stateText(before), columns, 4),
    ...entry('after:  ', stateText(after), columns, 4),
  ]
}

function linearizabilityText(why: Linearizability, columns: number): string[] {
  const other = why.possible.length === 0 ? 'it had to wait' : `it could have been ${why.possible.join(' or ')}`
  return [
    ...entry(`What was called and returned, as ${quoted(why.specification)} sees it (by step): `, '', columns),
    ...why.history.flatMap((h) => historyText(h, columns)),
    ...entry('', `In no order of these can ${operationText(why)}: whatever took effect before, ${other}.`, columns),
  ]
}

function historyText({ step, tag, process, operation, result }: Linearizability['history'][number], columns: number) {
  const returned = result === null || result === 'undefined' ? 'returns' : `returns ${result}`
  const what = `process ${process}: ${tag === 'call' ? `calls ${operation}` : `${operation} ${returned}`}`
  const [first, ...rest] = wrap(what, columns - 6, 2)
  // As wide as the numbers of the steps themselves.
  return [`  ${String(step).padStart(2)}  ${first}`, ...rest.map(indented(6))]
}

function operationText({ operation, process, result }: Linearizability): string {
  return `${operation} of process ${process} return ${result}`
}

function changesText(changes: readonly Difference[]): string {
  if (changes.length === 0) return 'no change'
  return changes.map(({ path, before, after }) => `${path}: ${before} → ${after}`).join(', ')
}

/** A text that begins with a label; further lines are indented. */
function entry(label: string, text: string, columns: number, indent = 2): string[] {
  return wrap(`${label}${text}`.trimEnd(), columns - indent, 4).map(indented(indent))
}

function indented(indent: number): (line: string) => string {
  return (line) => ' '.repeat(indent) + line
}
