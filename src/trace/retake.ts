import type { BoundAction, BoundProgram, Model } from '../model/model.js'
import { layoutOf, type StructLayout } from '../schema/layout.js'
import { writePlain } from '../schema/pack.js'
import { buildViews, type ViewOptions } from '../schema/views.js'
import { anyValue, type Event, processName, type ViewInternals } from '../search/expansion.js'
import { placeOf } from '../search/place.js'
import type { Note } from '../system/note.js'
import { Choices, type Pick, picker } from '../system/pick.js'

/** What was noted while a step was taken again. */
export interface Taken {
  /** The component whose step it is, as the path of its state. */
  readonly lens: readonly string[]
  /** What operations have noted on a component's part of the state. */
  notesOf(component: string): readonly unknown[]
  /** Which of its choices were made by such operations. */
  readonly picks: readonly number[]
}

/** Takes steps again over views of its own, in which operations are heard: no search has to pay for that. */
export class Retaker {
  private readonly layout: StructLayout
  private readonly first: Shown
  private readonly second: Shown
  private readonly choices = new Repeated()
  private readonly pick: Pick
  private notes: { readonly part: object; readonly what: unknown }[] = []
  private readonly picks = new Set<number>()

  constructor(private readonly model: Model) {
    this.layout = layoutOf(model.state) as StructLayout
    this.pick = picker(this.choices, (view) => anyValue(view as ViewInternals, this.second.bytes, this.choices))
    this.first = this.shown({})
    this.second = this.shown({ pick: this.pick, note: (part: object) => this.noting(part) })
  }

  /** Shows a plain state. */
  show(state: unknown): void {
    this.put(this.second, state)
  }

  /** Takes the step that leads from one plain state to the other, and shows both. */
  take(before: unknown, event: Event, after: unknown): Taken {
    this.put(this.first, before)
    this.put(this.second, before)
    this.choices.repeat(event.choices)
    this.notes = []
    this.picks.clear()
    const { lens } = this.again(event)
    this.put(this.second, after)
    const notes = this.notes.map(({ part, what }) => ({ at: (part as ViewInternals).$, what }))
    const notesOf = (component: string) => {
      const { from, to } = this.rangeOf(component)
      return notes.filter(({ at }) => from <= at && at < to).map(({ what }) => what)
    }
    return { lens, notesOf, picks: [...this.picks] }
  }

  /** A component's part of the states that are shown. */
  partsOf(component: string): { readonly before: unknown; readonly after: unknown } {
    return { before: partAt(this.first, [component]), after: partAt(this.second, [component]) }
  }

  /** Whether they differ in it. */
  differs(component: string): boolean {
    const { from, to } = this.rangeOf(component)
    for (let i = from; i < to; i++) if (this.first.bytes[i] !== this.second.bytes[i]) return true
    return false
  }

  private again(event: Event): BoundProgram | BoundAction {
    const { views } = this.second
    views.setMode(1)
    try {
      for (const behaviour of this.model.behaviour)
        if (behaviour.kind === 'action' ? this.act(behaviour, event) : this.run(behaviour, event)) return behaviour
      throw new TypeError(`unreachable: there is no step "${event.label}"`)
    } finally {
      views.setMode(0)
    }
  }

  /** Whether it was this action; then it has been done again. */
  private act(action: BoundAction, event: Event): boolean {
    if (event.process !== null || action.name !== event.label) return false
    action.do(partAt(this.second, action.lens) as never, event.arguments as never, this.pick)
    return true
  }

  /** Whether it was a step of this program; then it has been taken again. */
  private run(program: BoundProgram, event: Event): boolean {
    const { count, lens, path, labels, steps } = program
    const ids = Array.from({ length: count ?? 1 }, (_, i) => i)
    const id = ids.find((i) => processName(program, i) === event.process)
    if (id === undefined) return false
    const family = partAt(this.second, path)
    const me = count === null ? family : (family as { get(i: number): unknown }).get(id)
    steps[labels.indexOf(event.label)]!(partAt(this.second, lens) as never, me as never, this.pick)
    return true
  }

  private noting(part: object): Note {
    const { made } = this.choices
    return (what) => {
      this.notes.push({ part, what })
      for (let i = made; i < this.choices.made; i++) this.picks.add(i)
    }
  }

  private rangeOf(component: string): { readonly from: number; readonly to: number } {
    const { offset, layout } = this.layout.fields.find(({ name }) => name === component)!
    return { from: offset, to: offset + layout.bytes }
  }

  private shown(options: ViewOptions): Shown {
    const { layout } = this
    const bytes = new Uint8Array(layout.bytes)
    const programs = this.model.behaviour.filter((b) => b.kind === 'program')
    const identified = new Set(programs.map((b) => placeOf(layout, b).process))
    return { bytes, views: buildViews(layout, bytes, { ...options, identified }) }
  }

  private put({ bytes }: Shown, state: unknown): void {
    writePlain(this.layout, bytes, 0, state, () => 'the state')
  }
}

/** A packed state, and the views of it. */
interface Shown {
  readonly bytes: Uint8Array
  readonly views: ReturnType<typeof buildViews>
}

function partAt({ views }: Shown, path: readonly string[]): unknown {
  return path.reduce((part, name) => (part as { readonly [name: string]: unknown })[name], views.root)
}

/** The choices of a step that has been taken before. */
class Repeated extends Choices {
  private before: readonly number[] = []
  private next = 0

  repeat(choices: readonly number[]): void {
    this.before = choices
    this.next = 0
  }

  override choose(_count: number): number {
    return this.before[this.next++]!
  }

  override note(): void {}

  override get made(): number {
    return this.next
  }
}
