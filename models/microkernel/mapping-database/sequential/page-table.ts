import { type Area, contains, overlap } from '../../../../spec/address-spaces.js'
import type { MapNode } from './map-node.js'

/** An entry of a page table. With the translation the kernel keeps a reference to the map node; null if nothing is mapped. */
export class PageTableEntry {
  frame = 0
  rights = 0
  node: MapNode | null = null

  constructor(readonly area: Area) {}
}

/**
 * The page table of one address space, with entries for each page size: those of a larger size stand where, on hardware, the
 * upper levels of the table are.
 */
export class PageTable {
  private readonly entries: readonly PageTableEntry[]

  constructor(space: number, memory: number, sizes: readonly number[]) {
    this.entries = sizes.flatMap((size) =>
      Array.from({ length: memory / size }, (_, i) => new PageTableEntry({ space, address: i * size, size })),
    )
  }

  mapped(): readonly PageTableEntry[] {
    return this.entries.filter((e) => e.node !== null)
  }

  /** The entry for exactly this area. */
  entry({ address, size }: Area): PageTableEntry | undefined {
    return this.entries.find(({ area }) => area.address === address && area.size === size)
  }

  /** The entry by which the whole of the area is mapped. */
  mapping(area: Area): PageTableEntry | undefined {
    return this.mapped().find((e) => contains(e.area, area))
  }

  /** All entries by which something of the area is mapped. */
  overlapping(area: Area): readonly PageTableEntry[] {
    return this.mapped().filter((e) => overlap(e.area, area))
  }
}
