import { array, int, type Of, oneOf, type Plain, set, struct } from '../../../src/index.js'

/**
 * Page tables of two levels, in memory that any processor writes and every processor's hardware reads. An entry is one word,
 * so writing one is one step, and so is reading one. A page is a number; its upper entry is in the directory of the address
 * space, its lower one in the table that the upper one refers to.
 *
 * Of the upper entry the bits `present`, `writable` and `user` count, each together with that of the lower one. `clean` is
 * the dirty bit the other way round, so that a kernel that has no use for it need not write it: the processor takes it away
 * when it first writes to the page.
 */
export type Right = 'present' | 'writable' | 'user' | 'global' | 'clean'

export const RIGHTS: readonly Right[] = ['present', 'writable', 'user', 'global', 'clean']

export interface PageTableSizes {
  /** Pages of an address space. */
  readonly pages: number
  readonly spaces?: number
  /** Entries of a table: how many neighbouring pages share their upper entry. All of them, if it is not given. */
  readonly tableSize?: number
  /** Table pages in memory: as many as the address spaces need, if it is not given. */
  readonly tables?: number
  /** Frames of memory that pages are mapped to: the names of what can be reached, not its contents. */
  readonly frames?: number
}

/** The types of a translation, of an upper entry, and of the tables in memory. */
export function pageTables({ pages, spaces = 1, tableSize = pages, tables, frames = 1 }: PageTableSizes) {
  const directories = Math.ceil(pages / tableSize)
  const count = tables ?? spaces * directories
  const rights = set(oneOf(...RIGHTS))
  const translation = struct({ rights, frame: int(0, frames - 1) })
  const upper = struct({ rights, table: int(0, count - 1) })
  const fields = {
    /** For each address space, its upper entries. */
    directory: array(spaces, array(directories, upper)),
    /** The table pages, with their lower entries. */
    table: array(count, array(tableSize, translation)),
  }
  return { directories, translation, upper, fields }
}

type Sizes = ReturnType<typeof pageTables>
export type Translation = Of<Sizes['translation']>
export type Upper = Of<Sizes['upper']>
export interface Memory {
  readonly directory: Of<Sizes['fields']['directory']>
  readonly table: Of<Sizes['fields']['table']>
}

/**
 * Gives the upper entries of all address spaces their tables, in order, with every permission. If there are not enough, it
 * begins again with the first: so address spaces share them.
 */
export function linkTables(s: Memory): void {
  let next = 0
  for (const directory of s.directory)
    for (const upper of directory) {
      upper.rights.assign(['present', 'writable', 'user'])
      upper.table = next++ % s.table.length
    }
}

/** The upper entry of a page, in memory. */
export function upperEntry(s: Memory, space: number, page: number): Upper {
  return s.directory.get(space).get(directoryIndex(s, page))
}

/** The place of the page's upper entry in a directory. */
export function directoryIndex(s: Memory, page: number): number {
  return Math.floor(page / tableSizeOf(s))
}

/** The lower entry of a page in the table that `upper` refers to, whatever that table is used for by now. */
export function lowerEntry(s: Memory, upper: { readonly table: number }, page: number): Translation {
  return s.table.get(upper.table).get(page % tableSizeOf(s))
}

/** The lower entry of a page as the kernel finds it, by way of the directory. */
export function entryOf(s: Memory, space: number, page: number): Translation {
  return lowerEntry(s, upperEntry(s, space, page), page)
}

/** Writes the lower entry of a page: one store. */
export function map(s: Memory, space: number, page: number, frame: number, rights: readonly Right[]): void {
  const entry = entryOf(s, space, page)
  entry.rights.assign(rights)
  entry.frame = frame
}

/** Clears the lower entry of a page: one store. */
export function unmap(s: Memory, space: number, page: number): void {
  map(s, space, page, 0, [])
}

/** Whether a walk through these two entries gives the right. A translation that is cached has no upper entry any more: null. */
export function gives(upper: Upper | null, lower: Translation, right: Right): boolean {
  if (!lower.rights.has(right)) return false
  return upper === null || right === 'global' || right === 'clean' || upper.rights.has(right)
}

/** What a walk through these two entries comes to; the page must be present in both. */
export function translationOf(upper: Upper, lower: Translation): Plain<Sizes['translation']> {
  return { rights: RIGHTS.filter((right) => gives(upper, lower, right)), frame: lower.frame }
}

/** Whether this is the translation that a walk through the two entries comes to. */
export function isTranslationOf(translation: Translation, upper: Upper, lower: Translation): boolean {
  const agrees = (right: Right) => translation.rights.has(right) === gives(upper, lower, right)
  return translation.frame === lower.frame && RIGHTS.every(agrees)
}

function tableSizeOf(s: Memory): number {
  return s.table.get(0).length
}
