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
    moveOn(s, me) {
      for (const { vector } of s.cpu) vector.set(me.id, Math.min(enough, vector.get(me.id) + 1))
    },
    present: () => 0,
    later: Math.min,
    hasMovedOn: (_, __, distance) => distance >= enough,
  }
}

/** Versions of one bit. After a wrap, a larger one is kept that is older: this only ever makes processors be interrupted. */
const wrappingVersions: Versions = {
  fields: (cpus) => ({ version: int(0, 1), vector: vectorOf(cpus, 1) }),
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

export type VersionCounting = 'endless' | 'endless, two reloads' | 'wrapping'

export function versionsOf(counting: VersionCounting, { bySize }: { readonly bySize: boolean }): Versions {
  if (counting === 'wrapping') return bySize ? wrappingVersions : comparedByDifference
  return endlessVersions(counting === 'endless' ? 1 : 2)
}

function vectorOf(cpus: number, last: number) {
  return array(id('cpu', cpus), int(0, last))
}

interface Versioned {
  readonly id: number
  version: number
  readonly vector: { get(cpu: number): number; set(cpu: number, version: number): void }
}

interface HasVectors {
  readonly cpu: Iterable<Versioned> & { get(index: number): Versioned }
}
