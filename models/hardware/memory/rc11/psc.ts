import { blocked } from '../../../../src/index.js'
import type { State } from '../variables.js'
import type { Messages } from './messages.js'
import { type Positions, Scratch, type Vector } from './positions.js'

/**
 * Keeps sequentially consistent accesses and fences as they must be: the relation psc of RC11 has no cycle (Lahav et al.
 * 2017, section 3: psc is psc_base with psc_F). Neither the relation nor an order of these events is kept, and nothing is
 * guessed. Written below for events: `s` any sequentially consistent one, `F` such a fence.
 *
 * A new event can close a cycle only by coming before an older one: by reading from, or putting in, a message that is
 * older than one which an event `t` protects. A sequentially consistent store protects its own message, a fence the
 * messages that were stored, and from what such a fence happens before, also those that were seen, before it. So of a set
 * of events it is enough to know the newest message of each location that they protect (`Views.protection`), and of any
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
  private readonly protection: Positions

  constructor(private readonly messages: Messages) {
    this.count = messages.locations.count
    this.protection = messages.views.protection
    this.own = new Scratch(this.protection.words)
  }

  /** After a read from a message, of which the processor knows what it acquired. */
  read(s: State, cpu: number, at: number, position: number, isSequential: boolean): void {
    const { now } = this.messages.processor(s, cpu)
    if (isSequential) this.begin(s, cpu, at)
    this.place(s, at, position, now.fences, isSequential)
    if (this.fences) this.protection.join(now.fence, this.messages.message(s, at, position).writer)
    this.accessed(s, cpu, at, position, isSequential)
  }

  /** After a message has been put in. */
  write(s: State, cpu: number, at: number, position: number, isSequential: boolean): void {
    const { now } = this.messages.processor(s, cpu)
    const before = this.messages.message(s, at, position - 1)
    const message = this.messages.message(s, at, position)
    if (this.accesses) message.accesses = before.accesses
    if (this.fences) {
      message.fences = before.fences
      message.writer = before.fences
    }
    if (isSequential) {
      this.begin(s, cpu, at)
      this.protection.join(this.own, before.accesses)
      if (this.fences) this.protection.join(this.own, before.fences)
      this.protect(this.own, at, position)
    }
    this.place(s, at, position, now.fences, isSequential)
    if (this.fences) {
      this.protection.join(message.writer, now.fences)
      if (this.accesses) this.protection.join(now.fence, before.accesses)
      this.protection.join(now.fence, message.writer)
      this.protect(now.fence, at, position)
    }
    this.accessed(s, cpu, at, position, isSequential)
  }

  fence(s: State, cpu: number, isSequential: boolean): void {
    const { now } = this.messages.processor(s, cpu)
    this.leave(s, cpu, -1)
    if (isSequential) this.protection.join(now.fences, now.fence)
    this.goOn(s, cpu, -1)
  }

  private begin(s: State, cpu: number, at: number): void {
    const { next, now } = this.messages.processor(s, cpu)
    this.own.clear()
    this.protection.join(this.own, next.get(at))
    this.protection.join(this.own, now.same.get(at))
  }

  /** An access comes before all that is protected from it: not before what comes before it itself. */
  private place(s: State, at: number, position: number, fences: Vector, isSequential: boolean): void {
    const { own, protection } = this
    if (this.fences && protection.get(fences, at) > position) throw blocked
    if (isSequential) {
      if (this.fences && protection.get(own, at) > position) protection.join(own, fences)
      if (protection.get(own, this.accessAt(at)) > position) throw blocked
    }
    const hasFences = this.fences && !protection.isZero(fences)
    if (!hasFences && !isSequential) return
    this.messages.eachProtection(s, (one) => {
      if (hasFences && protection.get(one, at) > position) protection.join(one, fences)
      if (isSequential && protection.get(one, this.accessAt(at)) > position) protection.join(one, own)
    })
  }

  private accessed(s: State, cpu: number, at: number, position: number, isSequential: boolean): void {
    const { protection } = this
    const { now, last } = this.messages.processor(s, cpu)
    if (this.fences) {
      protection.raise(now.fence, at, position)
      if (!protection.isZero(now.fences))
        for (let i = position, n = this.messages.count(s, at); i < n; i++) {
          const message = this.messages.message(s, at, i)
          protection.join(message.fences, now.fences)
          if (i > position) protection.join(message.writer, now.fences)
        }
    }
    if (!this.accesses) return
    const same = now.same.get(at)
    if (isSequential)
      for (let i = position, n = this.messages.count(s, at); i < n; i++)
        protection.join(this.messages.message(s, at, i).accesses, this.own)
    this.leave(s, cpu, at)
    if (isSequential) {
      if (this.fences) protection.join(now.fence, this.own)
      protection.join(same, this.own)
      protection.join(last, this.own)
      s.cpu.get(cpu).lastAt = at + 1
    }
    if (this.fences) protection.join(same, now.fences)
    this.goOn(s, cpu, at)
  }

  /** The processor's last access has something at another location after it. */
  private leave(s: State, cpu: number, at: number): void {
    const me = s.cpu.get(cpu)
    if (me.lastAt === 0 || me.lastAt === at + 1) return
    this.protection.join(me.now.elsewhere, me.last)
    me.last.fill(0)
    me.lastAt = 0
  }

  private goOn(s: State, cpu: number, at: number): void {
    if (!this.accesses) return
    const { protection } = this
    const { now, next, last } = this.messages.processor(s, cpu)
    for (let other = 0; other < this.count; other++) {
      const one = next.get(other)
      protection.join(one, last)
      if (this.fences) protection.join(one, now.fences)
      protection.join(one, now.same.get(other))
      if (other !== at) protection.join(one, now.elsewhere)
    }
  }

  private get fences(): boolean {
    return this.messages.sequential.fences
  }

  private get accesses(): boolean {
    return this.messages.sequential.accesses
  }

  /** Where a protection says before which message of the location no sequentially consistent access may come. */
  private accessAt(at: number): number {
    return this.fences ? this.count + at : at
  }

  private protect(one: Vector, at: number, position: number): void {
    if (this.fences) this.protection.raise(one, at, position)
    if (this.accesses) this.protection.raise(one, this.accessAt(at), position)
  }
}
