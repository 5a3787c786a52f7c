import type { Precaution } from '../../../src/index.js'
import { flush, loadBase } from '../../hardware/tlb/tlb.js'
import type { Coherency, Processor } from './state.js'
import type { HasVectors, Versioned, Versions } from './versions.js'

const PARTS = ['publish', 'count', 'reload'] as const
type Part = (typeof PARTS)[number]

/**
 * Reloading the page-table base, which flushes the TLB, and telling others: by counting it in the TLB version, or by
 * publishing which base it is, if it is another one. Each is a step of its own. Whichever comes first, in between others
 * believe something else than what is true. If they are told first, they believe that the processor has flushed its TLB when
 * it is just about to; it does not use any page of user mode meanwhile, and no handler runs. If they are told last, they
 * believe so when the TLB may have been filled again.
 */
export function reloading<Me extends Processor & Versioned>({
  precaution,
  versions,
  bases,
  flushesGlobal,
}: Reloading<Me>) {
  const countsFirst = versions !== null && precaution('count a reload before it, not after it')
  const publishesFirst = bases?.differ === true && precaution('publish a base before loading it')

  /** The steps of the reload of this name, one after the other. */
  const orderOf = (name: string): readonly Part[] => {
    const publish: readonly Part[] = bases !== null && name === 'switch' ? ['publish'] : []
    const count: readonly Part[] = versions !== null ? ['count'] : []
    const parts = (first: boolean) => [
      ...(publishesFirst === first ? publish : []),
      ...(countsFirst === first ? count : []),
    ]
    return [...parts(true), 'reload', ...parts(false)]
  }
  return {
    /** The first step of the reload of this name. */
    first: <N extends string>(name: N) => `${name}: ${orderOf(name)[0]}` as `${N}: ${Part}`,

    /** The reload as steps called `own: count` and `own: reload` if `name` is "own"; `to`: which address space it loads. */
    steps<N extends string, Next extends string, Mine extends Me>(name: N, { next, to }: Reload<Mine, Next>) {
      const order = orderOf(name)
      const baseOf = (s: Coherency, me: Mine) => s.tlb.cpu.get(me.id).base
      const loaded = (s: Coherency, me: Mine) => to?.(baseOf(s, me)) ?? baseOf(s, me)
      const does: { readonly [P in Part]: (s: Vectored, me: Mine) => void } = {
        publish: (s, me) => bases?.publish(me, publishesFirst ? loaded(s, me) : baseOf(s, me)),
        count: (s, me) => versions?.moveOn(s, me),
        reload: (s, me) => {
          if (to === undefined && flushesGlobal) flush(s.tlb, me.id)
          else loadBase(s.tlb, me.id, loaded(s, me))
        },
      }
      const step = (part: Part) => {
        const after = order[order.indexOf(part) + 1]
        return (s: Vectored, me: Mine) => {
          does[part](s, me)
          return after === undefined ? next(me) : `${name}: ${after}`
        }
      }
      return Object.fromEntries(
        PARTS.filter((part) => order.includes(part)).map((part) => [`${name}: ${part}`, step(part)]),
      ) as { [L in `${N}: ${Part}`]: (s: Vectored, me: Mine) => Next | `${N}: ${Part}` }
    },
  }
}

/** Whether a processor is just about to reload its page-table base: it uses nothing of what its TLB holds. */
export function isAboutToReload(label: string): boolean {
  return label.endsWith(': reload')
}

interface Reloading<Me> {
  readonly precaution: Precaution
  /** Null if reloads are not counted. */
  readonly versions: Versions | null
  /** Null if bases are not published. `differ`: whether they can tell anything. */
  readonly bases: { readonly differ: boolean; publish(me: Me, base: number): void } | null
  /** Whether a shoot-down flushes global translations too, which takes more than loading a base. */
  readonly flushesGlobal: boolean
}

interface Reload<Me, Next> {
  readonly next: (me: Me) => Next
  readonly to?: (base: number) => number
}

type Vectored = Coherency & HasVectors
