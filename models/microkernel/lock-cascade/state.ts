import { array, bool, id, oneOf, option, type Pick, struct } from '../../../src/index.js'
import { type Epochs, endless, older } from '../token-ring/epoch.js'

export type Granularity = 'coarse' | 'to fine' | 'fine' | 'to coarse'

/** Coarse, fine, and on the way from one to the other. */
export const granularity = oneOf('coarse', 'to fine', 'fine', 'to coarse')

interface CoarseOptions {
  readonly epochs?: Epochs
}

interface CascadeOptions extends CoarseOptions {
  readonly entries: number
}

/** The coarse lock, and the state that says which locks are in use: what processors share. */
export function coarseVariables({ epochs = endless }: CoarseOptions = {}) {
  return {
    state: granularity,
    /** Whether the coarse lock is taken. */
    coarse: bool,
    /** When the change under way was begun. */
    lockEpoch: epochs.number,
  }
}

/** The same with a fine lock for each entry. There is one state for all of them. */
export function cascadeVariables({ entries, epochs = endless }: CascadeOptions) {
  return {
    ...coarseVariables({ epochs }),
    /** Which of the fine locks are taken. */
    fine: array(id('entry', entries), bool),
    /** Whether there is memory behind the fine locks. */
    allocated: bool,
  }
}

/** A cascade with variables of its own. */
export function cascadeState(options: CascadeOptions) {
  return struct(cascadeVariables(options))
}

/** What a processor knows of the coarse lock. */
export function coarseRegisters({ epochs = endless }: CoarseOptions = {}) {
  return {
    /** The state as last read. */
    state: granularity,
    /** An epoch on its way from or to LockEpoch. */
    epoch: epochs.number,
    holdsCoarse: bool,
  }
}

export function cascadeRegisters({ entries, epochs = endless }: CascadeOptions) {
  return {
    ...coarseRegisters({ epochs }),
    /** The entry that it is in, or on the way to or from. */
    entry: option(id('entry', entries)),
  }
}

/** How a cascade begins: coarse or fine. */
export function anyBeginning({ pick }: { readonly pick: Pick }): 'coarse' | 'fine' {
  return pick(['coarse', 'fine'] as const)
}

/** The epoch at the beginning: whatever LockEpoch is of, that is over. */
export const LONG_SINCE = endless.number.high

/** A cascade begins coarse or fine, with memory for fine locks left from before. */
export function anyCascade(s: HasCascade, tools: { readonly pick: Pick }): void {
  anyGranularity(s, tools)
  s.cascade.allocated = true
}

/** Coarse or fine, since long ago. */
export function anyGranularity(s: HasCoarse, tools: { readonly pick: Pick }): void {
  s.cascade.state = anyBeginning(tools)
  s.ring.epoch = LONG_SINCE
}

/** When the global epoch keeps its number, all records of it get older instead. */
export function ageCascade({ cascade, cpu }: { readonly cascade: { lockEpoch: number }; readonly cpu: Records }): void {
  cascade.lockEpoch = older(cascade.lockEpoch)
  ageRegisters(cpu)
}

/** The same of what processors keep for themselves. */
export function ageRegisters(cpus: Records): void {
  for (const cpu of cpus) cpu.epoch = older(cpu.epoch)
}

export type Records = Iterable<{ epoch: number }>

export function allocateFineLocks({ cascade }: HasCascade): void {
  cascade.allocated = true
}

export function releaseFineLocks({ cascade }: HasCascade): void {
  cascade.allocated = false
  for (let entry = 0; entry < cascade.fine.length; entry++) cascade.fine.set(entry, false)
}

export function isChanging(state: Granularity): boolean {
  return state === 'to fine' || state === 'to coarse'
}

/** What a change under way leads to. */
export function finished(state: Granularity): 'coarse' | 'fine' {
  return state === 'to coarse' ? 'coarse' : 'fine'
}

/** What a change under way has begun from. */
export function startedFrom(state: Granularity): 'coarse' | 'fine' {
  return state === 'to coarse' ? 'fine' : 'coarse'
}

/** The change that begins from `coarse` or `fine`. */
export function changeFrom(state: Granularity): 'to fine' | 'to coarse' {
  return state === 'coarse' ? 'to fine' : 'to coarse'
}

export interface Coarse {
  state: Granularity
  coarse: boolean
  lockEpoch: number
}

export interface Cascade extends Coarse {
  readonly fine: { get(entry: number): boolean; set(entry: number, taken: boolean): void; readonly length: number }
  allocated: boolean
}

export interface HasCoarse {
  readonly cascade: Coarse
  readonly ring: { epoch: number }
}

export interface HasCascade {
  readonly cascade: Cascade
  readonly ring: { epoch: number }
}

export interface CoarseRegisters {
  readonly id: number
  state: Granularity
  epoch: number
  holdsCoarse: boolean
}

export interface CascadeRegisters extends CoarseRegisters {
  entry: number | null
}
