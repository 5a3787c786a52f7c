import { array, bool, id, int, queue, struct } from '../../../../src/index.js'
import type { Fields } from '../../../../src/schema/type.js'
import type { Renaming } from '../machine.js'
import type { Reservations } from '../reservations.js'
import type { Locations, State } from '../variables.js'
import { join, type Protection } from './protection.js'

/** Which sequentially consistent events a program can have: only for these something is remembered. */
export interface Sequential {
  readonly fences: boolean
  readonly accesses: boolean
}

/**
 * The messages of each location, in their order of modification, and who sees how much of them. A message is known by its
 * position in that order, the oldest that is kept being 0. A view holds, for each location, a position before which
 * whoever has the view does not read. What else is in views, messages and processors is for `psc.ts`.
 */
export class Messages {
  readonly state: Fields

  constructor(
    readonly locations: Locations,
    readonly cpus: number,
    readonly most: number,
    readonly sequential: Sequential,
    readonly reservations: Reservations | null = null,
  ) {
    const position = int(0, most - 1)
    const each = 2 * locations.count
    const ofFences = array(sequential.fences ? each : 0, position)
    const ofAccesses = array(sequential.accesses ? each : 0, position)
    const forEach = (type: typeof ofAccesses) => struct(locations.map(() => type))
    const view = struct({
      sees: struct(locations.map(() => position)),
      fence: ofFences,
      fences: ofFences,
      elsewhere: ofAccesses,
      same: forEach(ofAccesses),
    })
    const history = locations.map((value) => {
      const extra = { accesses: ofAccesses, fences: ofFences, writer: ofFences }
      const message = struct({ value, attached: bool, passes: view, ...extra })
      return struct({ oldest: message, newer: queue(message, most - 1) })
    })
    const cpu = struct({
      now: view,
      acquired: view,
      released: struct(locations.map(() => view)),
      next: forEach(ofAccesses),
      last: ofAccesses,
      lastAt: int(0, sequential.accesses ? locations.count : 0),
      // The location, counted from 1, and the message that was read there.
      ...(reservations === null ? {} : { reserved: int(0, locations.count), linked: position }),
    })
    this.state = { history: struct(history), cpu: array(id('cpu', cpus), cpu) }
  }

  private history(s: State, at: number): State {
    return this.locations.get(s.history, at)
  }

  /** How many messages the location has. */
  count(s: State, at: number): number {
    return this.history(s, at).newer.length + 1
  }

  message(s: State, at: number, position: number): State {
    const { oldest, newer } = this.history(s, at)
    return position === 0 ? oldest : newer.get(position - 1)
  }

  sees(view: State, at: number): number {
    return this.locations.get(view.sees, at)
  }

  /** The view goes up to this position at least. */
  raise(view: State, at: number, position: number): void {
    if (this.sees(view, at) < position) this.locations.set(view.sees, at, position)
  }

  /** The view holds all that the other one does. */
  join(view: State, other: State): void {
    for (let at = 0; at < this.locations.count; at++) this.raise(view, at, this.sees(other, at))
    join(view.fence, other.fence)
    join(view.fences, other.fences)
    join(view.elsewhere, other.elsewhere)
    if (this.sequential.accesses)
      for (let at = 0; at < this.locations.count; at++)
        join(this.locations.get(view.same, at), this.locations.get(other.same, at))
  }

  /** What the processor stores to the location from here on passes on all that it sees now. */
  release(s: State, cpu: number, at: number): void {
    const { released, now } = s.cpu.get(cpu)
    this.locations.set(released, at, now)
    // Who reads such a message sees it itself, and so as far as that.
    this.locations.set(this.released(s, cpu, at).sees, at, 0)
  }

  released(s: State, cpu: number, at: number): State {
    return this.locations.get(s.cpu.get(cpu).released, at)
  }

