import { type Epochs, endless, older } from '../token-ring/epoch.js'
import { ringVariables } from '../token-ring/ring.js'
import { type AnyMemory, shared } from '../token-ring/shared.js'
import type { Design } from './design.js'
import {
  ageRegisters,
  type CascadeRegisters,
  cascadeVariables,
  coarseVariables,
  type Granularity,
  type Records,
} from './state.js'

/** What a processor does to the variables of a cascade: each is one access to memory. */
export interface Place {
  loadState(s: unknown, me: HasId): Granularity
  storeState(s: unknown, me: HasId, state: Granularity): void
  /** Stores a state that ends a change. */
  finish(s: unknown, me: HasId, state: Granularity): void
  loadLockEpoch(s: unknown, me: HasId): number
  storeLockEpoch(s: unknown, me: HasId, epoch: number): void
  loadGlobalEpoch(s: unknown, me: HasId): number
  fence(s: unknown, me: HasId): void
  /** Takes the coarse lock, if it is free, and says whether it was. */
  takeCoarse(s: unknown, me: HasId): boolean
  giveCoarse(s: unknown, me: HasId): void
  /** When the global epoch keeps its number, all records of it get older instead. */
  age(s: { readonly cpu: Records }): void
  readonly fine: FineLocks
}

/** What a processor does to the fine locks: to that of the entry it goes to, and to the memory of all. */
export interface FineLocks {
  take(s: unknown, me: CascadeRegisters): boolean
  give(s: unknown, me: CascadeRegisters): void
  allocate(s: unknown, me: CascadeRegisters): void
  release(s: unknown, me: CascadeRegisters): void
}

interface PlaceOptions {
  readonly memory: AnyMemory
  readonly design: Design
  readonly epochs?: Epochs
  readonly fine: FineLocks
}

/** A cascade whose variables are in the memory that the system has at `s.memory`. */
export function cascadeOn({ memory: given, design: { orders }, epochs = endless, fine }: PlaceOptions): Place {
  const where = { cpus: 1, own: 'memory', memory: given }
  const { memory, in: at } = shared({ ...coarseVariables({ epochs }), ...ringVariables({ cpus: 1, epochs }) }, where)
  return {
    loadState: (s, me) => memory.load(at(s), me.id, 'state', orders.readingState),
    storeState: (s, me, state) => memory.store(at(s), me.id, 'state', state),
    finish: (s, me, state) => memory.store(at(s), me.id, 'state', state, orders.finishing),
    loadLockEpoch: (s, me) => memory.load(at(s), me.id, 'lockEpoch'),
    storeLockEpoch: (s, me, epoch) => memory.store(at(s), me.id, 'lockEpoch', epoch),
    loadGlobalEpoch: (s, me) => memory.load(at(s), me.id, 'epoch', orders.readingEpoch),
    fence: (s, me) => memory.fence(at(s), me.id),
    takeCoarse: (s, me) => !memory.exchange(at(s), me.id, 'coarse', true, orders.taking),
    giveCoarse: (s, me) => memory.store(at(s), me.id, 'coarse', false, orders.releasingCoarse),
    age: (s) => {
      memory.rename(at(s), 'lockEpoch', older)
      ageRegisters(s.cpu)
    },
    fine,
  }
}

/** Fine locks that are always in the same place; whether there is memory is written down. */
export function fineLocksInPlace(given: AnyMemory, entries: number, { orders }: Design): FineLocks {
  const where = { cpus: 1, own: 'memory', memory: given }
  const { memory, in: at } = shared(cascadeVariables({ entries }), where)
  return {
    take: (s, me) => !memory.exchange(at(s), me.id, 'fine', me.entry!, true, orders.taking),
    give: (s, me) => memory.store(at(s), me.id, 'fine', me.entry!, false, orders.releasingFine),
    allocate: (s, me) => memory.store(at(s), me.id, 'allocated', true),
    release: (s, me) => memory.store(at(s), me.id, 'allocated', false),
  }
}

interface HasId {
  readonly id: number
}
