import { array, id, int, oneOf, option } from '../../../src/index.js'
import { guardedData } from '../dynamic-lock/guarded-data.js'
import type { Design } from './design.js'
import { epochsOf, memoryWith, type Setting } from './memory.js'
import type { FineLocks } from './place.js'
import { type CascadeRegisters, coarseVariables } from './state.js'

export interface Blocks extends Setting {
  readonly entries: number
  readonly blocks: number
}

/** The pointer to a block in which the fine locks are, if there are any. */
export const pointer = (blocks: number) => option(int(0, blocks - 1))

function variablesOf(setting: Blocks) {
  const { entries, blocks } = setting
  return {
    ...coarseVariables({ epochs: epochsOf(setting) }),
    /** Where the fine locks are. */
    locks: pointer(blocks),
    /** What is in each word of each block: a fine lock, or something of another object. */
    word: array(blocks * entries, oneOf('free', 'taken', 'of another')),
    /** What each block of memory is at present. */
    block: array(blocks, oneOf('free', 'fine locks', 'being made', 'another object')),
    ...guardedData({ ...setting, parts: id('entry', entries) }),
  }
}

export function memoryOf(setting: Blocks, fences = true) {
  return memoryWith(setting, variablesOf(setting), fences)
}

/** The numbers of a block's words. */
export function wordsOf(block: number, { entries }: Blocks): readonly number[] {
  return Array.from({ length: entries }, (_, entry) => block * entries + entry)
}

/** Fine locks in the block that the processor has found, whatever has become of it. */
export function fineLocksFound(setting: Blocks, { orders }: Design): FineLocks {
  const memory = memoryOf(setting)
  const at = (s: unknown) => (s as HasMemory).memory
  const word = (me: CascadeRegisters) => wordsOf((me as Finder).locks!, setting)[me.entry!]!
  return {
    take: (s, me) => memory.exchange(at(s), me.id, 'word', word(me), 'taken', orders.taking) === 'free',
    give: (s, me) => memory.store(at(s), me.id, 'word', word(me), 'free', orders.releasingFine),
    allocate: (s, me) => memory.store(at(s), me.id, 'locks', (me as Finder).locks),
    release: (s, me) => memory.store(at(s), me.id, 'locks', null),
  }
}

export interface HasMemory {
  readonly memory: Parameters<ReturnType<typeof memoryOf>['isSettled']>[0]
}

/** A processor that has read the pointer. */
export interface Finder extends CascadeRegisters {
  locks: number | null
}
