import { array, bool, id, oneOf, option, type Pick, struct } from '../../../src/index.js'
import { endless, older } from '../token-ring/epoch.js'

export type Granularity = 'coarse' | 'to fine' | 'fine' | 'to coarse'

/** Coarse, fine, and on the way from one to the other. */
export const granularity = oneOf('coarse', 'to fine', 'fine', 'to coarse')

/** The coarse lock, and the state that says which locks are in use. */
export const coarseFields = {
  state: granularity,
  /** Whether the coarse lock is taken. */
  coarse: bool,
  /** LockEpoch: when the change under way was begun. */
  epoch: endless.number,
}

/** The same with a fine lock for each entry. There is one state for all of them. */
export function cascadeState({ entries }: { readonly entries: number }) {
  return struct({
    ...coarseFields,
    /** Which of the fine locks are taken. */
    fine: array(id('entry', entries), bool),
    /** Whether there is memory behind the fine locks. */
    allocated: bool,
  })
}

/** What a processor knows of the coarse lock. */
export const coarseRegisters = {
  /** The state as last read. */
  state: granularity,
  /** An epoch on its way from or to LockEpoch. */
  epoch: endless.number,
  holdsCoarse: bool,
}

export function cascadeRegisters({ entries }: { readonly entries: number }) {
  return {
    ...coarseRegisters,
    /** The entry that it is in, or on the way to or from. */
    entry: option(id('entry', entries)),
  }
}

/** A cascade begins coarse or fine, with memory for fine locks left from before. */
export function anyCascade(s: HasCascade, tools: { readonly pick: Pick }): void {
  anyGranularity(s, tools)
  s.cascade.allocated = true
}

/** Coarse or fine, since long ago: whatever epoch LockEpoch is of, it is over. */
export function anyGranularity(s: HasCoarse, { pick }: { readonly pick: Pick }): void {
  s.cascade.state = pick(['coarse', 'fine'] as const)
  s.ring.epoch = endless.number.high
}

/** When the global epoch keeps its number, all records of it get older instead. */
export function ageCascade(s: {
  readonly cascade: { epoch: number }
  readonly cpu: Iterable<{ epoch: number }>
}): void {
  s.cascade.epoch = older(s.cascade.epoch)
  for (const cpu of s.cpu) cpu.epoch = older(cpu.epoch)
}

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
  epoch: number
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
