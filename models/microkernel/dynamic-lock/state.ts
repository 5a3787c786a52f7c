import { bool, id, int, oneOf, type Pick, struct } from '../../../src/index.js'
import { type Epochs, endless, older } from '../token-ring/epoch.js'
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

/** A new lock, disabled, that only its home processor uses. */
export function makeLock(lock: Lock, home: number): void {
  Object.assign(lock, { home, state: 'disabled', mask: bit(home), spin: 0, lockEpoch: 0 })
}

/** When the global epoch keeps its number, all records of it get older instead. */
export function ageLock({ lock, cpu }: { readonly lock: HasEpoch; readonly cpu: Registers }): void {
  ageRecords(lock, cpu)
}

/** The same of a lock on a memory of the system. */
export function ageLockOn({ memory, cpu }: { readonly memory: HasEpoch; readonly cpu: Registers }): void {
  ageRecords(memory, cpu)
}

function ageRecords(lock: HasEpoch, cpus: Registers): void {
  lock.lockEpoch = older(lock.lockEpoch)
  for (const cpu of cpus) cpu.epoch = older(cpu.epoch)
}

interface HasEpoch {
  lockEpoch: number
}

type Registers = Iterable<{ epoch: number }>

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
