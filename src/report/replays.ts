import type { Why } from '../search/why.js'
import type { Account } from '../trace/account.js'
import { assumedText } from '../trace/assumed.js'
import type { Counterexample } from '../trace/counterexample.js'
import { document } from './json.js'
import { endlessText } from './lasso-text.js'
import type { Look } from './report.js'
import { afterSteps, brokenText, endText, runText } from './run-text.js'
import { painter } from './style.js'
import { listing, paragraph, plural, quoted, settings, wrap } from './text.js'
import { whyText } from './why-text.js'

/** What came of taking a recorded run again. */
export interface ReplayReport {
  readonly file: string
  readonly run: Counterexample
  /** What no longer fits; null if the run is what it was. */
  readonly stale: string | null
  /** Parts of the model that have changed all the same. */
  readonly changed: readonly string[]
  /** Why the run breaks the property, if it is more than one condition; null for a stale one. */
  readonly why: Why | null
  /** The run in the words of the components that take part in it; null for a stale one. */
  readonly account: Account | null
}

/** A recorded run shown in full. */
export function replayText(replay: ReplayReport, look: Look): string {
  const paint = painter(look.colours)
  const { run, stale, why, account } = replay
  const lines = [
    ...titleText(run, look.columns).map((line) => paint('strong', line)),
    '',
    ...(stale === null
      ? [
          ...runText(run, account, look),
          '',
          ...paragraph(brokenText(run, null), look.columns, 2),
          ...endText(run, account, look),
          ...(why === null ? [] : ['', ...whyText(why, look.columns)]),
          '',
        ]
      : []),
    replayLine(replay, look),
  ]
  return `${lines.join('\n')}\n`
}

/** The file, and what came of it. A path is never broken: it is there to be copied. */
export function replayLine({ file, run, stale, changed }: ReplayReport, look: Look): string {
  const paint = painter(look.colours)
  const drift = changed.length === 0 ? '' : `; the model's ${listing(changed)} changed since: record it again`
  const [word, text] = stale === null ? ['as recorded', `${showsText(run)}${drift}`] : ['STALE', stale]
  const [first, ...rest] = wrap(`${word}: ${text}`, look.columns - 2, 2)
  const painted = first!.replace(word, paint(stale === null ? 'good' : 'bad', word))
  return [file, painted, ...rest].map((line, i) => (i === 0 ? line : `  ${line}`)).join('\n')
}

function showsText({ property, steps, loop }: Counterexample): string {
  if (loop !== null) return `${quoted(property.name)} breaks: the run ${endlessText(loop)}`
  const after = afterSteps(steps.length)
  switch (property.kind) {
    case 'deadlock':
      return `deadlock ${after}`
    case 'model':
      return `the model itself fails ${after}`
    case 'reachable':
      return `${quoted(property.name)} is reached ${after}`
    default:
      return `${quoted(property.name)} breaks ${after}`
  }
}

/** What a recorded run is of: the model, its parameters, what it goes without, and what was assumed of it. */
export function titleText({ model, parameters, without, fairness }: Counterexample, columns: number): string[] {
  const set = settings(parameters)
  const parts = [
    set.length === 0 ? '' : ` with ${set.join(', ')}`,
    without.length === 0 ? '' : ` without ${without.map(quoted).join(', ')}`,
    fairness === undefined ? '' : ` assuming ${listing(assumedText(fairness)) || 'no fairness'}`,
  ]
  return wrap(`${model}${parts.filter((p) => p !== '').join(',')}`, columns, 2)
}

/** What many came to; `unread` are files in which no run could be read. */
export function replaySummary(replays: readonly ReplayReport[], unread: number): string {
  const stale = replays.filter((r) => r.stale !== null).length
  const wrong = [...(stale > 0 ? [`${stale} stale`] : []), ...(unread > 0 ? [`${unread} could not be read`] : [])]
  return `${plural(replays.length + unread, 'recorded run')}: ${wrong.join(', ') || 'all as recorded'}.\n`
}

export function replaysJson(replays: readonly ReplayReport[]): string {
  return document({
    replays: replays.map(({ file, run, stale, changed, why, account }) => ({
      file,
      model: run.model,
      parameters: run.parameters,
      without: run.without,
      memoryModel: run.memoryModel,
      property: run.property,
      steps: run.steps.length,
      loop: run.loop,
      verdict: stale === null ? 'replayed' : 'stale',
      reason: stale,
      changed,
      why,
      account,
    })),
  })
}
