import type { PageTableEntry } from './page-table.js'

/**
 * The tree of mappings as lists (Uhlig 2005, 5.4.3, Figure 5.8). A list holds mappings of one size of page. Each is followed by
 * those that were mapped from it, which are deeper; the first that is not deeper is no longer among them. What was mapped in
 * smaller pages is in lists of its own, which begin in an array with an entry for each sub-page.
 */
export class MapNode {
  next: MapNode | null = null
  previous: MapNode | null = null
  /** What was mapped from here in smaller pages; made when it is first needed. */
  subPages: SubPages | null = null

  constructor(
    readonly depth: number,
    /** The page that the list is for; null for the node of all memory, which is alone. */
    readonly page: SubPage | null,
    /** Where it is mapped. */
    public entry: PageTableEntry,
  ) {}
}

/** The array for the sub-pages of one page, of the next smaller size. */
export class SubPages {
  readonly pages: readonly SubPage[]

  constructor(
    /** Whose sub-pages these are: a node's, or those of a sub-page that is divided further. */
    readonly of: MapNode | SubPage,
    readonly first: number,
    readonly size: number,
    count: number,
  ) {
    this.pages = Array.from({ length: count }, (_, index) => new SubPage(this, index))
  }
}

/** An entry of such an array: where the list of those begins that have the whole sub-page. */
export class SubPage {
  head: MapNode | null = null
  subPages: SubPages | null = null

  constructor(
    readonly array: SubPages,
    readonly index: number,
  ) {}
}

/** Puts a node into its list, after the one that it is mapped from if that is in the same list, else to the beginning. */
export function insert(node: MapNode, parent: MapNode): void {
  const page = node.page!
  const before = parent.page === page ? parent : null
  node.previous = before
  node.next = before === null ? page.head : before.next
  if (node.next !== null) node.next.previous = node
  if (before === null) page.head = node
  else before.next = node
}

/** Takes a node out of its list. Its own references stay, so that a walk can go on from there. */
export function unlink(node: MapNode): void {
  if (node.next !== null) node.next.previous = node.previous
  if (node.previous === null) node.page!.head = node.next
  else node.previous.next = node.next
}

/**
 * The node that comes next: in the node's sub-pages, in its list, or in what is left of the array that the list stands in.
 * That way, too, all that was mapped from a node follows it and is deeper, and what comes after that is not.
 */
export function next(node: MapNode): MapNode | null {
  return firstIn(node.subPages) ?? node.next ?? nextOutside(node.page)
}

/** The node that the given one was mapped from; null if it is the node of all memory. */
export function parentOf(node: MapNode): MapNode | null {
  let before = node.previous
  while (before !== null && before.depth >= node.depth) before = before.previous
  return before ?? ownerOf(node.page)
}

/** What follows the list of a sub-page. It goes up as often as there are sizes of pages, at most. */
function nextOutside(page: SubPage | null): MapNode | null {
  if (page === null) return null
  return firstIn(page.subPages) ?? nextAfter(page)
}

function nextAfter({ array, index }: SubPage): MapNode | null {
  const rest = firstIn(array, index + 1)
  if (rest !== null) return rest
  return array.of instanceof MapNode ? (array.of.next ?? nextOutside(array.of.page)) : nextAfter(array.of)
}

/** The first node of an array, from the sub-page at `index` on. It goes down as often as there are sizes of pages, at most. */
function firstIn(array: SubPages | null, index = 0): MapNode | null {
  for (const page of array?.pages.slice(index) ?? []) {
    const first = page.head ?? firstIn(page.subPages)
    if (first !== null) return first
  }
  return null
}

function ownerOf(page: SubPage | null): MapNode | null {
  if (page === null) return null
  const { of } = page.array
  return of instanceof MapNode ? of : ownerOf(of)
}
