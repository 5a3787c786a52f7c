import { id, oneOf, pickOf } from '../../../../src/index.js'
import { ModelFailure } from '../../../../src/schema/failure.js'
import { behaviourTools } from '../../../../src/system/behaviour.js'
import { full, type WhenFull } from '../buffered.js'
import type { Machine } from '../machine.js'
import { acquires, type FenceOrder, isSequential, type LoadOrder, type Order, releases } from '../orders.js'
import { isKept, refuseReservations } from '../reservations.js'
import type { State } from '../variables.js'
import type { Messages } from './messages.js'
import { Psc } from './psc.js'
import { Quotient, type Settling } from './quotient.js'
import { messageTelling } from './telling.js'

/**
 * RC11 (Lahav et al. 2017), without promises: every store is a message in the history of its location, a load reads any
 * message that its processor's view lets it, and views go with messages from what releases to what acquires.
 */
export function messageMachine(
  messages: Messages,
  whenFull: WhenFull,
  settling: Settling = new Quotient(messages),
): Machine {
  const { locations, most, sequential, reservations, views } = messages
  const forgets = whenFull === 'forget'
  const psc = new Psc(messages)
  const noRoom = full(whenFull, `${most} messages for each location`)

  /** Whether it is; refused if nobody said so before. */
  function asks(order: Order, promised: boolean): boolean {
    if (isSequential(order) && !promised)
      throw new ModelFailure({
        tag: 'misuse',
        message: 'the memory was told that there are none of these: sequentially consistent accesses, or such fences',
      })
    return isSequential(order)
  }

  /** The messages that the processor can read from. */
  function readable(s: State, cpu: number, at: number): number[] {
    const oldest = messages.sees(messages.processor(s, cpu).now, at)
    return Array.from({ length: messages.count(s, at) - oldest }, (_, i) => oldest + i)
  }

  /** Whether something can be put right behind the message: not where something must stay there, or where it is forgotten. */
  function isFree(s: State, at: number, position: number): boolean {
    if (forgets && position === 0 && messages.count(s, at) === most) return false
    return position === messages.count(s, at) - 1 || !messages.message(s, at, position + 1).attached
  }

  /** Makes room for one more message, and says where the one at this position is then. */
  function makeRoom(s: State, at: number, position: number): number {
    if (messages.count(s, at) < most) return position
    if (!forgets) throw noRoom
    messages.forgetOldest(s, at)
    return position - 1
  }

  function read(s: State, cpu: number, at: number, position: number, order: Order): unknown {
    const { now, acquired } = messages.processor(s, cpu)
    const { value, passes } = messages.message(s, at, position)
    views.join(acquired, passes)
    if (acquires(order)) views.join(now, passes)
    views.seen.raise(now.sees, at, position)
    psc.read(s, cpu, at, position, asks(order, sequential.accesses))
    views.join(acquired, now)
    return value
  }

  function write(s: State, cpu: number, at: number, position: number, value: unknown, order: Order): State {
    const message = messages.insert(s, at, position, value)
    const { now, acquired } = messages.processor(s, cpu)
    views.seen.raise(now.sees, at, position)
    psc.write(s, cpu, at, position, asks(order, sequential.accesses))
    views.join(acquired, now)
    if (releases(order)) messages.release(s, cpu, at)
    message.passes = messages.processor(s, cpu).released.get(at)
    return message
  }

  /** The new message stays right behind an old one, and passes on what that does. */
  function replace(s: State, cpu: number, at: number, position: number, value: unknown, order: Order): void {
    const message = write(s, cpu, at, position + 1, value, order)
    message.attached = true
    views.join(message.passes, messages.message(s, at, position).passes)
    settling.settle(s)
  }

  function readAndReplace(s: State, cpu: number, at: number, found: number, value: unknown, order: Order): unknown {
    const position = makeRoom(s, at, found)
    const old = read(s, cpu, at, position, order)
    replace(s, cpu, at, position, value, order)
    return old
  }

  /** A message that something can be put right behind. */
  function pickFree(s: State, cpu: number, at: number): number {
    return pickOf(s)(readable(s, cpu, at).filter((p) => isFree(s, at, p)))
  }

  function fence(s: State, cpu: number, order: FenceOrder): void {
    const me = s.cpu.get(cpu)
    if (acquires(order)) me.now = me.acquired
    psc.fence(s, cpu, asks(order, sequential.fences))
    views.join(me.acquired, me.now)
    if (releases(order)) for (let at = 0; at < locations.count; at++) messages.release(s, cpu, at)
    settling.settle(s)
  }

  return {
    state: messages.state,
    behaviour: whenFull === 'wait' ? [catchUp(messages, settling)] : [],
    load(s, cpu, at, order: LoadOrder) {
      const value = read(s, cpu, at, pickOf(s)(readable(s, cpu, at)), order)
      settling.settle(s)
      return value
    },
    store(s, cpu, at, value, order) {
      write(s, cpu, at, makeRoom(s, at, pickFree(s, cpu, at)) + 1, value, order)
      settling.settle(s)
    },
    exchange(s, cpu, at, value, order) {
      return readAndReplace(s, cpu, at, pickFree(s, cpu, at), value, order)
    },
    compareExchange(s, cpu, at, expected, value, order) {
      const isExpected = (p: number) => messages.message(s, at, p).value === expected
      const position = pickOf(s)(readable(s, cpu, at).filter((p) => !isExpected(p) || isFree(s, at, p)))
      if (isExpected(position)) return readAndReplace(s, cpu, at, position, value, order)
      const old = read(s, cpu, at, position, order)
      settling.settle(s)
      return old
    },
    fetchAndAdd(s, cpu, at, amount, order) {
      const position = pickFree(s, cpu, at)
      const old = messages.message(s, at, position).value as number
      readAndReplace(s, cpu, at, position, old + amount, order)
      return old
    },
    loadLinked(s, cpu, at, order) {
      if (reservations === null) refuseReservations()
      const position = pickOf(s)(readable(s, cpu, at))
      const value = read(s, cpu, at, position, order)
      messages.reserve(s, cpu, at + 1, position)
      settling.settle(s)
      return value
    },
    storeConditional(s, cpu, at, value, order) {
      if (reservations === null) refuseReservations()
      const { reserved, linked } = s.cpu.get(cpu)
      messages.reserve(s, cpu, 0, 0)
      if (reserved !== at + 1 || !isFree(s, at, linked)) return false
      // Another's store has come behind that message: whether it did so in time is open.
      const isNewest = linked === messages.count(s, at) - 1
      if (!(isNewest ? isKept(s, reservations) : pickOf(s)([true, false]))) return false
      replace(s, cpu, at, makeRoom(s, at, linked), value, order)
      return true
    },
    fence,
    storeFence: (s, cpu) => fence(s, cpu, 'release'),
    isSettled: () => true,
    rename: (s, at, to) => messages.rename(s, at, to),
    initialise: (s, at, value) => messages.initialise(s, at, value),
    telling: messageTelling(messages),
  }
}

/**
 * A processor reads no message of the location any more but the newest: every run with such steps is one without them, in which
 * it merely happens to do so. Stores that wait for room do not wait for ever.
 */
function catchUp(messages: Messages, settling: Settling) {
  const { locations, cpus, views } = messages
  const names = locations.all.map(({ name }) => name)
  const numbers = new Map(names.map((name, at) => [name, at]))
  const newest = (s: State, at: number) => messages.count(s, at) - 1
  return behaviourTools.action(
    'catch up',
    { cpu: id('cpu', cpus), at: oneOf(...names) },
    {
      when: (s: State, { cpu, at }) => {
        const location = numbers.get(at)!
        return messages.sees(messages.processor(s, cpu).now, location) < newest(s, location)
      },
      do: (s: State, { cpu, at }) => {
        const location = numbers.get(at)!
        const { now, acquired } = messages.processor(s, cpu)
        views.seen.raise(now.sees, location, newest(s, location))
        views.seen.raise(acquired.sees, location, newest(s, location))
        settling.settle(s)
      },
    },
  )
}
