import { array, bool, int, oneOf, struct } from '../../../src/index.js'
import { memory } from '../../hardware/memory/memory.js'
import type { MemoryState } from '../../hardware/memory/operations.js'
import type { FineLocks } from '../lock-cascade/place.js'
import { cascadeRegisters, coarseVariables } from '../lock-cascade/state.js'
import { ringVariables } from '../token-ring/ring.js'

export interface Sizes {
  readonly cpus: number
  readonly pages: number
}

/** What a sub-page's entry of the array holds; between the two writes that change a list, neither. */
const entry = oneOf('nothing', 'in between', 'mapped', 'of another object')

function variablesOf({ cpus, pages }: Sizes) {
  return {
    ...ringVariables({ cpus }),
    ...coarseVariables(),
    /** Whether the super page refers to its array of sub-page pointers. */
    array: bool,
    /** The array: for each sub-page a lock, and the beginning of the list of its mappings. */
    lock: array(pages, bool),
    entry: array(pages, entry),
  }
}

export function memoryOf(sizes: Sizes) {
  return memory({ model: 'sc', cpus: sizes.cpus, variables: variablesOf(sizes) })
}

export const tasks = ['map', 'unmap', 'revoke', 'change'] as const

/** What the block of memory is that the array may be in. */
export const blockUse = oneOf('free', 'array', 'another object')

export function registers({ pages }: Sizes) {
  return struct({
    ...cascadeRegisters({ entries: pages }),
    changes: bool,
    usesFine: bool,
    interrupted: bool,
    /** What it has come for, and for which sub-page. */
    task: oneOf(...tasks),
    page: int(0, pages - 1),
    /** It has found the array, and not let go of it. */
    holdsArray: bool,
    /** How far it has come through the array. */
    walked: int(0, pages),
  })
}

/** The locks of single sub-pages, in the array. */
export function subPageLocks(sizes: Sizes): FineLocks {
  const memory = memoryOf(sizes)
  const at = (s: unknown) => (s as HasMemory).memory
  return {
    take: (s, me) => !memory.exchange(at(s), me.id, 'lock', me.entry!, true),
    give: (s, me) => memory.store(at(s), me.id, 'lock', me.entry!, false),
    allocate: (s, me) => memory.store(at(s), me.id, 'array', true),
    release: (s, me) => memory.store(at(s), me.id, 'array', false),
  }
}

/** As much of the system as routines see. */
export interface HasMemory {
  readonly memory: MemoryState<ReturnType<typeof variablesOf>>
}
