import {
  ALL_RIGHTS,
  type Area,
  contains,
  type Outcome,
  overlap,
  type Place,
  sameArea,
} from '../../../../spec/address-spaces.js'
import { insert, MapNode, next, parentOf, type SubPage, SubPages, unlink } from './map-node.js'
import { PageTable, type PageTableEntry } from './page-table.js'

/** How much memory there is, in smallest pages, for how many address spaces, and the sizes of pages from the smallest up. */
export interface Configuration {
  readonly memory: number
  readonly spaces: number
  readonly sizes: readonly number[]
}

/**
 * The mapping database of a kernel for one processor (Uhlig 2005, 5.4.3, General Operations): every mapping has a map node, the
 * nodes are in lists in which depth tells the hierarchy, and page-table entries and nodes refer to each other. To insert
 * and to remove takes a bounded number of steps, and no operation recurses into the hierarchy.
 *
 * What the operations mean is told in `spec/address-spaces`.
 */
export class MappingDatabase {
  readonly root: MapNode
  private readonly tables: readonly PageTable[]

  constructor(protected readonly configuration: Configuration) {
    const { memory, spaces, sizes } = configuration
    this.tables = Array.from({ length: spaces }, (_, i) => new PageTable(i, memory, i === 0 ? [memory] : sizes))
    const all = this.tables[0]!.entry({ space: 0, address: 0, size: memory })!
    this.root = new MapNode(0, null, all)
    this.fill(all, this.root, 0, ALL_RIGHTS)
  }

  map(source: Area, to: Place, rights: number): Outcome {
    const from = this.table(source).mapping(source)
    if (from === undefined) return 'nothing there'
    const entry = this.table(to).entry({ ...to, size: source.size })
    const frame = from.frame + source.address - from.area.address
    if (entry !== undefined && this.isMappedFrom(entry, from.node!, frame)) {
      entry.rights |= rights & from.rights
      return 'done'
    }
    if (entry === undefined || !this.makeRoom(entry.area, from.node!)) return 'refused'
    this.add(entry, from.node!, frame, rights & from.rights)
    return 'done'
  }

  grant(source: Area, to: Place): Outcome {
    const from = this.table(source).mapping(source)
    if (from === undefined) return 'nothing there'
    const entry = this.table(to).entry({ ...to, size: source.size })
    const node = from.node!
    if (entry === undefined || !sameArea(from.area, source) || !this.makeRoom(entry.area, node)) return 'refused'
    this.fill(entry, node, from.frame, from.rights)
    this.clear(from)
    node.entry = entry
    return 'done'
  }

  unmap(area: Area, itself: boolean): void {
    for (const top of this.concerned(area, itself)) this.removeFrom(top)
  }

  restrict(area: Area, keep: number, itself: boolean): void {
    for (const top of this.concerned(area, itself)) this.walk(top, ({ entry }) => this.narrow(entry, keep))
  }

  /** All page-table entries that map something. */
  entries(): readonly PageTableEntry[] {
    return this.tables.flatMap((table) => table.mapped())
  }

  protected table({ space }: Place): PageTable {
    return this.tables[space]!
  }

  /** The loop of the listing: the node itself, then those that follow as long as they are deeper. */
  protected walk(start: MapNode, visit: (node: MapNode) => void): MapNode | null {
    let node: MapNode | null = start
    do {
      visit(node)
      node = next(node)
    } while (node !== null && node.depth > start.depth)
    return node
  }

  protected removeFrom(start: MapNode): void {
    this.walk(start, (node) => this.remove(node))
  }

  protected remove(node: MapNode): void {
    this.clear(node.entry)
    unlink(node)
  }

  protected clear(entry: PageTableEntry): void {
    entry.node = null
    entry.rights = 0
    entry.frame = 0
  }

  protected narrow(entry: PageTableEntry, keep: number): void {
    entry.rights &= keep
  }

  protected fill(entry: PageTableEntry, node: MapNode, frame: number, rights: number): void {
    entry.node = node
    entry.frame = frame
    entry.rights = rights
  }

  protected add(entry: PageTableEntry, parent: MapNode, frame: number, rights: number): void {
    const node = new MapNode(parent.depth + 1, this.pageFor(parent, frame, entry.area.size), entry)
    insert(node, parent)
    this.fill(entry, node, frame, rights)
  }

  /** Clears an area for something new; false, with nothing changed, if that would remove `needed`. */
  protected makeRoom(area: Area, needed: MapNode): boolean {
    const replaced = this.table(area).overlapping(area)
    if (replaced.some((entry) => this.isWithin(needed, entry.node!))) return false
    // One may have been mapped from another, and be gone by now.
    for (const { node } of replaced) if (node !== null) this.removeFrom(node)
    return true
  }

  /** The nodes from which on something is taken away, found while nothing has changed yet. */
  private concerned(area: Area, itself: boolean): readonly MapNode[] {
    return this.table(area)
      .overlapping(area)
      .flatMap((entry) => (itself && contains(area, entry.area) ? [entry.node!] : this.handedOn(entry, area)))
      .filter((node, _, all) => !all.some((other) => other !== node && this.isWithin(node, other)))
  }

  /** The nodes mapped directly from this one that have a part of the area. */
  protected handedOn(entry: PageTableEntry, area: Area): readonly MapNode[] {
    const { frame, node } = entry
    const offset = frame - entry.area.address
    const part = { space: 0, address: area.address + offset, size: area.size }
    const found: MapNode[] = []
    this.walk(node!, (below) => {
      if (below.depth === node!.depth + 1 && overlap(framesOf(below.entry), part)) found.push(below)
    })
    return found
  }

  protected isMappedFrom(entry: PageTableEntry, parent: MapNode, frame: number): boolean {
    return entry.node !== null && entry.frame === frame && parentOf(entry.node) === parent
  }

  private isWithin(node: MapNode, top: MapNode): boolean {
    let above: MapNode | null = node
    while (above !== null && above !== top) above = parentOf(above)
    return above === top
  }

  /** The list for a page of `size` that is mapped from `parent`, its own or one in an array that is made where needed. */
  protected pageFor(parent: MapNode, frame: number, size: number): SubPage {
    if (parent.entry.area.size === size) return parent.page!
    let at: MapNode | SubPage = parent
    let extent: number = parent.entry.area.size
    let first = parent.entry.frame
    while (extent > size) {
      const smaller = this.configuration.sizes.filter((s) => s < extent).at(-1)!
      at.subPages ??= new SubPages(at, first, smaller, extent / smaller)
      at = at.subPages.pages[Math.floor((frame - first) / smaller)]!
      first += (at as SubPage).index * smaller
      extent = smaller
    }
    return at as SubPage
  }
}

/** What a mapping makes accessible, as an area of physical memory. */
function framesOf({ frame, area }: PageTableEntry): Area {
  return { space: 0, address: frame, size: area.size }
}
