/**
 * Address spaces that are constructed by handing mappings on (Uhlig 2005, 5.4; Liedtke's recursive address spaces): what map,
 * grant, unmap and restrict mean, as a tree of mappings and nothing else. How a kernel keeps the tree is not told here.
 *
 * Space 0 is σ0, which has all of physical memory from the beginning, in one piece. Addresses and sizes count the smallest
 * page; an area is as large as one of the page sizes, and aligned to it.
 *
 * What the source leaves open, and is decided here:
 * - What is mapped into an area replaces whatever of its space overlaps it, with all that was handed on from there. Were the
 *   source among that, nothing happens.
 * - To map the same page from the same mapping to the same place once more only adds rights.
 * - An area smaller than a mapping takes nothing from that mapping itself, only from those that were handed on from it and
 *   overlap the area, and these are taken whole.
 * - Only whole mappings are granted. What had been handed on from one stays, and depends on the new place.
 */
export class AddressSpaces {
  private readonly mappings: Mapping[]

  constructor(memory: number) {
    const area = { space: 0, address: 0, size: memory }
    this.mappings = [{ area, frame: 0, rights: ALL_RIGHTS, parent: null }]
  }

  map(source: Area, to: Place, rights: number): Outcome {
    const parent = this.at(source)
    if (parent === undefined) return 'nothing there'
    const frame = parent.frame + source.address - parent.area.address
    const area = { ...to, size: source.size }
    const before = this.mappings.find((m) => sameArea(m.area, area))
    if (before?.parent === parent && before.frame === frame) before.rights |= rights & parent.rights
    else {
      if (!this.makeRoom(area, parent)) return 'refused'
      this.mappings.push({ area, frame, rights: rights & parent.rights, parent })
    }
    return 'done'
  }

  grant(source: Area, to: Place): Outcome {
    const mapping = this.at(source)
    if (mapping === undefined) return 'nothing there'
    const area = { ...to, size: source.size }
    if (!sameArea(mapping.area, source) || !this.makeRoom(area, mapping)) return 'refused'
    mapping.area = area
    return 'done'
  }

  /** Takes what was handed on from the area and, if it says so, the area's own mappings. */
  unmap(area: Area, itself: boolean): void {
    for (const mapping of this.concerned(area, itself)) this.remove(mapping)
  }

  /** The same with rights: only those in `keep` are left. */
  restrict(area: Area, keep: number, itself: boolean): void {
    for (const mapping of this.concerned(area, itself)) mapping.rights &= keep
  }

  /** All mappings, by their areas. */
  shown(): readonly Shown[] {
    return this.mappings
      .map(({ area, frame, rights, parent }) => ({ area, frame, rights, parent: parent?.area ?? null }))
      .sort((a, b) => compareAreas(a.area, b.area))
  }

  /** The mapping that an area is in. */
  private at(area: Area): Mapping | undefined {
    return this.mappings.find((m) => contains(m.area, area))
  }

  /** Clears an area; false, with nothing changed, if that would take away `needed`. */
  private makeRoom(area: Area, needed: Mapping): boolean {
    const replaced = this.mappings.filter((m) => overlap(m.area, area))
    if (replaced.some((m) => this.withDescendants(m).includes(needed))) return false
    for (const mapping of replaced.flatMap((m) => this.withDescendants(m))) this.remove(mapping)
    return true
  }

  private concerned(area: Area, itself: boolean): readonly Mapping[] {
    const own = this.mappings.filter((m) => overlap(m.area, area))
    const tops = own.flatMap((mapping) => {
      if (itself && contains(area, mapping.area)) return [mapping]
      return this.mappings.filter((m) => m.parent === mapping && framesOverlap(m, part(mapping, area)))
    })
    return tops.flatMap((mapping) => this.withDescendants(mapping))
  }

  private withDescendants(mapping: Mapping): readonly Mapping[] {
    const children = this.mappings.filter((m) => m.parent === mapping)
    return [mapping, ...children.flatMap((child) => this.withDescendants(child))]
  }

  private remove(mapping: Mapping): void {
    const index = this.mappings.indexOf(mapping)
    if (index >= 0) this.mappings.splice(index, 1)
  }
}

export interface Place {
  readonly space: number
  readonly address: number
}

export interface Area extends Place {
  readonly size: number
}

/** A mapping as it can be seen: which frames are where, with which rights, and from where it was handed on. */
export interface Shown {
  readonly area: Area
  readonly frame: number
  /** Bits, as in L4: 4 read, 2 write, 1 execute. */
  readonly rights: number
  readonly parent: Area | null
}

export type Outcome = 'done' | 'nothing there' | 'refused'

export const ALL_RIGHTS = 7

interface Mapping {
  area: Area
  readonly frame: number
  rights: number
  readonly parent: Mapping | null
}

export function overlap(a: Area, b: Area): boolean {
  return a.space === b.space && a.address < b.address + b.size && b.address < a.address + a.size
}

export function contains(outer: Area, inner: Area): boolean {
  return (
    outer.space === inner.space &&
    outer.address <= inner.address &&
    inner.address + inner.size <= outer.address + outer.size
  )
}

export function sameArea(a: Area, b: Area): boolean {
  return contains(a, b) && contains(b, a)
}

export function compareAreas(a: Area, b: Area): number {
  return a.space - b.space || a.address - b.address || a.size - b.size
}

/** The frames of `mapping` that are in the area. */
function part({ area: own, frame }: Mapping, area: Area): { readonly first: number; readonly end: number } {
  const from = Math.max(own.address, area.address)
  const to = Math.min(own.address + own.size, area.address + area.size)
  return { first: frame + from - own.address, end: frame + to - own.address }
}

function framesOverlap({ frame, area }: Mapping, { first, end }: ReturnType<typeof part>): boolean {
  return frame < end && first < frame + area.size
}
