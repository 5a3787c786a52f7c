import { type Fills, fill } from '../../hardware/tlb/filling.js'
import type { Right } from '../../hardware/tlb/page-tables.js'
import { entryOf, linkTables, map } from '../../hardware/tlb/page-tables.js'
import type { Tlb } from '../../hardware/tlb/tlb.js'
import { mayUse } from '../../hardware/tlb/walk.js'
import type { Coherency } from './state.js'

/** What an operation takes from pages: write permission, so that they remain readable, or all of it. */
export type Taken = 'write' | 'everything'

const GRANTED: readonly Right[] = ['present', 'writable', 'user']

interface PermissionOptions {
  readonly global?: boolean
  /** The address space that a page is in: the first, if nothing is said. */
  readonly spaceOf?: (page: number) => number
}

/** What is done to the permission of a page in its page table, and who can use it. Each write is one store. */
export function permissions(taken: Taken, { global = false, spaceOf = () => 0 }: PermissionOptions = {}) {
  const granted: readonly Right[] = global ? [...GRANTED, 'global'] : GRANTED
  const left = taken === 'write' ? granted.filter((right) => right !== 'writable') : []
  const access = taken === 'write' ? 'write' : 'read'
  const right = taken === 'write' ? 'writable' : 'present'
  const isGranted = (s: HasTlb, page: number) => entryOf(s.tlb, spaceOf(page), page).rights.has(right)
  const canUse = (s: HasTlb, cpu: number, page: number) => mayUse(s.tlb, cpu, page, access)
  return {
    isGranted,
    canUse,

    /** Whether the processor has a translation that lets it use the page, whatever the page table says. */
    hasCached: (s: HasTlb, cpu: number, page: number) => s.tlb.cpu.get(cpu).entry.get(page)?.rights.has(right) ?? false,

    /** At the beginning, every page has its permission. Each processor is in its address space by now. */
    grantAll(s: HasTlb, fills: Fills): void {
      linkTables(s.tlb)
      for (let page = 0; page < s.tlb.cpu.get(0).entry.length; page++) map(s.tlb, spaceOf(page), page, 0, granted)
      if (fills === 'at once') fill(s.tlb)
    },

    /** Gives the page its permission back. From here on, nobody's operation promises any more that it cannot be used. */
    grant(s: Coherency, page: number): void {
      map(s.tlb, spaceOf(page), page, 0, granted)
      for (const cpu of s.cpu) cpu.takes.delete(page)
    },

    /** Takes it away; false if there was none, and so nothing to do. */
    take(s: HasTlb, page: number): boolean {
      if (!isGranted(s, page)) return false
      map(s.tlb, spaceOf(page), page, 0, left)
      return true
    },

    /** Whether one of the processors that are meant can use a page that the operation of this one takes the permission from. */
    someCanUse: (
      s: Whole,
      { takes }: { readonly takes: Iterable<number> },
      meant: (cpu: number) => boolean = () => true,
    ) => [...takes].some((page) => s.cpu.some((_, cpu) => meant(cpu) && canUse(s, cpu, page))),
  }
}

export type Permissions = ReturnType<typeof permissions>

export interface HasTlb {
  readonly tlb: Tlb
}

interface Whole extends HasTlb {
  readonly cpu: { some(holds: (cpu: unknown, index: number) => boolean): boolean }
}
