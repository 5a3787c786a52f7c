import { array, int, oneOf, option } from '../../../src/index.js'
import { memory } from '../../hardware/memory/memory.js'
import type { MemoryState } from '../../hardware/memory/operations.js'
import { ringVariables } from '../token-ring/ring.js'
import type { FineLocks } from './place.js'
import { type CascadeRegisters, coarseVariables } from './state.js'

export interface Blocks {
  readonly cpus: number
  readonly entries: number
  readonly blocks: number
}

/** What each block of memory is at present. */
export const blockUse = oneOf('free', 'fine locks', 'another object')

/** The pointer to a block in which the fine locks are, if there are any. */
export const pointer = (blocks: number) => option(int(0, blocks - 1))

function variablesOf({ cpus, entries, blocks }: Blocks) {
  return {
    ...ringVariables({ cpus }),
    ...coarseVariables(),
    /** Where the fine locks are. */
    locks: pointer(blocks),
    /** What is in each word of each block: a fine lock, or something of another object. */
    word: array(blocks * entries, oneOf('free', 'taken', 'of another')),
  }
}

export function memoryOf(setting: Blocks) {
  return memory({ model: 'sc', cpus: setting.cpus, variables: variablesOf(setting) })
}

/** The numbers of a block's words. */
export function wordsOf(block: number, { entries }: Blocks): readonly number[] {
  return Array.from({ length: entries }, (_, entry) => block * entries + entry)
}

/** Fine locks in the block that the processor has found, whatever has become of it. */
export function fineLocksFound(setting: Blocks): FineLocks {
  const memory = memoryOf(setting)
  const at = (s: unknown) => (s as HasMemory).memory
  const word = (me: CascadeRegisters) => wordsOf((me as Finder).locks!, setting)[me.entry!]!
  return {
    take: (s, me) => memory.exchange(at(s), me.id, 'word', word(me), 'taken') === 'free',
    give: (s, me) => memory.store(at(s), me.id, 'word', word(me), 'free'),
    allocate: (s, me) => memory.store(at(s), me.id, 'locks', (me as Finder).locks),
    release: (s, me) => memory.store(at(s), me.id, 'locks', null),
  }
}

interface HasMemory {
  readonly memory: MemoryState<ReturnType<typeof variablesOf>>
}

/** A processor that has read the pointer. */
export interface Finder extends CascadeRegisters {
  locks: number | null
}
