import type { Precaution } from '../../../src/index.js'
import type { LoadOrder, StoreOrder } from '../../hardware/memory/orders.js'
import { type Barriers, noBarriers } from '../token-ring/barriers.js'
import { type Epochs, endless, oneEpochOnly } from '../token-ring/epoch.js'
import type { CascadeRegisters, Granularity } from './state.js'

type By<V> = { readonly [S in Granularity]: V }

/** What the design does so that its claims hold. Each of it can be taken away. */
export interface Design {
  /** Which locks are taken in each state. */
  readonly takesCoarse: By<boolean>
  readonly takesFine: By<boolean>
  /** Whether a change has to wait for the epoch, and for which. */
  readonly waits: By<boolean>
  readonly isOver: Epochs['isOver']
  /** What is decided on the way in about the fine locks is decided again with the coarse lock in hand. */
  readonly looksAgain: boolean
  readonly coarseFirst: boolean
  readonly coarseLast: boolean
  readonly onlyIfTaken: boolean
  readonly beginsHolding: boolean
  readonly finishesHolding: boolean
  readonly recordsLast: boolean
  readonly safePointsOnly: boolean
  /** How the accesses to the locks and to their state are ordered, where memory does not keep them in order. */
  readonly orders: Orders
}

export interface Orders {
  /** Whether a fence stands between the change of state and the reading of the epoch. */
  readonly fences: boolean
  readonly taking: LoadOrder
  readonly releasingCoarse: StoreOrder
  readonly releasingFine: StoreOrder
  readonly readingState: LoadOrder
  readonly readingEpoch: LoadOrder
  readonly finishing: StoreOrder
}

interface DesignOptions {
  readonly precaution: Precaution
  readonly epochs?: Epochs
  readonly barriers?: Barriers
}

export function designOf({ precaution, epochs = endless, barriers = noBarriers }: DesignOptions): Design {
  const during = (what: string) => ({
    'to fine': precaution(`${what} while it becomes fine`),
    'to coarse': precaution(`${what} while it becomes coarse`),
  })
  const recordsLast = precaution('read the epoch after changing the state')
  return {
    takesCoarse: { coarse: true, fine: false, ...during('take the coarse lock') },
    takesFine: { coarse: false, fine: true, ...during('take the fine locks') },
    waits: { coarse: false, fine: false, ...during('wait for the epoch') },
    isOver: (precaution('wait for LockEpoch + 1 rather than LockEpoch') ? epochs : oneEpochOnly(epochs)).isOver,
    looksAgain: precaution('decide on the fine locks with the coarse lock in hand'),
    coarseFirst: precaution('take the coarse lock before the fine ones'),
    coarseLast: precaution('release the coarse lock after the fine ones'),
    onlyIfTaken: precaution('release the coarse lock only if it was taken'),
    beginsHolding: precaution('begin a change with the coarse lock in hand'),
    finishesHolding: precaution('finish a change with the coarse lock in hand'),
    recordsLast,
    safePointsOnly: precaution('pass the token only at a safe point'),
    orders: ordersOf(barriers, recordsLast),
  }
}

function ordersOf(barriers: Barriers, recordsLast: boolean): Orders {
  return {
    fences: recordsLast && barriers.fencing('have all see the new state before the epoch is read'),
    taking: barriers.acquiring('order the critical section after the taking of a lock'),
    releasingCoarse: barriers.releasing('order everything before the release of the coarse lock'),
    releasingFine: barriers.releasing('order the critical section before the release of a fine lock'),
    readingState: barriers.acquiring('order everything after the state is read'),
    readingEpoch: barriers.acquiring('order everything after the global epoch is read'),
    // Where stores wait in buffers, who finishes a change has emptied his to get the coarse lock.
    finishing: barriers.agreeing('order everything before a change is finished') ? 'release' : 'relaxed',
  }
}

/** What a processor keeps besides: what it has come for, and what it has made up its mind to. */
export interface Registers extends CascadeRegisters {
  /** It is here to change the granularity. */
  changes: boolean
  /** It takes the fine lock of each entry that it goes to. */
  usesFine: boolean
  /** It has gone to test for the token while it waits for a fine lock: only where nobody minds safe points. */
  interrupted: boolean
}

/** The operation is over: everything about it is forgotten. */
export function leave(me: Registers): 'user' {
  me.state = 'coarse'
  me.changes = false
  me.usesFine = false
  return 'user'
}
