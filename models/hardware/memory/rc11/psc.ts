import { blocked } from '../../../../src/index.js'
import type { State } from '../variables.js'
import type { Messages } from './messages.js'
import { join, type Protection, positionAt, raise, Scratch } from './protection.js'

/**
 * Keeps sequentially consistent accesses and fences as they must be: the relation psc of RC11 has no cycle (Lahav et al.
 * 2017, section 3: psc is psc_base with psc_F). Neither the relation nor an order of these events is kept, and nothing is
 * guessed. Written below for events: `s` any sequentially consistent one, `F` such a fence.
 *
 * A new event can close a cycle only by coming before an older one: by reading from, or putting in, a message that is
 * older than one which an event `t` protects. A sequentially consistent store protects its own message, a fence the
 * messages that were stored, and from what such a fence happens before, also those that were seen, before it. So of a set
 * of events it is enough to know the newest message of each location that they protect (a `Protection`), and of any
 * point to know that of all events that come before it in psc. Kept are:
 *
 * in a view, for whoever gets it,
 *   fence      all before such a fence if there were one here, and that fence
 *   fences     all before or at the fences that happen before
 *   elsewhere  all before or at accesses `s` that happen before, with an event at another location right after them
 *   same       for each location, all before or at accesses `s` to it, and before or at fences `F` that happen before
 *              any access to it
 * with a message,
 *   accesses   all before or at accesses `s` that made or read this or an older message
 *   fences     all before or at fences that happen before an access which made or read this or an older message
 *   writer     the same without those that read this one
 * with a processor,
 *   next       for each location, all before a sequentially consistent access to it if that came next
 *   last       all before or at its last such access, until one to another location or a fence has come
 *
 * If the new event comes before what one of them protects, it comes before an event of that set: so all that comes before
 * the new event belongs to the set too, and is joined in.
 */
export class Psc {
  /** All before or at the event at hand. */
  private readonly own: Scratch
  private readonly count: number

  constructor(private readonly messages: Messages) {
    this.count = messages.locations.count
    this.own = new Scratch(2 * this.count)
  }

  /** After a read from a message, of which the processor knows what it acquired. */
  read(s: State, cpu: number, at: number, position: number, isSequential: boolean): void {
    const { now } = s.cpu.get(cpu)
    if (isSequential) this.begin(s, cpu, at)
    this.place(s, at, position, now.fences, isSequential)
    join(now.fence, this.messages.message(s, at, position).writer)
    this.accessed(s, cpu, at, position, isSequential)
  }

  /** After a message has been put in. */
  write(s: State, cpu: number, at: number, position: number, isSequential: boolean): void {
    const { now } = s.cpu.get(cpu)
    const before = this.messages.message(s, at, position - 1)
    const message = this.messages.message(s, at, position)
    message.accesses = before.accesses
    message.fences = before.fences
    message.writer = before.fences
    if (isSequential) {
      this.begin(s, cpu, at)
      join(this.own, before.accesses)
      join(this.own, before.fences)
      this.protect(this.own, at, position)
    }
    this.place(s, at, position, now.fences, isSequential)
    join(message.writer, now.fences)
    join(now.fence, before.accesses)
    join(now.fence, message.writer)
    this.protect(now.fence, at, position)
    this.accessed(s, cpu, at, position, isSequential)
  }

  fence(s: State, cpu: number, isSequential: boolean): void {
    const { now } = s.cpu.get(cpu)
    this.leave(s, cpu, -1)
    if (isSequential) join(now.fences, now.fence)
    this.goOn(s, cpu, -1)
  }

  private begin(s: State, cpu: number, at: number): void {
    const { next, now } = s.cpu.get(cpu)
    this.own.clear()
    join(this.own, this.locationOf(next, at))
    join(this.own, this.locationOf(now.same, at))
  }

  /** An access comes before all that is protected from it: not before what comes before it itself. */
  private place(s: State, at: number, position: number, fences: Protection, isSequential: boolean): void {
    const { own, count } = this
    if (positionAt(fences, count + at) > position) throw blocked
    if (isSequential) {
      if (own.get(count + at) > position) join(own, fences)
      if (own.get(at) > position) throw blocked
    }
    this.messages.eachProtection(s, (one) => {
      if (positionAt(one, count + at) > position) join(one, fences)
      if (isSequential && positionAt(one, at) > position) join(one, own)
    })
  }

  private accessed(s: State, cpu: number, at: number, position: number, isSequential: boolean): void {
    const { now, last } = s.cpu.get(cpu)
    const same = this.locationOf(now.same, at)
    raise(now.fence, this.count + at, position)
    for (let i = position, n = this.messages.count(s, at); i < n; i++) {
      const message = this.messages.message(s, at, i)
      join(message.fences, now.fences)
      if (i > position) join(message.writer, now.fences)
      if (isSequential) join(message.accesses, this.own)
    }
    this.leave(s, cpu, at)
    if (isSequential) {
      join(now.fence, this.own)
      join(same, this.own)
      join(last, this.own)
      s.cpu.get(cpu).lastAt = at + 1
    }
    join(same, now.fences)
    this.goOn(s, cpu, at)
  }

  /** The processor's last access has something at another location after it. */
  private leave(s: State, cpu: number, at: number): void {
    const me = s.cpu.get(cpu)
    if (me.lastAt === 0 || me.lastAt === at + 1) return
    join(me.now.elsewhere, me.last)
    me.last.fill(0)
    me.lastAt = 0
  }

  private goOn(s: State, cpu: number, at: number): void {
    if (!this.messages.sequential.accesses) return
    const { now, next, last } = s.cpu.get(cpu)
    for (let other = 0; other < this.count; other++) {
      const one = this.locationOf(next, other)
      join(one, last)
      join(one, now.fences)
      join(one, this.locationOf(now.same, other))
      if (other !== at) join(one, now.elsewhere)
    }
  }

  private locationOf(part: State, at: number): Protection {
    return this.messages.locations.get(part, at)
  }

  private protect(one: Protection, at: number, position: number): void {
    raise(one, at, position)
    raise(one, this.count + at, position)
  }
}
