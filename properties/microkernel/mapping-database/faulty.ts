import { insert, MapNode, next, unlink } from '../../../models/microkernel/mapping-database/sequential/map-node.js'
import { MappingDatabase } from '../../../models/microkernel/mapping-database/sequential/mapping-database.js'
import type { PageTableEntry } from '../../../models/microkernel/mapping-database/sequential/page-table.js'
import { type Area, overlap } from '../../../spec/address-spaces.js'

type Walk = MappingDatabase['walk']
type Add = MappingDatabase['add']

/** One whose walk goes on as long as this is so of the node that it has come to; null is the end. */
function walking(goesOn: (node: MapNode | null, start: MapNode) => boolean, following = next): typeof MappingDatabase {
  return class extends MappingDatabase {
    protected override walk(...[start, visit]: Parameters<Walk>) {
      let node: MapNode | null = start
      do {
        visit(node!)
        node = following(node!)
      } while (goesOn(node, start))
      return node
    }
  }
}

interface Adding {
  readonly depth?: (parent: MapNode) => number
  /** By what its sub-page is looked for. */
  readonly frame?: (entry: PageTableEntry, parent: MapNode, frame: number) => number
  readonly put?: (node: MapNode, parent: MapNode) => void
}

/** One that adds nodes in another way. */
function adding({ depth = ({ depth }) => depth + 1, frame = (_, __, frame) => frame, put = insert }: Adding) {
  return class extends MappingDatabase {
    protected override add(...[entry, parent, first, rights]: Parameters<Add>) {
      const page = this.pageFor(parent, frame(entry, parent, first), entry.area.size)
      const node = new MapNode(depth(parent), page, entry)
      put(node, parent)
      this.fill(entry, node, first, rights)
    }
  }
}

/** One that takes nodes out in another way. */
function removing(take: (node: MapNode, clear: () => void) => void): typeof MappingDatabase {
  return class extends MappingDatabase {
    protected override remove(node: MapNode) {
      take(node, () => this.clear(node.entry))
    }
  }
}

/** Mapping databases with one mistake each. */
export const faulty: { readonly [mistake: string]: typeof MappingDatabase } = {
  'the walk does not look for the end of the list': walking((node, start) => node!.depth > start.depth),
  'the walk goes on among those of the same depth': walking(
    (node, start) => node !== null && node.depth >= start.depth,
  ),
  'the walk stops after those mapped directly': walking(
    (node, start) => node !== null && node.depth === start.depth + 1,
  ),
  'the walk stays in the list': walking(
    (node, start) => node !== null && node.depth > start.depth,
    (node) => node.next,
  ),
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
  'a new node is as deep as its parent': adding({ depth: (parent) => parent.depth }),
  'a new node goes to the end of the list': adding({
    put: (node) => {
      const page = node.page!
      let last = page.head
      while (last !== null && last.next !== null) last = last.next
      node.previous = last
      if (last === null) page.head = node
      else last.next = node
    },
  }),
  'a new node is not pointed back to': adding({
    put: (node, parent) => {
      insert(node, parent)
      if (node.next !== null) node.next.previous = node.previous
    },
  }),
  'a sub-page is looked for by its address, not its frame': adding({
    frame: ({ area }, parent) => parent.entry.frame + (area.address % parent.entry.area.size),
  }),
  'a super page goes on in the list of its parent': class extends MappingDatabase {
    protected override pageFor(...[parent, frame, size]: Parameters<MappingDatabase['pageFor']>) {
      return parent.page ?? super.pageFor(parent, frame, size)
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
  'a removed node stays in the list': removing((_, clear) => clear()),
  'the page table keeps what was removed': removing((node) => unlink(node)),
  'a removed node leaves the array pointing to it': removing((node, clear) => {
    clear()
    const head = node.page?.head ?? null
    unlink(node)
    if (head === node) node.page!.head = head
  }),
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
