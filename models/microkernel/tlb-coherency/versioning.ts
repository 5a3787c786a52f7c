import type { Pick, Precaution } from '../../../src/index.js'
import { upTo } from './operation.js'
import type { Processor } from './state.js'
import type { HasVectors, Versioned, Versions } from './versions.js'

type Cpus = Processor['requests']

/** A processor that looks at the versions of others. */
export interface Versioning extends Processor, Versioned {
  /** Whose versions it has still to look at. */
  readonly rest: Cpus
  /** Whom it has to interrupt, unless he has moved on. */
  readonly mask: Cpus
  /** The objects of its operation of which something is outstanding; only kept where they have vectors. */
  readonly batch: Cpus
  /** Whose shoot-down it has found outstanding. */
  takesOver: number | null
}

/** Lets the processor look at these, one after the other; whether there are any. */
export function looksAt(me: { readonly rest: Cpus }, cpus: Iterable<number>): boolean {
  me.rest.assign([...cpus])
  return !me.rest.isEmpty
}

/** These without the processor itself. */
export function othersOf({ id }: { readonly id: number }, cpus: Iterable<number>): number[] {
  return [...cpus].filter((cpu) => cpu !== id)
}

/** The one that it looks at now. */
export function lookedAt(me: { readonly rest: Cpus }, pick: Pick): number {
  const cpu = pick(me.rest)
  me.rest.delete(cpu)
  return cpu
}

/** Where versions are kept: in a vector of each processor, or of each memory object. */
export type Vectors = 'one per processor' | 'one per object'

/**
 * How versions are recorded when page tables are written, merged when a shoot-down is taken over, and tested when it begins
 * (Uhlig 2005, 4.4.2), as routines that a system spreads into the program of its processors. Each step looks at one processor.
 *
 * If each object has a vector, who takes a shoot-down over leaves in it what is there, or overwrites it with later versions.
 * So nothing is merged then; but the one shoot-down of a batch has to look at the vectors of all its objects, with their
 * locks released, and others may have overwritten them.
 */
export function versioning<Me extends Versioning>(options: VersioningOptions<Me>) {
  const { cpus, objects, versions, vectors, precaution, spared } = options
  const perObject = vectors === 'one per object'
  const recordsLast = precaution('record the versions after writing the page table')
  const recordsOwn = precaution('record the own version too, for who takes over')
  const merges = !perObject && precaution('merge the versions that are outstanding')
  const readsAll = perObject && (objects === 1 || precaution('merge the vectors of all objects of a batch'))
  const recorded = (me: Me, cpus: Iterable<number>) => (recordsOwn ? cpus : othersOf(me, cpus))
  const testsVersions = (me: Me) => (looksAt(me, othersOf(me, me.mask)) ? 'test version' : null)
  const readsVectors = (me: Me) => (!me.batch.isEmpty && looksAt(me, othersOf(me, me.mask)) ? 'read vector' : null)
  return {
    /** What comes after taking the lock of an object. */
    afterLock: (me: Me) => (!recordsLast && looksAt(me, recorded(me, upTo(cpus))) ? 'record version' : null),

    /** What comes after writing the page table; `dirty`: who may have cached what has changed. */
    afterWriting: (me: Me, dirty: Iterable<number>) =>
      recordsLast && looksAt(me, recorded(me, dirty)) ? 'record version' : null,

    /** What comes when a shoot-down of these is found outstanding. */
    afterEpoch: (me: Me, mask: Iterable<number>) =>
      merges && looksAt(me, recorded(me, mask)) ? 'merge version' : null,

    /** What comes when the shoot-down begins. */
    beforeShooting: perObject ? readsVectors : testsVersions,

    steps<Written extends string, Merged extends string, Tested extends string>(next: {
      readonly recorded: Written
      readonly merged: Merged
      readonly tested: (me: Me) => Tested
    }) {
      const steps = {
        'record version': (s: HasVectors, me: Me, pick: Pick) => {
          const cpu = lookedAt(me, pick)
          const { vector } = s.object.get(me.object)
          if (!perObject) me.vector.set(cpu, versions.present(s, cpu))
          if (vector.length > 0) vector.set(cpu, versions.present(s, cpu))
          if (!me.rest.isEmpty) return 'record version' as const
          return recordsLast ? next.recorded : ('write entry' as const)
        },
        'merge version': (s: HasVectors, me: Me, pick: Pick) => {
          const cpu = lookedAt(me, pick)
          const other = s.cpu.get(me.takesOver!).vector.get(cpu)
          me.vector.set(cpu, versions.later(me.vector.get(cpu), other))
          return me.rest.isEmpty ? next.merged : ('merge version' as const)
        },
        'read vector': (s: HasVectors, me: Me, pick: Pick) => {
          const [object] = me.batch
          const cpu = lookedAt(me, pick)
          const version = s.object.get(object!).vector.get(cpu)
          me.vector.set(cpu, readsAll ? versions.later(me.vector.get(cpu), version) : version)
          if (!me.rest.isEmpty) return 'read vector' as const
          me.batch.delete(object!)
          return readsVectors(me) ?? testsVersions(me) ?? next.tested(me)
        },
        'test version': (s: HasVectors, me: Me, pick: Pick) => {
          const cpu = lookedAt(me, pick)
          if (versions.hasMovedOn(s, cpu, me.vector.get(cpu))) {
            me.mask.delete(cpu)
            spared?.('by versions', me)
          } else if (!perObject && [...me.batch].every((o) => hasMovedOnSince(s, o, cpu))) spared?.('by objects', me)
          if (perObject) me.vector.set(cpu, versions.oldest)
          return me.rest.isEmpty ? next.tested(me) : ('test version' as const)
        },
      }
      const { 'merge version': _, ...reading } = steps
      const { 'read vector': __, ...merging } = steps
      return (perObject ? reading : merging) as typeof steps
    },
  }

  /** Whether the processor has moved on since the vector of the object was written. */
  function hasMovedOnSince(s: HasVectors, object: number, cpu: number): boolean {
    return versions.hasMovedOn(s, cpu, s.object.get(object).vector.get(cpu))
  }
}

interface VersioningOptions<Me> {
  readonly cpus: number
  readonly objects: number
  readonly versions: Versions
  readonly vectors: Vectors
  readonly precaution: Precaution
  /** Hears of each processor that is not interrupted, and of each that one vector per object would spare. */
  readonly spared?: (by: 'by versions' | 'by objects', me: Me) => void
}
