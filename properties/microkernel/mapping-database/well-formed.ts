import {
  type MapNode,
  parentOf,
  type SubPage,
  type SubPages,
} from '../../../models/microkernel/mapping-database/sequential/map-node.js'
import type { MappingDatabase } from '../../../models/microkernel/mapping-database/sequential/mapping-database.js'
import type { PageTableEntry } from '../../../models/microkernel/mapping-database/sequential/page-table.js'
import { compareAreas, type Shown } from '../../../spec/address-spaces.js'

/** The mappings as page tables and lists tell them, in the words of the specification. */
export function shownBy(database: MappingDatabase): readonly Shown[] {
  return database
    .entries()
    .map(({ area, frame, rights, node }) => ({ area, frame, rights, parent: parentOf(node!)?.entry.area ?? null }))
    .sort((a, b) => compareAreas(a.area, b.area))
}

/** What is wrong with the structure: links, depths, places in the arrays, references between nodes and entries. */
export function faultsOf(database: MappingDatabase): readonly string[] {
  const nodes = [...below(database.root)]
  const entries = database.entries()
  const faults = nodes.flatMap(faultsAt)
  if (new Set(nodes).size !== nodes.length) faults.push('a node is in two places')
  if (nodes.length !== entries.length) faults.push(`${nodes.length} nodes for ${entries.length} page-table entries`)
  return [
    ...faults,
    ...entries.filter(({ node }) => !nodes.includes(node!)).map((e) => `${at(e)}: node not in any list`),
  ]
}

function faultsAt(node: MapNode): string[] {
  const { entry, depth, page, previous, next } = node
  const parent = parentOf(node)
  const rules: [string, boolean][] = [
    ['its entry refers to another node', entry.node === node],
    ['the one before does not point to it', previous === null || previous.next === node],
    ['the one after does not point back', next === null || next.previous === node],
    ['it is first and the array does not know it', previous !== null || page === null || page.head === node],
    ['it is not one deeper than its parent', parent === null ? depth === 0 : depth === parent.depth + 1],
    ['the one after is more than one deeper', next === null || next.depth <= depth + 1],
    ['it is in the list of another page', page === null || frameOf(node) === frameOfPage(page)],
    ['its page is of another size', page === null || page.array.size === entry.area.size],
    ['it maps what its parent does not', parent === null || inside(entry, parent.entry)],
    ['it allows what its parent does not', parent === null || (entry.rights & ~parent.entry.rights) === 0],
  ]
  return rules.filter(([, holds]) => !holds).map(([fault]) => `${at(entry)}: ${fault}`)
}

/** All nodes below `node` and it, found through lists and arrays, without looking at depths. */
function* below(node: MapNode): Generator<MapNode> {
  for (let member: MapNode | null = node; member !== null; member = member.next) {
    yield member
    yield* inArray(member.subPages)
  }
}

function* inArray(array: SubPages | null): Generator<MapNode> {
  for (const page of array?.pages ?? []) {
    if (page.head !== null) yield* below(page.head)
    yield* inArray(page.subPages)
  }
}

/** Every reference in the lists, with what it is and, at any later time, what it has become. */
export function references(root: MapNode) {
  const nodes = [...below(root)]
  const pages = nodes.flatMap(({ subPages }) => [...pagesIn(subPages)])
  return [
    ...nodes.map((of) => ({ of, was: of.next, now: () => of.next })),
    ...nodes.map((of) => ({ of, was: of.previous, now: () => of.previous })),
    ...pages.map((of) => ({ of, was: of.head, now: () => of.head })),
  ]
}

function* pagesIn(array: SubPages | null): Generator<SubPage> {
  for (const page of array?.pages ?? []) {
    yield page
    yield* pagesIn(page.subPages)
  }
}

function frameOf({ entry }: MapNode): number {
  return entry.frame
}

function frameOfPage({ array, index }: NonNullable<MapNode['page']>): number {
  return array.first + index * array.size
}

function inside(entry: PageTableEntry, outer: PageTableEntry): boolean {
  return outer.frame <= entry.frame && entry.frame + entry.area.size <= outer.frame + outer.area.size
}

function at({ area: { space, address, size } }: PageTableEntry): string {
  return `space ${space}, address ${address}, size ${size}`
}
