import { commandLines } from './command.js'
import { type AlternativeReport, type FencesReport, fencesVerdict, settled, type WeakerReport } from './fences.js'
import { brokenText, firstBroken } from './precautions.js'
import type { CheckReport, Look } from './report.js'
import { painter } from './style.js'
import { count, listing, paragraph, plural, quoted, settings, wrap } from './text.js'

/** What must stand at the places of a system, why less does not do, and what the answer rests on. */
export function fencesText(report: FencesReport, look: Look): string {
  const paint = painter(look.colours)
  const { result, strongest } = report
  const summary = result.model.summary === null ? '' : ` — ${result.model.summary}`
  const set = settings(settled(result))
  return `${[
    ...wrap(`${result.model.name}${summary}`, look.columns, 2).map((line, i) =>
      i === 0 ? paint('strong', line) : line,
    ),
    ...(set.length === 0 ? [] : paragraph(`with ${set.join(', ')}`, look.columns, 2)),
    ...(strongest.without.length === 0
      ? []
      : paragraph(`without ${strongest.without.map(quoted).join(', ')}`, look.columns, 2)),
    '',
    ...answerText(report, look),
    ...openText(report, look.columns),
    '',
    ...footing(report).flatMap((line) => paragraph(line, look.columns, 2).map((l) => paint('faint', l))),
  ].join('\n')}\n\n`
}

function answerText(report: FencesReport, look: Look): string[] {
  const { alternatives, result, strongest } = report
  const paint = painter(look.colours)
  const verdict = fencesVerdict(report)
  if (verdict === 'violated')
    return [
      ...paragraph('Not even the strongest at every place suffices.', look.columns, 2).map((l) => paint('bad', l)),
      ...brokenLines(strongest, look, 2),
    ]
  if (verdict === 'inconclusive') return paragraph('Nothing is known to suffice.', look.columns, 2)
  if (alternatives.length === 1 && neededIn(alternatives[0]!, report).length === 0)
    return paragraph('Nothing is needed: the weakest at every place suffices.', look.columns, 2)
  const spared = result.places.filter(({ name }) => !alternatives.some((a) => neededIn(a, report).includes(name)))
  return [
    ...paragraph(
      alternatives.length === 1
        ? 'It needs these, and nothing weaker does:'
        : `It needs one of ${count(alternatives.length)}, and nothing weaker does:`,
      look.columns,
      2,
    ),
    ...alternatives.flatMap((alternative, i) => [
      '',
      ...(alternatives.length === 1 ? [] : [i === 0 ? '  either' : '  or']),
      ...alternativeText(alternative, report, look),
    ]),
    ...(spared.length === 0
      ? []
      : ['', ...paragraph(`The weakest is enough at ${listing(spared.map((p) => quoted(p.name)))}.`, look.columns, 2)]),
  ]
}

/** The places at which an alternative has more than the weakest. */
function neededIn({ strengths }: AlternativeReport, { result }: FencesReport): string[] {
  return result.places.filter((place) => strengths[place.name] !== place.strengths[0]).map(({ name }) => name)
}

function alternativeText(alternative: AlternativeReport, report: FencesReport, look: Look): string[] {
  const paint = painter(look.colours)
  return [
    ...neededIn(alternative, report).flatMap((place) => [
      ...wrap(`${place}: ${alternative.strengths[place]}`, look.columns - 4, 2).map((l) => `    ${paint('strong', l)}`),
      ...alternative.weaker.filter((w) => w.place === place).flatMap((w) => weakerText(w, look)),
    ]),
    ...(alternative.contested ? paragraph('(Less may do: a bound left something weaker open.)', look.columns, 4) : []),
  ]
}

/** Why a place needs what it has. */
function weakerText({ strength, check }: WeakerReport, look: Look): string[] {
  const broken = firstBroken(check)
  if (broken === null) return paragraph(`with ${strength} a bound ended the search`, look.columns, 6)
  return [
    ...paragraph(`with ${strength}, ${brokenText(broken)}:`, look.columns, 6),
    ...commandLines(broken.replay, look.columns, 8),
  ]
}

function brokenLines(check: CheckReport, look: Look, indent: number): string[] {
  const broken = firstBroken(check)
  if (broken === null) return []
  return [
    ...paragraph(`With it, ${brokenText(broken)}:`, look.columns, indent),
    ...commandLines(broken.replay, look.columns, indent + 2),
  ]
}

function openText({ result }: FencesReport, columns: number): string[] {
  return result.open.flatMap(({ strengths }) => [
    '',
    ...paragraph('Inconclusive, a bound ended the search: it may be that these suffice:', columns, 2),
    ...settings(strengths).flatMap((line) => wrap(line, columns - 4, 2).map((l) => `    ${l}`)),
  ])
}

/** What the answer rests on. */
function footing({ result }: FencesReport): string[] {
  const { places, checked, assumed, exceptions } = result
  const total = places.reduce((product, { strengths }) => product * strengths.length, 1)
  return [
    `${plural(checked.length, 'check')} decided ${plural(total, 'assignment')} of strengths to ${plural(places.length, 'place')}.`,
    assumed === 0
      ? 'All that are not stronger than one that suffices were checked; nothing was assumed.'
      : `Assumed of ${plural(assumed, 'assignment')}: weakening more does not repair what weakening less has broken. With --exhaustive they are checked too.`,
    // One example is enough to know that nothing may be assumed.
    ...exceptions
      .slice(0, 1)
      .map(
        ({ suffices, stronger }) =>
          `Here stronger is worse: ${listing(settings(suffices.strengths))} suffice, and ${listing(settings(stronger.strengths))} do not.`,
      ),
  ]
}
