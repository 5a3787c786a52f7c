import type { Account } from '../trace/account.js'
import type { Counterexample, Loop, RecordedStep } from '../trace/counterexample.js'
import { loopHeading, waitingText } from './lasso-text.js'
import { plainPlaces } from './places.js'
import type { Look } from './report.js'
import { endLines, stateLines } from './state-text.js'
import { type Paint, painter } from './style.js'
import { paragraph, plural, quoted, wrap } from './text.js'

type Shown = Pick<Counterexample, 'initial' | 'steps' | 'loop'>

/**
 * A recorded run step by step: who did what, what was chosen, and only what changed. What components say of it takes the
 * place of what it changed in them.
 */
export function runText(run: Shown, account: Account | null, look: Look): string[] {
  const paint = painter(look.colours)
  const number = Math.max(2, String(run.steps.length).length)
  const who = Math.max(0, ...run.steps.map((s) => s.process?.length ?? 0))
  const lines = initialText(run, account, look, paint)
  for (const [i, step] of run.steps.entries()) {
    if (i === run.loop?.to) lines.push(...heading(run.loop, paint))
    const head = `${String(i + 1).padStart(number)}  `
    const name = who === 0 ? '' : `${(step.process ?? '').padEnd(who)}  `
    const indent = 2 + head.length + name.length
    const [first, ...rest] = wrap(headline(step, picksOf(step, i, account, look)), look.columns - indent, 4)
    lines.push(`  ${paint('faint', head)}${name}${paint('strong', first!)}`)
    lines.push(...rest.map((line) => ' '.repeat(indent) + paint('strong', line)))
    const { said, changes } = effectsOf(step, i, account, look)
    for (const text of [...said, ...changes])
      lines.push(...wrap(text, look.columns - indent - 2, 4).map((line) => ' '.repeat(indent + 2) + line))
  }
  if (run.loop?.stutters) lines.push(...heading(run.loop, paint))
  return lines
}

/** What came of a step: what components say of it, and what it changed besides. */
export function effectsOf(step: RecordedStep, i: number, account: Account | null, { verbose }: Look = PLAIN): Effects {
  const said = account?.steps[i]?.said ?? {}
  const hidden = verbose === true ? [] : [...Object.keys(said), ...(account?.bookkeeping ?? [])]
  const changes = ownChanges(step).filter(({ path }) => !hidden.some((whole) => isIn(path, whole)))
  return { said: Object.values(said), changes: changes.map(changeText) }
}

interface Effects {
  readonly said: readonly string[]
  readonly changes: readonly string[]
}

/** What was picked, but by operations whose components have said what they did. */
export function picksOf(step: RecordedStep, i: number, account: Account | null, { verbose }: Look = PLAIN): string[] {
  const { said = {}, picks = [] } = account?.steps[i] ?? {}
  const isTold = (k: number) => picks.includes(k) && Object.keys(said).length > 0
  return step.picked.filter((_, k) => verbose === true || !isTold(k))
}

const PLAIN: Look = { columns: 80, colours: false }

/** Whether a path is of a part of the state, or is that part. */
function isIn(path: string, whole: string): boolean {
  return path.startsWith(whole) && ['', '.', '['].includes(path.charAt(whole.length))
}

function heading(loop: Loop, paint: Paint): string[] {
  return [`  ${paint('strong', loopHeading(loop))}`]
}

/** What the run ends in, as a sentence. */
export function brokenText(run: Counterexample, failure: string | null): string {
  const { property, steps, fault } = run
  const where = steps.length === 0 ? 'In the initial state' : `After step ${steps.length}`
  if (fault !== null) {
    const what = fault.during.tag === 'property' ? quoted(fault.during.property) : doer(fault.during)
    const when = run.initial === null ? 'Before there is an initial state' : where
    return `${when}, the model itself fails in ${what}: ${failure ?? fault.message}.`
  }
  if (run.loop !== null) return waitingText(run, run.loop)
  switch (property.kind) {
    case 'deadlock':
      return `${where}, nothing can happen any more, and the model does not say that it may stop there.${stuckText(run)}`
    case 'step':
      return `Step ${steps.length} breaks ${quoted(property.name)}: it may not lead from the state before it to the state after it.`
    case 'refines':
      return steps.length === 0
        ? `The initial state breaks ${quoted(property.name)}: it stands for no initial state of the abstract system.`
        : `Step ${steps.length} breaks ${quoted(property.name)}: it is nothing that the abstract system can do.`
    case 'reachable':
      return `${where}, ${quoted(property.name)} is reached.`
    default:
      return `${where}, ${quoted(property.name)} does not hold.`
  }
}

function doer(during: { readonly process: string | null; readonly label: string }): string {
  return during.process === null ? quoted(during.label) : `${quoted(during.label)} of ${during.process}`
}

/** Where every process stands at the end: what one wants to know of a deadlock. */
function stuckText(run: Counterexample): string {
  const places = plainPlaces(run)
  return places.length === 0 ? '' : ` ${places.map(({ process, at }) => `${process} is at ${quoted(at)}`).join(', ')}.`
}

/** What components say of the state in which the run has ended, if it has. */
export function endText({ loop }: Shown, account: Account | null, look: Look): string[] {
  const lines = account === null || (loop !== null && !loop.stutters) ? [] : endLines(account.end, look)
  return lines.length === 0 ? [] : ['', ...lines]
}

/** The initial state is shown where it was chosen among several, or is all there is. */
function initialText({ initial, steps }: Shown, account: Account | null, look: Look, paint: Paint): string[] {
  if (initial === null || (initial.choices.length === 0 && steps.length > 0)) return []
  const chosen = initial.picked.length === 0 ? '' : `, chosen: ${initial.picked.join(', ')}`
  return [
    ...paragraph(`initial state${chosen}`, look.columns, 2).map((line) => paint('strong', line)),
    ...stateLines(initial.state, account?.start ?? {}, look),
  ]
}

function headline(step: RecordedStep, picks: readonly string[]): string {
  const given = Object.entries(step.arguments).map(([name, value]) => `${name}: ${String(value)}`)
  const to = step.changes.find((c) => c.path === ownLabel(step))
  // A label that was picked to go to is told already.
  const picked = picks.filter((value) => value !== to?.after)
  return [
    step.label,
    ...(given.length > 0 ? [`(${given.join(', ')})`] : []),
    ...(to === undefined ? [] : [`→ ${to.after}`]),
    ...(picked.length > 0 ? [`[picked ${picked.join(', ')}]`] : []),
  ].join(' ')
}

/** Going to the next label is told by the headline. */
function ownChanges(step: RecordedStep): RecordedStep['changes'] {
  return step.changes.filter((c) => c.path !== ownLabel(step))
}

/** The path of the label of the process that takes the step: `cpu[1].at` for `cpu 1`. */
function ownLabel({ process }: RecordedStep): string | null {
  return process === null ? null : `${process.replace(/ (\d+)$/, '[$1]')}.at`
}

function changeText({ path, before, after }: RecordedStep['changes'][number]): string {
  return `${path}: ${before} → ${after}`
}

/** `after 9 steps`, `in the initial state`. */
export function afterSteps(steps: number): string {
  return steps === 0 ? 'in the initial state' : `after ${plural(steps, 'step')}`
}
