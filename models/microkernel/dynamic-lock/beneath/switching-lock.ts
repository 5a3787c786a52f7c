import { oneOf, type Pick } from '../../../../src/index.js'
import type { Memory } from '../../../hardware/memory/operations.js'
import type { Epochs } from '../../token-ring/epoch.js'
import { type Beneath, type Holder, prefixed } from './beneath.js'
import { mcsLock } from './mcs-lock.js'
import { spinLock } from './spin-lock.js'

export type SwitchingLabel = Taking | 'give back'
type Taking = 'read kind' | 'test kind' | 'read kind epoch' | 'test kind epoch' | 'finish switch' | Beginning
type Beginning = 'switch: change kind' | 'switch: fence' | 'switch: read epoch' | 'switch: write epoch'

type Kind = 'spin' | 'to queue' | 'queue' | 'to spin'
const kind = oneOf('spin', 'to queue', 'queue', 'to spin')

const next = { spin: 'to queue', 'to queue': 'queue', queue: 'to spin', 'to spin': 'spin' } as const

function variables(epochs: Epochs) {
  return { kind, kindEpoch: epochs.number }
}

/**
 * A spin lock and a queue lock, of which one is taken; which one is changed at run time, as contention asks for (Uhlig 2005,
 * 3.2.1 on Lim, 4.3.1, 5.3.3). How is not said beyond the rule of 4.3.1 for every such change: first the new primitive is
 * enabled beside the old, then the old is disabled when all are known to honour the new. So here, with the epoch of the
 * dynamic lock: while one gives way to the other, both are taken, the spin lock first; when the epoch is over, nobody is
 * left who has taken only the old, and whoever holds both says that the new one is enough. A change is begun with the lock
 * in hand.
 */
export const switchingLock: Beneath = {
  variables: (cpus, epochs) => ({
    ...variables(epochs),
    ...spinLock.variables(cpus, epochs),
    ...mcsLock.variables(cpus, epochs),
  }),
  records: ['kindEpoch'],
  registers: (cpus) => ({ kind, ...mcsLock.registers(cpus) }),
  operations(tools) {
    const { in: at, barriers, precaution, epochIsOver, readEpoch } = tools
    const memory = tools.memory as unknown as Memory<ReturnType<typeof variables>>
    const [spin, queue] = [spinLock.operations(tools), mcsLock.operations(tools)]
    const takesBoth = precaution('take both locks while one gives way to the other')
    const waits = precaution('wait for the epoch while one lock gives way to the other')
    const fences = barriers.fencing('have all see the new kind of lock before the epoch is read')
    const takesSpin = (me: Registers) =>
      me.kind === 'spin' || (isChanging(me.kind) && (takesBoth || me.kind === 'to spin'))
    const takesQueue = (me: Registers) =>
      me.kind === 'queue' || (isChanging(me.kind) && (takesBoth || me.kind === 'to queue'))

    /** After the release of all that was taken. */
    const gone = (me: Registers, to: string) => {
      me.kind = 'spin'
      return to
    }

    return {
      taking: 'read kind',
      waiting: spin.waiting,
      giving: 'give back',
      take(prefix, then, instead) {
        const spinning = spin.take(prefix, 'test kind', instead) as unknown as Steps
        const exchange = spinning[`${prefix}exchange`]!
        const beginning = prefixed<Step>(prefix, {
          'switch: change kind': (s, me) => {
            memory.store(at(s), me.id, 'kind', next[me.kind])
            return `${prefix}${fences ? 'switch: fence' : 'switch: read epoch'}`
          },
          ...(fences && {
            'switch: fence': (s, me) => {
              memory.fence(at(s), me.id)
              return `${prefix}switch: read epoch`
            },
          }),
          'switch: read epoch': (s, me) => {
            me.epoch = readEpoch(s, me)
            return `${prefix}switch: write epoch`
          },
          'switch: write epoch': (s, me) => {
            memory.store(at(s), me.id, 'kindEpoch', me.epoch)
            me.epoch = 0
            return then
          },
        })
        const taking = prefixed<Step>(prefix, {
          'read kind': (s, me) => {
            me.kind = memory.load(at(s), me.id, 'kind')
            return `${prefix}${takesSpin(me) ? spin.taking : queue.taking}`
          },
          exchange: (s, me, pick) => {
            const to = exchange(s, me, pick)
            if (to !== 'test kind') return to
            if (!takesQueue(me)) return `${prefix}test kind`
            me.holdsSpinLock = false
            return `${prefix}${queue.taking}`
          },
          'test kind': (s, me, pick) => {
            const now = memory.load(at(s), me.id, 'kind')
            if (isChanging(now)) return `${prefix}read kind epoch`
            return now === me.kind && pick.bool() ? `${prefix}switch: change kind` : then
          },
          'read kind epoch': (s, me) => {
            me.epoch = memory.load(at(s), me.id, 'kindEpoch')
            return `${prefix}test kind epoch`
          },
          'test kind epoch': (s, me) => {
            const isOver = epochIsOver(s, me, me.epoch)
            me.epoch = 0
            return isOver || !waits ? `${prefix}finish switch` : then
          },
          'finish switch': (s, me) => {
            memory.store(at(s), me.id, 'kind', next[memory.load(at(s), me.id, 'kind')])
            return then
          },
        })
        return {
          ...(queue.take(prefix, `${prefix}test kind`) as object),
          ...(taking as object),
          ...(beginning as object),
        } as never
      },
      give(prefix, then) {
        const queueing = queue.give(prefix, then) as unknown as Steps
        const spinning = spin.give(prefix, then) as unknown as Steps
        const last =
          (step: Step): Step =>
          (s, me, pick) => {
            const to = step(s, me, pick)
            return to === then ? gone(me, then) : to
          }
        const first =
          (step: Step): Step =>
          (s, me, pick) => {
            const to = step(s, me, pick)
            if (to !== then) return to
            return takesSpin(me) ? `${prefix}${spin.giving}` : gone(me, then)
          }
        return {
          ...(prefixed<Step>(prefix, {
            'give back': (_, me) => `${prefix}${takesQueue(me) ? queue.giving : spin.giving}`,
          }) as object),
          ...mapped(queueing, first),
          ...mapped(spinning, last),
        } as never
      },
    }
  },
  fits: ({ spin, tail }, holders) => holders <= 1 && (holders === 0 || spin !== 0 || tail !== null),
}

function isChanging(kind: Kind): boolean {
  return kind === 'to queue' || kind === 'to spin'
}

function mapped(steps: Steps, by: (step: Step) => Step): Steps {
  return Object.fromEntries(Object.entries(steps).map(([label, step]) => [label, by(step)]))
}

interface Registers extends Holder {
  kind: Kind
  epoch: number
}

type Step = (s: object, me: Registers, pick: Pick) => unknown
type Steps = { readonly [label: string]: Step }
