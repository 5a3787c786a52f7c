import type { State } from '../variables.js'
import type { Messages } from './messages.js'
import { Scratch } from './positions.js'
import type { View } from './views.js'

/** What is done to a state after each operation. */
export interface Settling {
  settle(s: State): void
}

/** Forgets messages that no processor can read any more, and reservations that can only fail: else nothing ever ends. */
export function forgetUnread(messages: Messages, s: State): void {
  if (messages.reservations !== null) forgetReservations(messages, s)
  const { seen } = messages.views
  const unread = new Scratch(seen.words)
  for (let cpu = 0; cpu < messages.cpus; cpu++) {
    const { sees } = messages.processor(s, cpu).now
    if (cpu === 0) seen.copy(unread, sees)
    else seen.meet(unread, sees)
  }
  if (seen.isZero(unread)) return
  for (let at = 0; at < messages.locations.count; at++)
    for (let i = seen.get(unread, at); i > 0; i--) messages.forgetOldest(s, at)
}

function forgetReservations(messages: Messages, s: State): void {
  for (let cpu = 0; cpu < messages.cpus; cpu++) {
    const { reserved, linked } = s.cpu.get(cpu)
    if (reserved > 0 && messages.sees(messages.processor(s, cpu).now, reserved - 1) !== linked)
      messages.reserve(s, cpu, 0, 0)
  }
}

/**
 * Gives one form to states that differ in nothing that will ever make a difference, so that a search takes them for one.
 * Each rule leaves what can be read, where a message can be put, and what `Psc` forbids as they are, now and after any
 * further steps.
 *
 * - A processor that `Psc` keeps from reading before a message need not be able to by its view: it sees that message. What
 *   nobody can read then is forgotten.
 * - What a message passes on matters to those who can still read it, and these only become fewer. What all of them have in
 *   their views already is not passed on. It stays there: views never lose anything, and where the protection that was
 *   dropped would grow, because something comes before what it protects (`Psc.place`), so does theirs, which protects as much.
 * - The same of what a message says of fences, for it is joined to the view of who reads it, or puts one behind it. Only
 *   sequentially consistent accesses use one of the two for more: where there are any, that one stays.
 * - Whoever reads a message sees its location as far as that, whatever is passed on.
 * - What is seen only because fences protect it need not be passed on: who gets the one gets the other.
 * - What a processor has released, by what it stores from then on, matters to the others; it has it in its own view.
 */
export class Quotient implements Settling {
  private readonly everybody: View
  private readonly some: View

  constructor(private readonly messages: Messages) {
    this.everybody = messages.views.scratch()
    this.some = messages.views.scratch()
  }

  settle(s: State): void {
    if (this.messages.sequential.fences) this.see(s)
    forgetUnread(this.messages, s)
    this.known(s, this.everybody, () => true)
    for (let at = 0; at < this.messages.locations.count; at++) this.dropPassed(s, at)
    for (let cpu = 0; cpu < this.messages.cpus; cpu++) this.dropReleased(s, cpu)
  }

  private see(s: State): void {
    const { seen } = this.messages.views
    for (let cpu = 0; cpu < this.messages.cpus; cpu++) {
      const { now, acquired } = this.messages.processor(s, cpu)
      seen.join(now.sees, now.fences)
      seen.join(acquired.sees, acquired.fences)
    }
  }

  /** What all those processors have in their views. */
  private known(s: State, known: View, are: (cpu: number) => boolean): View {
    const { views, cpus } = this.messages
    let isFirst = true
    for (let cpu = 0; cpu < cpus; cpu++) {
      if (!are(cpu)) continue
      const { now } = this.messages.processor(s, cpu)
      if (isFirst) views.copy(known, now)
      else views.meet(known, now)
      isFirst = false
    }
    return known
  }

  private dropPassed(s: State, at: number): void {
    const { messages } = this
    const { fences, accesses } = messages.sequential
    const { protection } = messages.views
    for (let position = 0, n = messages.count(s, at); position < n; position++) {
      const message = messages.message(s, at, position)
      const canRead = (cpu: number) => messages.sees(messages.processor(s, cpu).now, at) <= position
      const known = position === n - 1 ? this.everybody : this.known(s, this.some, canRead)
      this.drop(message.passes, at, known)
      if (!fences) continue
      protection.drop(message.writer, known.fence)
      if (!accesses) protection.drop(message.fences, known.fence)
    }
  }

  private dropReleased(s: State, cpu: number): void {
    const { messages } = this
    if (messages.cpus === 1) return
    const { released } = messages.processor(s, cpu)
    const known = this.known(s, this.some, (other) => other !== cpu)
    for (let at = 0; at < messages.locations.count; at++) this.drop(released.get(at), at, known)
  }

  private drop(view: View, at: number, known: View): void {
    const { views, sequential } = this.messages
    views.seen.set(view.sees, at, 0)
    views.drop(view, known)
    if (sequential.fences) views.seen.drop(view.sees, view.fences)
  }
}
