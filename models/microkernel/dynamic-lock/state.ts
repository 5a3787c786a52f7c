import { bool, id, int, oneOf, type Pick, struct } from '../../../src/index.js'
import { type Epochs, endless } from '../token-ring/epoch.js'
import type { Beneath } from './beneath/beneath.js'
import { spinLock, spinVariables } from './beneath/spin-lock.js'

/** Bits of the word that is the mask. */
export const BITS = 8

export type LockState = 'disabled' | 'promoting' | 'enabled' | 'demoting'

/** What processors share of a lock, besides the variables of the lock beneath. */
export function lockVariables({ epochs = endless }: { readonly epochs?: Epochs } = {}) {
  return {
    state: oneOf('disabled', 'promoting', 'enabled', 'demoting'),
    /** LockEpoch: when the transition under way was begun. */
    lockEpoch: epochs.number,
    /** Who may use the object: a bit for each processor. */
    mask: int(0, 2 ** BITS - 1),
  }
}

/** A lock with a spin lock beneath, and all its variables. */
export function lockState({ cpus, epochs = endless }: { readonly cpus: number; readonly epochs?: Epochs }) {
  return struct({ ...lockVariables({ epochs }), ...spinVariables, ...lockHome({ cpus }) })
}

/** The lock's home processor, which never changes: no variable of the memory. */
export function lockHome({ cpus }: { readonly cpus: number }) {
  return { home: id('cpu', cpus) }
}

export interface RegistersOptions {
  readonly epochs?: Epochs
  /** The lock beneath, which has registers of its own. */
  readonly beneath?: Beneath
  readonly cpus?: number
}

export function lockRegisters({ cpus = BITS, epochs = endless, beneath = spinLock }: RegistersOptions = {}) {
  return {
    /** The lock's state as last tested. */
    state: oneOf('disabled', 'promoting', 'enabled', 'demoting'),
    /** An epoch on its way from or to LockEpoch. */
    epoch: epochs.number,
    holdsSpinLock: bool,
    /** It has gone to test for the token while it waits for the spin lock: only where nobody minds safe points. */
    interrupted: bool,
    ...beneath.registers(cpus),
  }
}

/** A lock begins disabled with its home processor alone in the mask, or enabled with all of them; any one may be the home. */
export function anyBeginning({ cpus, pick }: { readonly cpus: number; readonly pick: Pick }) {
  const home = pick.int(0, cpus - 1)
  const state = pick(['disabled', 'enabled'] as const)
  return { home, state, mask: state === 'disabled' ? bit(home) : 2 ** cpus - 1 }
}

export function anyLock(lock: Lock, tools: { readonly cpus: number; readonly pick: Pick }): void {
  Object.assign(lock, anyBeginning(tools))
}

/** The bit of the mask that stands for the processor. */
export function bit(cpu: number): number {
  return 1 << cpu
}

/** A lock whose variables are its own. */
export interface Lock {
  state: LockState
  spin: number
  lockEpoch: number
  home: number
  mask: number
}
