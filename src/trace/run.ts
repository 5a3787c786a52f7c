import type { Model } from '../model/model.js'
import { readPlain } from '../schema/pack.js'
import { type Event, type Expansion, expansionOf } from '../search/expansion.js'
import type { Path } from '../search/outcome.js'

/** A run of a model: an initial state, and the steps taken from it with the state after each. */
export interface Run {
  /** How the initial state was chosen. */
  readonly start: Event
  readonly initial: unknown
  readonly steps: readonly RunStep[]
}

export interface RunStep {
  readonly event: Event
  /** The state after the step, as a plain value. */
  readonly state: unknown
}

/** Takes the run that a path describes. */
export function runAlong(model: Model, path: Path): Run {
  const walker = walkerOf(model)
  const [first, ...rest] = path
  if (first === undefined) throw new RangeError('a path begins with an initial state')
  const start = walker.begin((_, position) => position === first)
  if (start === null) throw new RangeError(`there is no initial state ${first}`)
  const steps = rest.map((wanted) => {
    const step = walker.take((_, position) => position === wanted)
    if (step === null) throw new RangeError(`there is no successor ${wanted}`)
    return step
  })
  return { start: start.event, initial: start.state, steps }
}

/** Walks through a model's states one step at a time. */
export interface Walker {
  readonly expansion: Expansion
  /** Goes to the first initial state that is wanted; null if there is none. */
  begin(wanted: Wanted): RunStep | null
  /** Takes the first step that is wanted from where it is; null (and it stays) if there is none. */
  take(wanted: Wanted): RunStep | null
  /** What can happen here. Ends early, with what came before, at a step in which the model fails. */
  possible(): Event[]
}

type Wanted = (event: Event, position: number) => boolean

export function walkerOf(model: Model): Walker {
  const expansion = expansionOf(model)
  const bytes = new Uint8Array(expansion.draft.buffer)
  const here = new Int32Array(expansion.words)

  /** Shows candidates until one is wanted, and goes there. */
  function choose(candidates: (visit: () => void) => void, wanted: Wanted): RunStep | null {
    let position = 0
    let chosen: RunStep | null = null
    candidates(() => {
      if (chosen !== null) return
      const event = expansion.event()
      if (!wanted(event, position++)) return
      chosen = { event, state: readPlain(expansion.layout, bytes, 0) }
      here.set(expansion.draft)
    })
    if (chosen !== null) expansion.load(here, 0)
    return chosen
  }

  return {
    expansion,
    begin: (wanted) => choose((visit) => expansion.initialStates(visit), wanted),
    take: (wanted) => choose((visit) => expansion.successors(0, 0, visit), wanted),
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
