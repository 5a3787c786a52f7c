import { insert, MapNode, next, unlink } from '../../../models/microkernel/mapping-database/sequential/map-node.js'
import { MappingDatabase } from '../../../models/microkernel/mapping-database/sequential/mapping-database.js'
import type { PageTableEntry } from '../../../models/microkernel/mapping-database/sequential/page-table.js'
import { type Area, overlap } from '../../../spec/address-spaces.js'

type Walk = MappingDatabase['walk']
type Add = MappingDatabase['add']

/** Mapping databases with one mistake each. */
export const faulty: { readonly [mistake: string]: typeof MappingDatabase } = {
  'the walk goes on among those of the same depth': class extends MappingDatabase {
    protected override walk(...[start, visit]: Parameters<Walk>) {
      let node: MapNode | null = start
      do {
        visit(node)
        node = next(node)
      } while (node !== null && node.depth >= start.depth)
      return node
    }
  },
  'the walk stops after those mapped directly': class extends MappingDatabase {
    protected override walk(...[start, visit]: Parameters<Walk>) {
      let node: MapNode | null = start
      do {
        visit(node)
        node = next(node)
      } while (node !== null && node.depth === start.depth + 1)
      return node
    }
  },
  'the walk stays in the list': class extends MappingDatabase {
    protected override walk(...[start, visit]: Parameters<Walk>) {
      let node: MapNode | null = start
      do {
        visit(node)
        node = node.next
      } while (node !== null && node.depth > start.depth)
      return node
    }
  },
  'the walk takes one too many': class extends MappingDatabase {
    protected override walk(...[start, visit]: Parameters<Walk>) {
      let node: MapNode | null = start
      do {
        visit(node)
        node = next(node)
        if (node !== null) visit(node)
      } while (node !== null && node.depth > start.depth)
      return node
    }
  },
  'a new node is as deep as its parent': class extends MappingDatabase {
    protected override add(...[entry, parent, frame, rights]: Parameters<Add>) {
      const node = new MapNode(parent.depth, this.pageFor(parent, frame, entry.area.size), entry)
      insert(node, parent)
      this.fill(entry, node, frame, rights)
    }
  },
  'a new node goes to the end of the list': class extends MappingDatabase {
    protected override add(...[entry, parent, frame, rights]: Parameters<Add>) {
      const page = this.pageFor(parent, frame, entry.area.size)
      const node = new MapNode(parent.depth + 1, page, entry)
      let last = page.head
      while (last !== null && last.next !== null) last = last.next
      node.previous = last
      if (last === null) page.head = node
      else last.next = node
      this.fill(entry, node, frame, rights)
    }
  },
  'a new node is not pointed back to': class extends MappingDatabase {
    protected override add(...[entry, parent, frame, rights]: Parameters<Add>) {
      const node = new MapNode(parent.depth + 1, this.pageFor(parent, frame, entry.area.size), entry)
      insert(node, parent)
      if (node.next !== null) node.next.previous = node.previous
      this.fill(entry, node, frame, rights)
    }
  },
  'a super page goes on in the list of its parent': class extends MappingDatabase {
    protected override pageFor(...[parent, frame, size]: Parameters<MappingDatabase['pageFor']>) {
      return parent.page ?? super.pageFor(parent, frame, size)
    }
  },
  'a sub-page is looked for by its address, not its frame': class extends MappingDatabase {
    protected override add(...[entry, parent, frame, rights]: Parameters<Add>) {
      const { address } = entry.area
      const { frame: first, area } = parent.entry
      const page = this.pageFor(parent, first + (address % area.size), entry.area.size)
      const node = new MapNode(parent.depth + 1, page, entry)
      insert(node, parent)
      this.fill(entry, node, frame, rights)
    }
  },
  'rights are given that the source has not': class extends MappingDatabase {
    protected override fill(...[entry, node, frame, rights]: Parameters<MappingDatabase['fill']>) {
      super.fill(entry, node, frame, rights | 1)
    }
  },
  'what had the place before stays in the list': class extends MappingDatabase {
    protected override makeRoom() {
      return true
    }
  },
  'what had the place goes, and what was mapped from it stays': class extends MappingDatabase {
    protected override makeRoom(area: Area, needed: MapNode) {
      for (const { node } of this.table(area).overlapping(area)) if (node !== null && node !== needed) this.remove(node)
      return true
    }
  },
  'only a mapping of the same size makes room': class extends MappingDatabase {
    protected override makeRoom(area: Area, needed: MapNode) {
      const own = this.table(area).entry(area)
      return own?.node === null || super.makeRoom(area, needed)
    }
  },
  'the source goes with what it replaces': class extends MappingDatabase {
    protected override makeRoom(area: Area) {
      for (const { node } of this.table(area).overlapping(area)) if (node !== null) this.removeFrom(node)
      return true
    }
  },
  'a removed node stays in the list': class extends MappingDatabase {
    protected override remove(node: MapNode) {
      this.clear(node.entry)
    }
  },
  'the page table keeps what was removed': class extends MappingDatabase {
    protected override remove(node: MapNode) {
      unlink(node)
    }
  },
  'a removed node leaves the array pointing to it': class extends MappingDatabase {
    protected override remove(node: MapNode) {
      this.clear(node.entry)
      const head = node.page?.head ?? null
      unlink(node)
      if (head === node) node.page!.head = head
    }
  },
  'a part of a super page takes the whole': class extends MappingDatabase {
    protected override handedOn({ node }: PageTableEntry) {
      const found: MapNode[] = []
      this.walk(node!, (below) => void (below.depth === node!.depth + 1 && found.push(below)))
      return found
    }
  },
  'a part of a super page is looked for among addresses': class extends MappingDatabase {
    protected override handedOn({ node }: PageTableEntry, area: Area) {
      const found: MapNode[] = []
      this.walk(node!, ({ depth, entry }) => {
        const frames = { space: area.space, address: entry.frame, size: entry.area.size }
        if (depth === node!.depth + 1 && overlap(frames, area)) found.push(entry.node!)
      })
      return found
    }
  },
  'restricted rights are the new ones': class extends MappingDatabase {
    protected override narrow(entry: PageTableEntry, keep: number) {
      entry.rights = keep
    }
  },
  'the same page once more replaces what was handed on': class extends MappingDatabase {
    protected override isMappedFrom() {
      return false
    }
  },
}
