import type { PrecautionSet, SufficientResult } from '../search/sufficient.js'
import { document } from './json.js'
import type { Look } from './report.js'
import { painter } from './style.js'
import { count, listing, paragraph, plural, quoted, settings, wrap } from './text.js'

/** The minimal sufficient sets of a model's precautions: what all of them share, and what each has besides. */
export function minimalText(result: SufficientResult, look: Look): string {
  const paint = painter(look.colours)
  const { model, minimal } = result
  const set = settings(model.parameters)
  const summary = model.summary === null ? '' : ` — ${model.summary}`
  return `${[
    ...wrap(`${model.name}${summary}`, look.columns, 2).map((line, i) => (i === 0 ? paint('strong', line) : line)),
    ...(set.length === 0 ? [] : paragraph(`with ${set.join(', ')}`, look.columns, 2)),
    '',
    ...(minimal.length === 0 ? noneText(result, look.columns) : setsText(result, look.columns)),
    ...openText(result, look.columns),
    '',
    ...footing(result).flatMap((line) => paragraph(line, look.columns, 2).map((l) => paint('faint', l))),
  ].join('\n')}\n\n`
}

function noneText({ open, assumed, checked }: SufficientResult, columns: number): string[] {
  if (open.length > 0) return paragraph('No set of its precautions is known to suffice.', columns, 2)
  const all = checked[0]!.verdict === 'violated' && assumed > 0
  return paragraph(
    all
      ? 'All its precautions together do not suffice: see what `check` finds.'
      : 'No set of its precautions suffices, not even all of them.',
    columns,
    2,
  )
}

function setsText({ model, minimal, contested }: SufficientResult, columns: number): string[] {
  if (minimal.length === 1) return oneSetText(model.precautions, minimal[0]!.precautions, contested[0]!, columns)
  const shared = sharedBy(minimal)
  const unused = model.precautions.filter((name) => !minimal.some((m) => m.precautions.includes(name)))
  return [
    ...paragraph(`${minimal.length} minimal sets suffice.`, columns, 2),
    ...(shared.length === 0 ? [] : ['', ...paragraph('Needed in every one:', columns, 2), ...items(shared, columns)]),
    ...minimal.flatMap(({ precautions }, i) => {
      const own = precautions.filter((name) => !shared.includes(name))
      const title = i > 0 ? 'or' : shared.length > 0 ? 'and either' : 'either'
      return ['', ...paragraph(`${title}:`, columns, 2), ...items(own, columns), ...lessText(contested[i]!, columns)]
    }),
    ...(unused.length === 0 ? [] : ['', ...paragraph('Needed in none:', columns, 2), ...items(unused, columns)]),
  ]
}

function oneSetText(all: readonly string[], needed: readonly string[], contested: boolean, columns: number): string[] {
  const others = all.filter((name) => !needed.includes(name))
  if (needed.length === 0) return paragraph('It needs none of its precautions:', columns, 2).concat(items(all, columns))
  const title =
    others.length === 0 ? `It needs all its ${plural(all.length, 'precaution')}:` : 'It needs these, and no more:'
  return [
    ...paragraph(title, columns, 2),
    ...items(needed, columns),
    ...lessText(contested, columns),
    ...(others.length === 0 ? [] : ['', ...paragraph('Not needed:', columns, 2), ...items(others, columns)]),
  ]
}

function lessText(contested: boolean, columns: number): string[] {
  return contested ? paragraph('(Less may do: a bound left a part of it open.)', columns, 4) : []
}

function openText({ open }: SufficientResult, columns: number): string[] {
  return open.flatMap(({ precautions }) => [
    '',
    ...paragraph('Inconclusive, a bound ended the search: it may be that these suffice:', columns, 2),
    ...items(precautions, columns),
  ])
}

function items(names: readonly string[], columns: number): string[] {
  if (names.length === 0) return ['    none']
  return names.flatMap((name) => wrap(`- ${name}`, columns - 4, 2).map((line) => `    ${line}`))
}

/** What the answer rests on. */
function footing({ model, checked, assumed, exceptions }: SufficientResult): string[] {
  const total = 2 ** model.precautions.length
  const made = `${plural(checked.length, 'check')} decided ${plural(total, 'set')}.`
  const assumption =
    assumed === 0
      ? ['Every set that contains no minimal one was checked; nothing was assumed.']
      : [
          `Assumed of ${plural(assumed, 'set')}: leaving out more does not repair what leaving out less has broken. With --exhaustive they are checked too.`,
        ]
  const exception = exceptions.map(
    ({ suffices, larger }) =>
      `Here more precautions are worse: ${namesOf(suffices)} suffice, and ${namesOf(larger)} do not.`,
  )
  // One example is enough to know that nothing may be assumed.
  return [
    made,
    ...assumption,
    ...exception.slice(0, 1),
    ...(exceptions.length > 1 ? [`There are ${count(exceptions.length)} such pairs.`] : []),
  ]
}

function namesOf({ precautions }: PrecautionSet): string {
  return precautions.length === 0 ? 'none' : listing(precautions.map(quoted))
}

function sharedBy(sets: readonly PrecautionSet[]): readonly string[] {
  const [first, ...rest] = sets
  return (first?.precautions ?? []).filter((name) => rest.every((s) => s.precautions.includes(name)))
}

export function minimalJson(results: readonly SufficientResult[]): string {
  return document({
    minimal: results.map(({ model, minimal, contested, open, checked, assumed, exceptions }) => ({
      model: model.name,
      parameters: model.parameters,
      precautions: model.precautions,
      sufficient: minimal.map(({ precautions }, i) => ({ precautions, lessMayDo: contested[i]! })),
      inconclusive: open.map(({ precautions }) => precautions),
      neededInEvery: sharedBy(minimal),
      assumed,
      exceptions: exceptions.map((e) => ({ suffices: e.suffices.precautions, larger: e.larger.precautions })),
      checks: checked.map(({ precautions, verdict, result }) => ({ precautions, verdict, states: result.states })),
    })),
  })
}
