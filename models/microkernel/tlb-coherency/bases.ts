import type { Pick, Precaution } from '../../../src/index.js'
import { upTo } from './operation.js'
import type { Processor } from './state.js'
import { lookedAt, looksAt, othersOf } from './versioning.js'

/** The address space of the pages, the first one. */
const SPACE = 0

/**
 * The simple test that versions are there to replace: a processor whose page-table base is not that of the address space in
 * question has flushed its TLB when it loaded another, and need not be interrupted (Uhlig 2005, 4.4.2). The register of
 * another processor cannot be read, so each publishes its base in memory.
 */
export function baseTest<S extends HasBases, Me extends Based>(options: BaseTestOptions<S, Me>) {
  const { cpus, differ, precaution, spared } = options
  const testsLast = !differ || precaution('test the bases after writing the page table')
  return {
    differ,

    publish(me: Me, base: number): void {
      me.published = base
    },

    /** What comes after taking the lock of an object. */
    afterLock(me: Me): 'test base' | null {
      if (testsLast) return null
      me.dirty.fill()
      return looksAt(me, othersOf(me, upTo(cpus))) ? 'test base' : null
    },

    /** Whoever may have cached a page that has changed: all that are not known to be in another space. */
    changed(me: Me): void {
      if (testsLast) me.dirty.fill()
    },

    /** What comes when the shoot-down begins. */
    beforeShooting: (me: Me) => (testsLast && looksAt(me, othersOf(me, me.mask)) ? 'test base' : null),

    steps: <Tested extends string>(tested: (me: Me) => Tested) => ({
      'test base': (s: S, me: Me, pick: Pick) => {
        const cpu = lookedAt(me, pick)
        if (s.cpu.get(cpu).published !== SPACE) {
          const among = testsLast ? me.mask : me.dirty
          among.delete(cpu)
          spared?.(s, me, cpu)
        }
        if (!me.rest.isEmpty) return 'test base' as const
        return testsLast ? tested(me) : ('write entry' as const)
      },
    }),
  }
}

/** Whether others can tell that the processor is about to load another base: then it uses nothing of what its TLB holds. */
export function isLeaving(label: string): boolean {
  return label === 'switch: count' || label === 'switch: reload'
}

interface BaseTestOptions<S, Me> {
  readonly cpus: number
  /** Whether a base can tell that a processor has nothing of the pages. */
  readonly differ: boolean
  readonly precaution: Precaution
  /** Hears of each processor that is not interrupted. */
  readonly spared?: (s: S, me: Me, cpu: number) => void
}

interface Based extends Processor {
  /** The base that it says it has. */
  published: number
  readonly rest: Cpus
  readonly mask: Cpus
  readonly dirty: Cpus & { fill(): void }
}

interface HasBases {
  readonly cpu: { get(index: number): { readonly published: number } }
}

type Cpus = Processor['requests']
