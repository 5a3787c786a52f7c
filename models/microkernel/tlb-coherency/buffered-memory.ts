import { array, bool, int } from '../../../src/index.js'
import { memory } from '../../hardware/memory/memory.js'

export const CPUS = 2

/** An object's record in one word: whether anything is outstanding, of which processor, and in which of its epochs. */
export const recordOf = (dirty: boolean, by: number, tag: number) => (dirty ? 4 : 0) + 2 * by + tag
export const isDirty = (record: number) => record >= 4
export const byOf = (record: number) => (record >> 1) & 1
export const tagOf = (record: number) => record & 1

/** A vector of versions in one word: of each processor one bit. */
export const versionIn = (vector: number, cpu: number) => (vector >> cpu) & 1

interface Setting {
  readonly memoryModel: 'sc' | 'tso' | 'pso'
  readonly objects: number
  readonly versions: boolean
  readonly entries: number
}

/** The memory of `tlb-store-buffers`: everything that its processors share. */
export function memoryOf({ memoryModel: model, objects, versions, entries }: Setting) {
  const variables = {
    /** Whether the page-table entry of the object's page gives the permission. */
    entry: array(objects, bool),
    /** The object: its lock, and what is outstanding. */
    lock: array(objects, bool),
    record: array(objects, int(0, 7)),
    epoch: array(CPUS, int(0, 1)),
    /** Whether the other wants the processor to flush its TLB. */
    request: array(CPUS, bool),
    version: array(CPUS, int(0, versions ? 1 : 0)),
    vector: array(CPUS, int(0, versions ? 3 : 0)),
  }
  return memory({ model, cpus: CPUS, entries, whenFull: 'wait', variables })
}
