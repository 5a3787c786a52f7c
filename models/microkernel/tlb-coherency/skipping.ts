import type { Precaution } from '../../../src/index.js'
import { baseTest, isLeaving } from './bases.js'
import { isAboutToReload } from './reload.js'
import type { Coherency } from './state.js'
import { type Vectors, type Versioning, versioning } from './versioning.js'
import { type HasVectors, type VersionCounting, versionsOf } from './versions.js'

/** How the kernel knows of a processor that has flushed its TLB. */
export type Skips = 'version' | 'base' | 'either'

/** A processor that looks at versions and bases of others. */
export interface Skipping extends Versioning {
  published: number
  readonly dirty: Versioning['mask'] & { fill(): void }
}

/**
 * The tests by which a processor is found that need not be interrupted: of its version, of its page-table base, or first of the
 * base and then of the version. Null stands for a test that is not made.
 */
export function skipping<Me extends Skipping>({ skips, counted, differ, versions: counting, ...options }: Options) {
  const { precaution } = options
  const counts = skips !== 'base'
  const bySize =
    !counts || counting !== 'wrapping' || precaution('skip only who has a larger version, not a different one')
  const versions = versionsOf(counting, { bySize })
  const count = (by: Counted, me: Me) => {
    if (counted === by) me.sent++
  }
  const versionTest = () =>
    versioning<Me>({
      ...options,
      versions,
      spared: (by, me) =>
        count(by === 'by versions' ? 'spared by versions alone' : 'spared by one vector per object', me),
    })
  const testOfBase = () =>
    baseTest<Coherency<Me> & HasVectors, Me>({
      ...options,
      differ,
      spared: (s, me, cpu) => {
        if (counts && !versions.hasMovedOn(s, cpu, me.vector.get(cpu))) count('spared by bases alone', me)
      },
    })
  return {
    versions: counts ? versions : null,
    version: counts ? versionTest() : null,
    base: skips === 'version' ? null : testOfBase(),
  }
}

/** Which interrupts are counted: those that are sent, or those that one test would have had sent and another spares. */
export type Counted = 'sent' | 'spared by versions alone' | 'spared by bases alone' | 'spared by one vector per object'

interface Options {
  readonly skips: Skips
  readonly counted: Counted
  readonly cpus: number
  readonly objects: number
  /** Whether a base can tell that a processor has nothing of the pages. */
  readonly differ: boolean
  readonly versions: VersionCounting
  readonly vectors: Vectors
  readonly precaution: Precaution
}

/** Whether others can tell that a processor has flushed its TLB, or is about to before it uses anything. */
export function isGone(label: string, skips: Skips): boolean {
  return (skips !== 'base' && isAboutToReload(label)) || (skips !== 'version' && isLeaving(label))
}

/** In place of the steps of a test that is not made: nothing leads to them. */
export const NO_STEPS = {} as never
