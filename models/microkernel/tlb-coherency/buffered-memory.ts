import { array, bool, int } from '../../../src/index.js'
import { memory } from '../../hardware/memory/memory.js'

interface Setting {
  readonly memoryModel: 'sc' | 'tso' | 'pso'
  readonly cpus: number
  readonly objects: number
  readonly versions: boolean
  readonly entries: number
}

/** The memory of `tlb-store-buffers`: everything that its processors share. */
export function memoryOf({ memoryModel: model, cpus, objects, versions, entries }: Setting) {
  const variables = {
    /** Whether the page-table entry of the object's page gives the permission. */
    entry: array(objects, bool),
    /** The object: its lock, and what is outstanding. */
    lock: array(objects, bool),
    record: array(objects, int(0, 4 * cpus - 1)),
    epoch: array(cpus, int(0, 1)),
    /** Of each processor, whether each of the others wants it to flush its TLB. */
    request: array(cpus * (cpus - 1), bool),
    version: array(cpus, int(0, versions ? 1 : 0)),
    vector: array(cpus, int(0, versions ? 2 ** cpus - 1 : 0)),
  }
  return memory({ model, cpus, entries, whenFull: 'wait', variables })
}

/** How what is shared fits into words. */
export function wordsOf(cpus: number) {
  return {
    /** An object's record in one word: whether anything is outstanding, of which processor, and in which of its epochs. */
    recordOf: (dirty: boolean, by: number, tag: number) => (dirty ? 2 * cpus : 0) + 2 * by + tag,
    isDirty: (record: number) => record >= 2 * cpus,
    byOf: (record: number) => (record >> 1) % cpus,
    tagOf: (record: number) => record & 1,

    /** A vector of versions in one word: of each processor one bit. */
    versionIn: (vector: number, cpu: number) => (vector >> cpu) & 1,
  }
}
