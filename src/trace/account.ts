import type { Model, TellingComponent } from '../model/model.js'
import { describeFault, faultOf } from '../schema/failure.js'
import { print } from '../schema/print.js'
import type { Fields, StructType } from '../schema/type.js'
import type { Event } from '../search/expansion.js'
import type { Path } from '../search/outcome.js'
import type { PartStep } from '../system/note.js'
import { Retaker, type Taken } from './retake.js'
import { runAlong } from './run.js'

/**
 * A run in the words of the components that take part in it: what a reader is told, where a file holds every change. It is made
 * from the states of the run, so that it is the same whoever asks for it.
 */
export interface Account {
  /** Fields that are not shown, as paths: `memory.history`. */
  readonly bookkeeping: readonly string[]
  readonly start: Parts
  readonly steps: readonly AccountStep[]
  readonly end: Parts
}

/** Components in a state, by their names: those of which not everything is shown, or that have something to say of it. */
export type Parts = {
  readonly [component: string]: {
    /** The fields that are shown, as text. */
    readonly fields: { readonly [name: string]: string }
    /** What it says besides. */
    readonly lines: readonly string[]
  }
}

export interface AccountStep {
  /** What components say of the step, by their names, in place of what it changed in them. */
  readonly said: { readonly [component: string]: string }
  /** Which of its choices were made by operations that have told what they did. */
  readonly picks: readonly number[]
}

/** The account of the run that a path describes; null if there is not even an initial state. */
export function accountOf(model: Model, path: Path): Account | null {
  if (path.length === 0) return null
  const { initial, steps } = runAlong(model, path)
  const states = [initial, ...steps.map(({ state }) => state)]
  return accountOfStates(
    model,
    states,
    steps.map(({ event }) => event),
  )
}

/** The account of plain states, and of the steps that lead from each to the next. */
export function accountOfStates(model: Model, states: readonly unknown[], events: readonly Event[]): Account {
  const narrator = new Narrator(model)
  return {
    bookkeeping: model.components.flatMap(({ name, bookkeeping = [] }) =>
      bookkeeping.map((field) => `${name}.${field}`),
    ),
    start: narrator.parts(states[0]),
    steps: events.map((event, i) => narrator.step(states[i], event, states[i + 1])),
    end: narrator.parts(states.at(-1)),
  }
}

class Narrator {
  private readonly retaker: Retaker
  private readonly describing: readonly TellingComponent[]

  constructor(private readonly model: Model) {
    this.retaker = new Retaker(model)
    this.describing = model.components.filter(({ describe }) => describe !== undefined)
  }

  parts(state: unknown): Parts {
    const told = this.model.components.filter((c) => c.bookkeeping !== undefined || c.summary !== undefined)
    if (told.length > 0) this.retaker.show(state)
    return Object.fromEntries(
      told.map(({ name, bookkeeping = [], summary }) => {
        const whole = (state as { readonly [name: string]: { readonly [field: string]: unknown } })[name]!
        const types = Object.entries((this.model.state.fields[name] as StructType<Fields>).fields)
        const shown = types.filter(([field]) => !bookkeeping.includes(field))
        const fields = Object.fromEntries(shown.map(([field, type]) => [field, print(type, whole[field])]))
        const { after } = this.retaker.partsOf(name)
        const lines = summary === undefined ? [] : attempt(() => summary(after as never), Array.of<string>)
        return [name, { fields, lines }]
      }),
    )
  }

  step(before: unknown, event: Event, after: unknown): AccountStep {
    if (this.describing.length === 0) return { said: {}, picks: [] }
    const taken = this.retaker.take(before, event, after)
    const said = this.describing.map((one) => [one.name, this.said(one, event, taken)] as const)
    return { said: Object.fromEntries(said.filter(([, text]) => text !== null)), picks: taken.picks } as AccountStep
  }

  private said({ name, describe }: TellingComponent, event: Event, { lens, notesOf }: Taken): string | null {
    const isOwn = lens[0] === name
    const notes = notesOf(name)
    if (!isOwn && notes.length === 0 && !this.retaker.differs(name)) return null
    const isOwnAction = isOwn && event.process === null
    const label = isOwnAction ? event.label.slice(name.length + 1) : event.label
    const step: PartStep = { isOwn, process: event.process, label, arguments: event.arguments, notes }
    const { before, after } = this.retaker.partsOf(name)
    return attempt(() => describe!(before as never, after as never, step as never), String)
  }
}

/** What a component says. That it fails in saying so is told in its place: no reason to keep a run from its reader. */
function attempt<T>(say: () => T, failed: (message: string) => T): T {
  try {
    return say()
  } catch (thrown) {
    return failed(`(cannot be described: ${describeFault(faultOf(thrown))})`)
  }
}
