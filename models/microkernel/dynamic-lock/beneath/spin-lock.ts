import { blocked, int, type Pick } from '../../../../src/index.js'
import { type Beneath, type Holder, letGo, prefixed } from './beneath.js'

export type SpinLabel = 'exchange' | 'release'

/** The spin variable. 0 is free; the listing in assembler stores the lock's state, so there are three ways to be taken. */
export const spinVariables = { spin: int(0, 3) } as const

/** One variable that all exchange until it was free (Uhlig 2005, 4.3.2: the listings). Whoever comes at the right moment gets it. */
export const spinLock: Beneath = {
  variables: () => spinVariables,
  registers: () => ({}),
  operations({ memory, in: at, barriers }) {
    const taken = barriers.acquiring('order the critical section after the taking of the lock')
    const released = barriers.releasing('order the critical section before the release')
    return {
      taking: 'exchange',
      waiting: 'exchange',
      giving: 'release',
      take: (prefix, then, instead) =>
        prefixed<Step>(prefix, {
          exchange: (s, me, pick) => {
            const other = instead?.(me as never, pick) ?? null
            if (other !== null) return other
            if (memory.exchange(at(s), me.id, 'spin', 1, taken) !== 0) return blocked
            me.holdsSpinLock = true
            return then
          },
        }),
      give: (prefix, then) =>
        prefixed<Step>(prefix, {
          release: (s, me) => {
            memory.store(at(s), me.id, 'spin', 0, released)
            letGo(me)
            return then
          },
        }),
    }
  },
  fits: ({ spin }, holders, isSettled) => (isSettled ? holders === spin : holders <= spin),
}

type Step = (s: object, me: Holder, pick: Pick) => unknown
