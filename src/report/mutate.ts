import { type MutantKind, mutantKinds } from '../model/mutant.js'
import type { Fate, MutantResult, MutantsResult } from '../search/mutants.js'
import { document } from './json.js'
import type { Look } from './report.js'
import { afterSteps } from './run-text.js'
import { type Paint, painter, type Style } from './style.js'
import { paragraph, plural, quoted, settings, wrap } from './text.js'

/** What is told after the kind of a mutant, in the summary. */
const KIND: Record<MutantKind, string> = {
  skip: 'a label skipped',
  exchange: 'two neighbours exchanged',
  join: 'two neighbours in one step',
  unwait: 'a label does not wait',
  unguard: 'a guard dropped',
}

/** A line for each mutant: which property noticed, or that none did. And what it comes to. */
export function mutantsText(result: MutantsResult, look: Look): string {
  const paint = painter(look.colours)
  const { model, states } = result.original
  const set = settings(model.parameters)
  const summary = model.summary === null ? '' : ` — ${model.summary}`
  return `${[
    ...wrap(`${model.name}${summary}`, look.columns, 2).map((line, i) => (i === 0 ? paint('strong', line) : line)),
    ...(set.length === 0 ? [] : paragraph(`with ${set.join(', ')}`, look.columns, 2)),
    ...(model.leftOut.length === 0
      ? []
      : paragraph(`without ${model.leftOut.map(quoted).join(', ')}`, look.columns, 2)),
    ...paragraph(`the original: ${plural(states.distinct, 'state')}`, look.columns, 2),
    '',
    ...result.mutants.flatMap((mutant) => mutantText(mutant, look.columns, paint)),
    ...(result.left === 0 ? [] : ['', `  Interrupted: ${plural(result.left, 'mutant')} not checked.`]),
    ...(result.mutants.length + result.left === 0
      ? ['  There is nothing in it to mutate.']
      : ['', ...scoreText(result, look)]),
  ].join('\n')}\n\n`
}

function mutantText({ name, kind, fate }: MutantResult, columns: number, paint: Paint): string[] {
  const [word, style, rest] = fateText(kind, fate)
  return [
    ...paragraph(name, columns, 2),
    ...wrap(rest, columns - 20).map(
      (line, i) => `    ${i === 0 ? paint(style, word.padEnd(12)) : ' '.repeat(12)}  ${line}`,
    ),
  ]
}

function fateText(kind: MutantKind, fate: Fate): [string, Style, string] {
  switch (fate.tag) {
    case 'caught':
      return ['caught', 'good', fate.by.map(({ property, kind, steps }) => byText(property, kind, steps)).join('; ')]
    case 'fault':
      return ['caught', 'good', `the model itself fails ${afterSteps(fate.steps)}`]
    case 'inconclusive':
      return ['inconclusive', 'unsure', 'a bound ended the search before anything broke']
    case 'survived':
      if (fate.sameCounts)
        return ['survived', 'faint', 'as many states and transitions as the original: it may well be the same']
      // With fewer interleavings, what must hold always still does.
      if (kind === 'join') return ['survived', 'unsure', 'nothing breaks with fewer interleavings']
      return ['SURVIVED', 'bad', 'no property notices']
  }
}

function byText(property: string, kind: string, steps: number | null): string {
  if (steps === null) return `${quoted(property)} is never reached`
  return kind === 'deadlock' ? `deadlock ${afterSteps(steps)}` : `${quoted(property)} (${kind}) ${afterSteps(steps)}`
}

/** How many there are of each kind, and how many of them were caught. */
function scoreText({ mutants }: MutantsResult, { columns }: Look): string[] {
  const row = (name: string, of: readonly MutantResult[]) => {
    const { caught, survived, same, inconclusive } = scoreOf(of)
    const rest = [
      `${caught} of ${of.length} caught`,
      ...(survived > 0 ? [`${survived} survived`] : []),
      ...(same > 0 ? [`${same} perhaps the same`] : []),
      ...(inconclusive > 0 ? [`${inconclusive} inconclusive`] : []),
    ]
    return `  ${name.padEnd(26)}  ${rest.join(', ')}`
  }
  const kinds = mutantKinds.map((kind) => ({ kind, of: mutants.filter((m) => m.kind === kind) }))
  const many = kinds.filter(({ of }) => of.length > 0)
  return [
    ...many.map(({ kind, of }) => row(KIND[kind], of)),
    ...(many.length > 1 ? [row('in all', mutants)] : []),
    ...(mutants.some((m) => m.kind === 'join' && m.fate.tag === 'survived')
      ? [
          '',
          ...paragraph(
            'Two steps made one reach no state that they did not reach before: what holds in every state still does. Such a survivor speaks against no property.',
            columns,
            2,
          ),
        ]
      : []),
  ]
}

export interface Score {
  readonly caught: number
  /** Those that differ from the original as far as can be seen. */
  readonly survived: number
  /** Survivors with the counts of the original. */
  readonly same: number
  readonly inconclusive: number
}

export function scoreOf(mutants: readonly MutantResult[]): Score {
  const number = (wanted: (fate: Fate) => boolean) => mutants.filter(({ fate }) => wanted(fate)).length
  return {
    caught: number(({ tag }) => tag === 'caught' || tag === 'fault'),
    survived: number((f) => f.tag === 'survived' && !f.sameCounts),
    same: number((f) => f.tag === 'survived' && f.sameCounts),
    inconclusive: number(({ tag }) => tag === 'inconclusive'),
  }
}

/** One entry for each model, with its score and its mutants. */
export function mutantsJson(results: readonly MutantsResult[]): string {
  return document({
    mutations: results.map(({ original, mutants, left }) => ({
      model: original.model.name,
      parameters: original.model.parameters,
      without: original.model.leftOut,
      states: original.states,
      left,
      score: { mutants: mutants.length, ...scoreOf(mutants) },
      mutants: mutants.map(mutantJson),
    })),
  })
}

function mutantJson({ name, kind, fate, states, seconds }: MutantResult): object {
  return {
    name,
    kind,
    outcome: fate.tag,
    caughtBy: fate.tag === 'caught' ? fate.by : [],
    steps: fate.tag === 'caught' ? fate.by[0]!.steps : fate.tag === 'fault' ? fate.steps : null,
    sameCounts: fate.tag === 'survived' ? fate.sameCounts : null,
    states,
    seconds: Math.round(seconds * 1000) / 1000,
  }
}
