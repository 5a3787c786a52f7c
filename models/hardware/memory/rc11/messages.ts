import { array, bool, id, int, queue, struct } from '../../../../src/index.js'
import type { Fields } from '../../../../src/schema/type.js'
import type { Renaming } from '../machine.js'
import type { Reservations } from '../reservations.js'
import type { Locations, State } from '../variables.js'
import type { Vector } from './positions.js'
import { type Sequential, type View, Views } from './views.js'

/** A processor's part of the state, as far as it holds views and what `Psc` keeps. */
interface Processor {
  readonly now: View
  readonly acquired: View
  readonly released: { get(at: number): View; set(at: number, view: View): void }
  readonly next: { get(at: number): Vector }
  readonly last: Vector
}

/** The parts of a state, looked up once: the same views stay at the same places. */
interface Parts {
  readonly histories: readonly State[]
  readonly processors: readonly Processor[]
  readonly views: readonly View[]
}

/**
 * The messages of each location, in their order of modification, and who sees how much of them. A message is known by its
 * position in that order, the oldest that is kept being 0. What a view `sees` is, for each location, a position before which
 * whoever has the view does not read. What else is in views, messages and processors is for `psc.ts`.
 */
export class Messages {
  readonly state: Fields
  readonly views: Views
  private readonly parts = new WeakMap<State, Parts>()
  /** The state that was asked about last, and its parts. */
  private last: readonly [State, Parts] | null = null

  constructor(
    readonly locations: Locations,
    readonly cpus: number,
    readonly most: number,
    readonly sequential: Sequential,
    readonly reservations: Reservations | null = null,
  ) {
    const { count } = locations
    this.views = new Views(count, most, sequential)
    const { type: view, ofFences, ofAccesses, ofAccessesAt } = this.views
    const history = locations.map((value) => {
      const extra = { accesses: ofAccesses, fences: ofFences, writer: ofFences }
      const message = struct({ value, attached: bool, passes: view, ...extra })
      return struct({ oldest: message, newer: queue(message, most - 1) })
    })
    const cpu = struct({
      now: view,
      acquired: view,
      released: array(count, view),
      next: ofAccessesAt,
      last: ofAccesses,
      lastAt: int(0, sequential.accesses ? count : 0),
      // The location, counted from 1, and the message that was read there.
      ...(reservations === null ? {} : { reserved: int(0, count), linked: int(0, most - 1) }),
    })
    this.state = { history: struct(history), cpu: array(id('cpu', cpus), cpu) }
  }

  private partsOf(s: State): Parts {
    if (this.last !== null && this.last[0] === s) return this.last[1]
    const parts = this.parts.get(s) ?? this.findParts(s)
    this.parts.set(s, parts)
    this.last = [s, parts]
    return parts
  }

  private findParts(s: State): Parts {
    const histories = this.locations.all.map((_, at) => this.locations.get(s.history, at))
    const processors: Processor[] = Array.from({ length: this.cpus }, (_, cpu) => s.cpu.get(cpu))
    const views = processors.flatMap(({ now, acquired, released }) => [
      now,
      acquired,
      ...histories.map((_, at) => released.get(at)),
    ])
    return { histories, processors, views }
  }

  /** How many messages the location has. */
  count(s: State, at: number): number {
    return this.partsOf(s).histories[at].newer.length + 1
  }

  message(s: State, at: number, position: number): State {
    const { oldest, newer } = this.partsOf(s).histories[at]
    return position === 0 ? oldest : newer.get(position - 1)
  }

  processor(s: State, cpu: number): Processor {
    return this.partsOf(s).processors[cpu]!
  }

  sees(view: View, at: number): number {
    return this.views.seen.get(view.sees, at)
  }

  /** What the processor stores to the location from here on passes on all that it sees now. */
  release(s: State, cpu: number, at: number): void {
    const { released, now } = this.processor(s, cpu)
    released.set(at, now)
  }

  /** Puts a message in at this position, above 0; those from there on move up by one. */
  insert(s: State, at: number, position: number, value: unknown): State {
    const { oldest, newer } = this.partsOf(s).histories[at]
    newer.push(oldest)
    for (let i = newer.length - 1; i >= position; i--) newer.set(i, newer.get(i - 1))
    this.move(s, at, position, 1)
    const message = newer.get(position - 1)
    message.value = value
    message.attached = false
    if (position === newer.length) this.locations.set(s, at, value)
    return message
  }

  /** Forgets the oldest message of the location, and who has reserved that: from here on nobody reads it. */
  forgetOldest(s: State, at: number): void {
    if (this.reservations !== null)
      for (let cpu = 0; cpu < this.cpus; cpu++) {
        const { reserved, linked } = s.cpu.get(cpu)
        if (reserved === at + 1 && linked === 0) this.reserve(s, cpu, 0, 0)
      }
    const history = this.partsOf(s).histories[at]
    history.oldest = history.newer.head
    history.oldest.attached = false
    history.newer.remove(0)
    this.move(s, at, 1, -1)
  }

  /** The processor has a reservation of this location, counted from 1, as long as this is the newest message it knows there. */
  reserve(s: State, cpu: number, location: number, position: number): void {
    const me = s.cpu.get(cpu)
    me.reserved = location
    me.linked = position
  }

  /** Adds to all positions of the location from this one on. */
  private move(s: State, at: number, from: number, by: number): void {
    const { seen, protection } = this.views
    this.eachView(s, (view) => seen.move(view.sees, at, from, by))
    this.eachProtection(s, (vector) => protection.move(vector, at, from, by))
    if (this.reservations === null) return
    for (const me of s.cpu) if (me.reserved === at + 1 && me.linked >= from) me.linked += by
  }

  /** Everything in the state that holds positions besides what views see. */
  eachProtection(s: State, show: (protection: Vector) => void): void {
    const { fences, accesses } = this.sequential
    if (!fences && !accesses) return
    this.eachView(s, (view) => this.views.eachProtection(view, show))
    if (accesses)
      for (const { next, last } of this.partsOf(s).processors) {
        show(last)
        for (let at = 0; at < this.locations.count; at++) show(next.get(at))
      }
    this.eachMessage(s, (message) => {
      if (accesses) show(message.accesses)
      if (!fences) return
      show(message.fences)
      show(message.writer)
    })
  }

  private eachView(s: State, show: (view: View) => void): void {
    for (const view of this.partsOf(s).views) show(view)
    this.eachMessage(s, (message) => show(message.passes))
  }

  private eachMessage(s: State, show: (message: State) => void): void {
    for (const { oldest, newer } of this.partsOf(s).histories) {
      show(oldest)
      for (let i = 0, n = newer.length; i < n; i++) show(newer.get(i))
    }
  }

  /** Gives other names to what the messages of the location say. */
  rename(s: State, at: number, to: Renaming): void {
    for (let i = 0, n = this.count(s, at); i < n; i++) {
      const message = this.message(s, at, i)
      message.value = to(message.value as never)
    }
    this.locations.set(s, at, to(this.locations.get(s, at) as never))
  }

  initialise(s: State, at: number, value: unknown): void {
    this.partsOf(s).histories[at].oldest.value = value
    this.locations.set(s, at, value)
  }
}
