import { match } from 'ts-pattern'
import type { Counterexample, Loop } from '../trace/counterexample.js'
import { plural, quoted } from './text.js'

/** `stops after 4 steps`, `goes round after 4 steps`: how a run that never ends goes on. */
export function endlessText({ to, stutters }: Loop): string {
  const verb = stutters ? 'stops' : 'goes round'
  return to === 0 ? `${verb} from the start` : `${verb} after ${plural(to, 'step')}`
}

/** What the steps of a run that never ends are told to be, before the list of them. */
export function endlessLength({ steps }: Counterexample, { stutters }: Loop): string {
  if (!stutters) return `shown by a run that never ends, of ${plural(steps.length, 'step')} told once`
  return steps.length === 0
    ? 'shown by a run that stays in its initial state'
    : `shown by a run of ${plural(steps.length, 'step')} that goes no further`
}

/** Where the steps begin that are taken again and again. */
export function loopHeading({ to, stutters }: Loop): string {
  const then = to === 0 ? 'for ever' : 'then for ever'
  return stutters ? `${then}: nothing; the run stays where it is` : `${then}:`
}

/** What the run waits for in vain, as a sentence. */
export function waitingText({ property: { name, kind } }: Counterexample, { of, since, to, stutters }: Loop): string {
  const what = of === null ? quoted(name) : `${quoted(name)} for ${of}`
  const where = since === 0 ? 'In the initial state' : `After step ${since}`
  const again = stutters || since < to ? '' : ', and again in every round'
  return match(kind)
    .with('leadsTo', () => `${where}${again}, the left side of ${what} is true; its right side never is from then on.`)
    .with('eventually', () => `${what} should become true sooner or later, and is false all along.`)
    .with('alwaysEventually', () => `${where}, and ever after, ${what} is false: it should be true again and again.`)
    .with(
      'eventuallyAlways',
      () =>
        `${where}${stutters ? ' and ever after' : again}, ${what} is false: from some moment on it should stay true.`,
    )
    .otherwise(() => `${what} does not hold of this run.`)
}