  /** Puts a message in at this position, above 0; those from there on move up by one. */
  insert(s: State, at: number, position: number, value: unknown): State {
    const { oldest, newer } = this.history(s, at)
    newer.push(oldest)
    for (let i = newer.length - 1; i >= position; i--) newer.set(i, newer.get(i - 1))
    this.move(s, at, position, 1)
    const message = newer.get(position - 1)
    message.value = value
    message.attached = false
    if (position === newer.length) this.locations.set(s, at, value)
    return message
  }

  /** Forgets the messages that nobody can read any more, and reservations that can only fail. */
  forgetUnread(s: State): void {
    if (this.reservations !== null) this.forgetReservations(s)
    for (let at = 0; at < this.locations.count; at++) while (!this.isReadable(s, at)) this.forget(s, at)
  }

  private forgetReservations(s: State): void {
    for (let cpu = 0; cpu < this.cpus; cpu++) {
      const { reserved, linked, now } = s.cpu.get(cpu)
      if (reserved > 0 && this.sees(now, reserved - 1) !== linked) this.reserve(s, cpu, 0, 0)
    }
  }

  /** The processor has a reservation of this location, counted from 1, as long as this is the newest message it knows there. */
  reserve(s: State, cpu: number, location: number, position: number): void {
    const me = s.cpu.get(cpu)
    me.reserved = location
    me.linked = position
  }

  /** Whether some processor can still read the oldest message of the location. */
  private isReadable(s: State, at: number): boolean {
    for (let cpu = 0; cpu < this.cpus; cpu++) if (this.sees(s.cpu.get(cpu).now, at) === 0) return true
    return false
  }

  private forget(s: State, at: number): void {
    const history = this.history(s, at)
    history.oldest = history.newer.head
    history.oldest.attached = false
    history.newer.remove(0)
    this.move(s, at, 1, -1)
  }

  /** Adds to all positions of the location from this one on. */
  private move(s: State, at: number, from: number, by: number): void {
    this.eachView(s, (view) => {
      const position = this.sees(view, at)
      if (position >= from) this.locations.set(view.sees, at, position + by)
    })
    if (this.reservations !== null)
      for (let cpu = 0; cpu < this.cpus; cpu++) {
        const me = s.cpu.get(cpu)
        if (me.reserved === at + 1 && me.linked >= from) me.linked += by
      }
    this.eachProtection(s, (protection) => {
      for (let i = at; i < protection.length; i += this.locations.count) {
        const position = protection.get(i)
        if (position >= from) protection.set(i, position + by)
      }
    })
  }

  /** Everything in the state that holds positions besides what views see. */
  eachProtection(s: State, show: (protection: Protection) => void): void {
    const { fences, accesses } = this.sequential
    if (!fences && !accesses) return
    const { locations } = this
    this.eachView(s, (view) => {
      show(view.fence)
      show(view.fences)
      show(view.elsewhere)
      for (let at = 0; at < locations.count; at++) show(locations.get(view.same, at))
    })
    for (let cpu = 0; cpu < this.cpus; cpu++) {
      const { next, last } = s.cpu.get(cpu)
      show(last)
      for (let at = 0; at < locations.count; at++) show(locations.get(next, at))
    }
    this.eachMessage(s, (message) => {
      show(message.accesses)
      show(message.fences)
      show(message.writer)
    })
  }

  private eachView(s: State, show: (view: State) => void): void {
    for (let cpu = 0; cpu < this.cpus; cpu++) {
      const { now, acquired, released } = s.cpu.get(cpu)
      show(now)
      show(acquired)
      for (let at = 0; at < this.locations.count; at++) show(this.locations.get(released, at))
    }
    this.eachMessage(s, (message) => show(message.passes))
  }

  private eachMessage(s: State, show: (message: State) => void): void {
    for (let at = 0; at < this.locations.count; at++)
      for (let i = 0, n = this.count(s, at); i < n; i++) show(this.message(s, at, i))
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
    this.history(s, at).oldest.value = value
    this.locations.set(s, at, value)
  }
}
