import { match } from 'ts-pattern'
import { describeFault } from '../schema/failure.js'
import { type Account, accountOf } from '../trace/account.js'
import type { Counterexample } from '../trace/counterexample.js'
import type { Shrunk } from '../trace/shrink/recorded.js'
import type { Lowered } from '../trace/shrink/smallest.js'
import { switchesIn } from '../trace/switches.js'
import { commandLines, replayCommand } from './command.js'
import { document } from './json.js'
import { titleText } from './replays.js'
import type { Look } from './report.js'
import { brokenText, endText, runText } from './run-text.js'
import { painter } from './style.js'
import { count, paragraph, plural, wrap } from './text.js'
import { whyText } from './why-text.js'

/** What came of making a recorded run simpler. */
export interface ShrinkReport extends Pick<Shrunk, 'before' | 'after' | 'model' | 'property'> {
  readonly file: string
  /** What keeps each size from being smaller; null if none was tried, or not all were. */
  readonly lowered: readonly Lowered[] | null
  /** How many states were looked at for each size. */
  readonly states: number
  /** Not everything was tried. */
  readonly interrupted: boolean
  /** Where the simpler run has been written to. */
  readonly written: string | null
  /** The path of the model, if it is not of the catalogue. */
  readonly modelPath: string | null
}

/** What was made of a run, number by number, and the run that is left. */
export function shrunkText(report: ShrinkReport, look: Look): string {
  const paint = painter(look.colours)
  const { file, after, property, written, modelPath } = report
  const { finding } = property
  const account = accountIn(report)
  const why = finding !== null && 'why' in finding ? finding.why : undefined
  const failure = finding?.tag === 'fault' ? describeFault(finding.fault) : null
  return `${[
    file,
    ...titleText(after, look.columns).map((line) => paint('strong', line)),
    '',
    ...rowsOf(report).flatMap((row) => rowText(row, look.columns)),
    ...(report.interrupted ? ['', ...paragraph('Interrupted: there may be a simpler run.', look.columns, 2)] : []),
    '',
    ...runText(after, account, look),
    '',
    ...paragraph(brokenText(after, failure), look.columns, 2),
    ...endText(after, account, look),
    ...(why === undefined ? [] : ['', ...whyText(why, look.columns)]),
    ...(written === null
      ? []
      : ['', '  Replay it:', ...commandLines(replayCommand(written, modelPath), look.columns, 4)]),
  ].join('\n')}\n`
}

type Row = readonly [name: string, text: string]

function rowsOf({ before, after, lowered, states }: ShrinkReport): Row[] {
  const changed = (was: unknown, is: unknown) => (was === is ? `${is}, as before` : `${was} → ${is}`)
  return [
    ['steps', changed(before.steps.length, after.steps.length)],
    ['context switches', changed(switchesIn(before), switchesIn(after))],
    ...Object.entries(after.parameters).flatMap(([name, value]): Row[] => {
      const size = lowered?.find((l) => l.name === name)
      if (size === undefined) return []
      return [[name, `${changed(before.parameters[name], value)}; ${belowText(size, states)}`]]
    }),
  ]
}

/** Why a size is not smaller. */
function belowText({ below }: Lowered, states: number): string {
  if (below === null) return 'there is nothing less'
  return match(below.tried)
    .with({ tag: 'violated' }, ({ steps }) => `with ${below.value} it takes ${plural(steps, 'step')}`)
    .with({ tag: 'holds' }, () => `with ${below.value} nothing breaks`)
    .with({ tag: 'otherwise' }, () => `with ${below.value} something else breaks`)
    .with({ tag: 'not decided' }, () => `with ${below.value} nothing broke in ${count(states)} states`)
    .with({ tag: 'not built' }, () => `there is no such system with ${below.value}`)
    .exhaustive()
}

function rowText([name, text]: Row, columns: number): string[] {
  const label = `  ${name.padEnd(18)}`
  const [first, ...rest] = wrap(text, columns - label.length, 2)
  return [`${label}${first}`, ...rest.map((line) => ' '.repeat(label.length) + line)]
}

/** One document: what was and what is, what keeps each size from being smaller, and the simpler run as a file would hold it. */
export function shrunkJson(report: ShrinkReport): string {
  const { file, before, after, lowered, interrupted, written } = report
  return document({
    shrunk: {
      file,
      written,
      interrupted,
      property: after.property,
      before: numbersOf(before),
      after: numbersOf(after),
      sizes: (lowered ?? []).map(({ name, value, below }) => ({
        name,
        value,
        below: below && {
          value: below.value,
          outcome: below.tried.tag,
          steps: below.tried.tag === 'violated' ? below.tried.steps : null,
        },
      })),
      counterexample: after,
      account: accountIn(report),
    },
  })
}

function accountIn({ model, property: { finding } }: ShrinkReport): Account | null {
  return finding === null ? null : accountOf(model, finding.path)
}

function numbersOf({ parameters, steps, loop }: Counterexample): object {
  return { parameters, steps: steps.length, switches: switchesIn({ steps }), loop }
}
