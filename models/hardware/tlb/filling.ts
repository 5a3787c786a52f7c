import type { Pick } from '../../../src/index.js'
import { gives, lowerEntry, RIGHTS, type Right, upperEntry } from './page-tables.js'
import type { Tlb } from './tlb.js'
import { fetch } from './walk.js'

/**
 * When a TLB fetches what it may: whenever it likes, or as soon as it can, and then it drops nothing.
 *
 * `at once` is for systems that are too large for the other. A TLB that has fetched all that it may, and has kept whatever
 * gives more than the tables do by now, lets its processor use whatever any other TLB would. So what cannot be used with
 * it cannot be used with any, and the other way round it is one that the hardware may be, as long as
 *
 * - no step looks at what a TLB holds, so that they all can be taken as they would have been, and
 * - what is asked of a state does not become true when a TLB holds more.
 */
export type Fills = 'at any time' | 'at once'

/**
 * The program, if TLBs fill at once: after each of its steps they all hold what they may. Only its steps may write page tables,
 * load a base or invalidate.
 */
export function filling<P extends { readonly steps: Steps }>(fills: Fills, program: P): P {
  if (fills === 'at any time') return program
  const filled =
    (step: AnyStep): AnyStep =>
    (s, me, pick) => {
      const next = step(s, me, pick)
      fill((s as { readonly tlb: Tlb }).tlb)
      return next
    }
  const steps = Object.entries(program.steps).map(([label, step]) => [label, filled(step)])
  return { ...program, steps: Object.fromEntries(steps) }
}

/** Lets every TLB hold all that it may now; what it holds already stays if it gives more than the tables do. */
export function fill(s: Tlb): void {
  for (let cpu = 0; cpu < s.cpu.length; cpu++)
    for (let page = 0; page < s.cpu.get(cpu).entry.length; page++) if (givesMore(s, cpu, page)) fetch(s, cpu, page)
}

/** Whether the tables let the processor do more with the page than what is cached does; a walk is one step. */
function givesMore(s: Tlb, cpu: number, page: number): boolean {
  const { base, entry } = s.cpu.get(cpu)
  const upper = upperEntry(s, base, page)
  const lower = lowerEntry(s, upper, page)
  if (!gives(upper, lower, 'present')) return false
  const cached = entry.get(page)
  if (cached === null) return true
  const now = allowed((right) => gives(upper, lower, right))
  const then = allowed((right) => cached.rights.has(right))
  const isMore = includes(now, then)
  if (cached.frame !== lower.frame || !(isMore || includes(then, now)))
    throw new RangeError(`page ${page} cannot be filled at once: its old translation gives neither more nor less`)
  return isMore && now.length > then.length
}

/** What a translation of these rights lets a processor do: one that is clean does not let it write at once. */
function allowed(has: (right: Right) => boolean): readonly Right[] {
  return RIGHTS.filter((right) => has(right) !== (right === 'clean'))
}

function includes(more: readonly Right[], less: readonly Right[]): boolean {
  return less.every((right) => more.includes(right))
}

type AnyStep = (s: never, me: never, pick: Pick) => unknown
type Steps = { readonly [label: string]: AnyStep }
