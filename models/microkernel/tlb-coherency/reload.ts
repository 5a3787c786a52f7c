import type { Precaution } from '../../../src/index.js'
import { flush, loadBase } from '../../hardware/tlb/tlb.js'
import type { Coherency, Processor } from './state.js'
import type { Versions } from './versions.js'

/**
 * Reloading the page-table base, which flushes the TLB, and counting it in the TLB version: two steps. Whichever comes
 * first, in between the version says something else than what is true. If it is counted first, others believe that the
 * processor has flushed its TLB when it is just about to; it does not use any page of user mode meanwhile, and no handler
 * runs. If it is counted last, they believe so when the TLB may have been filled again.
 */
export function reloading({ precaution, versions, flushesGlobal }: ReloadingOptions) {
  const countsFirst = precaution('count a reload before it, not after it')
  return {
    /** The first step of the reload of this name. */
    first: <N extends string>(name: N) => (countsFirst ? (`${name}: count` as const) : (`${name}: reload` as const)),

    /** The reload as steps called `own: count` and `own: reload` if `name` is "own"; `to`: which address space it loads. */
    steps<N extends string, Next extends string, Me extends Reloading>(name: N, { next, to }: Reload<Me, Next>) {
      const steps = {
        [`${name}: count`]: (s: Vectored, me: Me): Next | `${N}: reload` => {
          versions.moveOn(s, me)
          return countsFirst ? `${name}: reload` : next(me)
        },
        [`${name}: reload`]: (s: Vectored, me: Me): Next | `${N}: count` => {
          const { base } = s.tlb.cpu.get(me.id)
          if (to === undefined && flushesGlobal) flush(s.tlb, me.id)
          else loadBase(s.tlb, me.id, to?.(base) ?? base)
          return countsFirst ? next(me) : `${name}: count`
        },
      }
      return steps as {
        [L in `${N}: ${'count' | 'reload'}`]: (s: Vectored, me: Me) => Next | `${N}: ${'count' | 'reload'}`
      }
    },
  }
}

/** Whether a processor is just about to reload its page-table base: it uses nothing of what its TLB holds. */
export function isAboutToReload(label: string): boolean {
  return label.endsWith(': reload')
}

interface ReloadingOptions {
  readonly precaution: Precaution
  readonly versions: Versions
  /** Whether a shoot-down flushes global translations too, which takes more than loading a base. */
  readonly flushesGlobal: boolean
}

interface Reload<Me, Next> {
  readonly next: (me: Me) => Next
  readonly to?: (base: number) => number
}

type Reloading = Processor & Parameters<Versions['moveOn']>[1]
type Vectored = Coherency & Parameters<Versions['moveOn']>[0]
