import type { Model } from '../model/model.js'
import { readPlain } from '../schema/pack.js'
import { type Event, type Expansion, expansionOf } from '../search/expansion.js'
import type { Path } from '../search/outcome.js'
import { pickedText } from './picked.js'

/** A run of a model: an initial state, and the steps taken from it with the state after each. */
export interface Run {
  /** How the initial state was chosen. */
  readonly start: RunStep
  readonly initial: unknown
  readonly steps: readonly RunStep[]
}

export interface RunStep {
  readonly event: Event
  /** What each `pick` gave, as text. */
  readonly picked: readonly string[]
  /** The state after the step, as a plain value. */
  readonly state: unknown
}

/** Takes the run that a path describes. */
export function runAlong(model: Model, path: Path): Run {
  return walkAlong(walkerOf(model), path)
}

/** The same with a walker that is there already. */
export function walkAlong(walker: Walker, path: Path): Run {
  const [first, ...rest] = path
  if (first === undefined) throw new RangeError('a path begins with an initial state')
  const start = walker.begin((_, position) => position === first)
  if (start === null) throw new RangeError(`there is no initial state ${first}`)
  const steps = rest.map((wanted) => {
    const step = walker.take((_, position) => position === wanted)
    if (step === null) throw new RangeError(`there is no successor ${wanted}`)
    return step
  })
  return { start, initial: start.state, steps }
}

/** Walks through a model's states one step at a time. A step in which the model fails throws the StepFault. */
export interface Walker {
  readonly expansion: Expansion
  /** Goes to the first initial state that is wanted; null if there is none. */
  begin(wanted: Wanted, look?: () => void): RunStep | null
  /**
   * Takes the first step that is wanted from where it is; null (and it stays) if there is none. `look` is called while
   * the expansion shows the step, when both states can be seen.
   */
  take(wanted: Wanted, look?: () => void): RunStep | null
  /** What can happen here. Ends early, with what came before, at a step in which the model fails. */
  possible(): Event[]
}

export type Wanted = (event: Event, position: number) => boolean

export function walkerOf(model: Model): Walker {
  const expansion = expansionOf(model)
  const bytes = new Uint8Array(expansion.draft.buffer)
  const here = new Int32Array(expansion.words)

  /** Shows candidates until one is wanted, and goes there. */
  function choose(candidates: (visit: () => void) => void, wanted: Wanted, look?: () => void): RunStep | null {
    let position = 0
    let chosen: RunStep | null = null
    const visit = () => {
      if (chosen !== null) return
      const event = expansion.event()
      if (!wanted(event, position++)) return
      look?.()
      chosen = { event, picked: event.picked.map(pickedText), state: readPlain(expansion.layout, bytes, 0) }
      here.set(expansion.draft)
    }
    try {
      candidates(visit)
    } catch (thrown) {
      // What fails after the wanted step was found is another run's concern.
      if (chosen === null) throw thrown
    }
    if (chosen !== null) expansion.load(here, 0)
    return chosen
  }

  return {
    expansion,
    begin: (wanted, look) => choose((visit) => expansion.initialStates(visit), wanted, look),
    take: (wanted, look) => choose((visit) => expansion.successors(0, 0, visit), wanted, look),
    possible() {
      const events: Event[] = []
      try {
        expansion.successors(0, 0, () => events.push(expansion.event()))
      } catch {
        // The step that fails is not among what can happen; whoever takes the run so far is told of it.
      }
      return events
    },
  }
}
