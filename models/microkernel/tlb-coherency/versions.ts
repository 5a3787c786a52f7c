import { array, id, int } from '../../../src/index.js'

/**
 * TLB versions: a processor counts how often it has reloaded its page-table base, and so flushed its TLB. Another keeps a
 * vector with the versions that it has seen of all others; whoever has moved on since then need not be interrupted (Uhlig
 * 2005, 4.4.2).
 *
 * Of a count without end it only ever matters by how much a version lies behind the present one, and only up to the distance
 * that is waited for. So a vector has these distances in place of versions: they grow when the processor moves on, and the
 * later of two versions is the one with the smaller distance. A count of one bit stands for a machine word, which wraps; the
 * larger of two is kept, as printed.
 */
export interface Versions {
  /** Where a processor's version, and its vector, are kept among its fields. */
  fields(cpus: number): { version: ReturnType<typeof int>; vector: ReturnType<typeof vectorOf> }
  /** A vector that is kept elsewhere. */
  vector(cpus: number): ReturnType<typeof vectorOf>
  /** What a vector has that says nothing. */
  readonly oldest: number
  /** The processor moves on: one store. */
  moveOn(s: HasVectors, me: Versioned): void
  /** What the vector has of the present version of a processor: one load. */
  present(s: HasVectors, cpu: number): number
  /** The later of two versions of the same processor. */
  later(one: number, other: number): number
  /** Whether the processor has moved on since the version was recorded: one load of its version. */
  hasMovedOn(s: HasVectors, cpu: number, recorded: number): boolean
}

/** Versions without end, by their distance from the present one, up to `enough`. */
function endlessVersions(enough: number): Versions {
  return {
    fields: (cpus) => ({ version: int(0, 0), vector: vectorOf(cpus, enough) }),
    vector: (cpus) => vectorOf(cpus, enough),
    oldest: enough,
    moveOn(s, me) {
      const grow = ({ vector }: HasVector) => vector.set(me.id, Math.min(enough, vector.get(me.id) + 1))
      for (const cpu of s.cpu) grow(cpu)
      for (const object of s.object) if (object.vector.length > 0) grow(object)
    },
    present: () => 0,
    later: Math.min,
    hasMovedOn: (_, __, distance) => distance >= enough,
  }
}

/** Versions of one bit. After a wrap, a larger one is kept that is older: this only ever makes processors be interrupted. */
const wrappingVersions: Versions = {
  fields: (cpus) => ({ version: int(0, 1), vector: vectorOf(cpus, 1) }),
  vector: (cpus) => vectorOf(cpus, 1),
  oldest: 0,
  moveOn: (_, me) => {
    me.version = 1 - me.version
  },
  present: (s, cpu) => s.cpu.get(cpu).version,
  later: Math.max,
  hasMovedOn: (s, cpu, recorded) => s.cpu.get(cpu).version > recorded,
}

/** The same with a comparison that looks as good: a version that differs is taken for one that has moved on. */
const comparedByDifference: Versions = {
  ...wrappingVersions,
  hasMovedOn: (s, cpu, recorded) => s.cpu.get(cpu).version !== recorded,
}

/** Nobody counts reloads. */
const noVersions: Versions = {
  ...wrappingVersions,
  fields: () => ({ version: int(0, 0), vector: vectorOf(0, 0) }),
}

export type VersionCounting = 'endless' | 'endless, two reloads' | 'wrapping'

export function versionsOf(counting: VersionCounting | 'none', { bySize }: { readonly bySize: boolean }): Versions {
  if (counting === 'none') return noVersions
  if (counting === 'wrapping') return bySize ? wrappingVersions : comparedByDifference
  return endlessVersions(counting === 'endless' ? 1 : 2)
}

function vectorOf(cpus: number, last: number) {
  return array(cpus === 0 ? 0 : id('cpu', cpus), int(0, last))
}

export interface HasVector {
  readonly vector: { readonly length: number; get(cpu: number): number; set(cpu: number, version: number): void }
}

export interface Versioned extends HasVector {
  readonly id: number
  version: number
}

export interface HasVectors {
  readonly cpu: Iterable<Versioned> & { get(index: number): Versioned }
  /** Objects have vectors of no length where none are kept. */
  readonly object: Iterable<HasVector> & { get(index: number): HasVector }
}
