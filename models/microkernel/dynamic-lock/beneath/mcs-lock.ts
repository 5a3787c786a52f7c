import { array, blocked, bool, id, option, type Pick } from '../../../../src/index.js'
import type { Memory } from '../../../hardware/memory/operations.js'
import { type Beneath, type Holder, letGo, prefixed } from './beneath.js'

export type McsLabel = Taking | Giving
type Taking = 'clear link' | 'set flag' | 'swap tail' | 'link' | 'spin'
type Giving = 'read link' | 'swing tail back' | 'wait for link' | 'unlock next'

function variables(cpus: number) {
  const cpu = id('cpu', cpus)
  return { tail: option(cpu), next: array(cpus, option(cpu)), locked: array(cpus, bool) }
}

/**
 * The queue lock of Mellor-Crummey and Scott (1991), for which each processor has one node: who comes next, and whether it must
 * wait. Each spins on its own node, and they get the lock in the order in which they swapped themselves in.
 */
export const mcsLock: Beneath = {
  variables,
  registers: (cpus) => ({ previous: option(id('cpu', cpus)), next: option(id('cpu', cpus)) }),
  operations({ memory: any, in: at, barriers, precaution }) {
    const memory = any as unknown as Memory<ReturnType<typeof variables>>
    const clears = precaution('clear the link before queueing')
    const locks = precaution('set the own flag before queueing')
    const waits = precaution('wait for a successor that has not linked itself yet')
    const taken = barriers.acquiring('order the critical section after the taking of the lock')
    const released = barriers.releasing('order the critical section before the release')
    const swapped = barriers.agreeing('order the own node before queueing') ? 'acquire-release' : taken
    const linked = barriers.agreeing('order the own node before the link') ? 'release' : 'relaxed'
    const seen = barriers.acquiring('order everything after the link is seen')
    return {
      taking: 'clear link',
      waiting: 'spin',
      giving: 'read link',
      take: (prefix, then, instead) =>
        prefixed<Step>(prefix, {
          'clear link': (s, me) => {
            if (clears) memory.store(at(s), me.id, 'next', me.id, null)
            return `${prefix}set flag`
          },
          'set flag': (s, me) => {
            if (locks) memory.store(at(s), me.id, 'locked', me.id, true)
            return `${prefix}swap tail`
          },
          'swap tail': (s, me) => {
            me.previous = memory.exchange(at(s), me.id, 'tail', me.id, swapped)
            if (me.previous !== null) return `${prefix}link`
            me.holdsSpinLock = true
            return then
          },
          link: (s, me) => {
            memory.store(at(s), me.id, 'next', me.previous!, me.id, linked)
            me.previous = null
            return `${prefix}spin`
          },
          spin: (s, me, pick) => {
            const other = instead?.(me as never, pick) ?? null
            if (other !== null) return other
            if (memory.load(at(s), me.id, 'locked', me.id, taken)) return blocked
            me.holdsSpinLock = true
            return then
          },
        }),
      give: (prefix, then) =>
        prefixed<Step>(prefix, {
          'read link': (s, me) => {
            me.next = memory.load(at(s), me.id, 'next', me.id, seen)
            return me.next === null ? `${prefix}swing tail back` : `${prefix}unlock next`
          },
          'swing tail back': (s, me) => {
            const tail = memory.compareExchange(at(s), me.id, 'tail', me.id, null, released)
            if (tail !== me.id && waits) return `${prefix}wait for link`
            letGo(me)
            return then
          },
          'wait for link': (s, me) => {
            me.next = memory.load(at(s), me.id, 'next', me.id, seen)
            return me.next === null ? blocked : `${prefix}unlock next`
          },
          'unlock next': (s, me) => {
            memory.store(at(s), me.id, 'locked', me.next!, false, released)
            me.next = null
            letGo(me)
            return then
          },
        }),
    }
  },
  fits: ({ tail }, holders) => holders <= 1 && (holders === 0 || tail !== null),
}

interface Registers extends Holder {
  previous: number | null
  next: number | null
}

type Step = (s: object, me: Registers, pick: Pick) => unknown
