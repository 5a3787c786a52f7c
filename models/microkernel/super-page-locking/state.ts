import { array, bool, int, oneOf, struct } from '../../../src/index.js'
import { foundRegister } from '../dynamic-lock/guarded-data.js'
import type { Design } from '../lock-cascade/design.js'
import { epochsOf, memoryWith, type Setting } from '../lock-cascade/memory.js'
import type { FineLocks } from '../lock-cascade/place.js'
import { cascadeRegisters, coarseVariables } from '../lock-cascade/state.js'

export interface Sizes extends Setting {
  readonly pages: number
}

/** What a sub-page's entry of the array holds; between the two writes that change a list, neither. */
const entry = oneOf('nothing', 'in between', 'mapped', 'of another object')

function variablesOf(sizes: Sizes) {
  const { pages } = sizes
  return {
    ...coarseVariables({ epochs: epochsOf(sizes) }),
    /** Whether the super page refers to its array of sub-page pointers. */
    array: bool,
    /** The array: for each sub-page a lock, and the beginning of the list of its mappings. */
    lock: array(pages, bool),
    entry: array(pages, entry),
    /** What the block of memory is that the array may be in. */
    block: oneOf('free', 'array', 'being made', 'another object'),
  }
}

export function memoryOf(sizes: Sizes, fences = true) {
  return memoryWith(sizes, variablesOf(sizes), fences)
}

export const tasks = ['map', 'unmap', 'revoke', 'change'] as const

export function registers(sizes: Sizes) {
  const { pages } = sizes
  return struct({
    ...cascadeRegisters({ entries: pages, epochs: epochsOf(sizes) }),
    /** Whether it has found the sub-page that it works on as the last one should have left it. */
    ...foundRegister,
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
export function subPageLocks(sizes: Sizes, { orders }: Design): FineLocks {
  const memory = memoryOf(sizes)
  const at = (s: unknown) => (s as HasMemory).memory
  return {
    take: (s, me) => !memory.exchange(at(s), me.id, 'lock', me.entry!, true, orders.taking),
    give: (s, me) => memory.store(at(s), me.id, 'lock', me.entry!, false, orders.releasingFine),
    allocate: (s, me) => memory.store(at(s), me.id, 'array', true),
    release: (s, me) => memory.store(at(s), me.id, 'array', false),
  }
}

/** As much of the system as routines see. */
export interface HasMemory {
  readonly memory: Parameters<ReturnType<typeof memoryOf>['isSettled']>[0]
}
