import { array, bool, id, int, oneOf, option, type Pick, set } from '../../../src/index.js'
import { interrupts } from '../../hardware/interrupts/interrupts.js'
import type { Fills } from '../../hardware/tlb/filling.js'
import { tlb } from '../../hardware/tlb/tlb.js'
import { tlbEpochs } from './epochs.js'
import { upTo } from './operation.js'
import { type HasTlb, type Permissions, permissions, type Taken } from './permission.js'
import { type Sharers, sharersTracking, sharersType, type Tracking } from './sharers.js'
import { parameters, processorFields, type Sizes } from './state.js'

/**
 * What systems have in common whose processors do not all share one address space: two spaces, each with a record of the
 * processors that its threads have run on, objects that are mapped in one space or in both, and threads that go from space to
 * space (Uhlig 2005, 4.2.2 and 5.4.4).
 */
const SPACES = 2

/** `begin`: which processors begin in the first space: the first and the third, or the first two, or any. */
export const spaceParameters = <B>(begin: B) => ({
  ...parameters,
  cpus: int(2, 4, { default: 3 }),
  objects: int(1, 2),
  /** In how many address spaces each object is mapped. */
  pages: int(1, SPACES),
  takes: oneOf('everything', 'write'),
  /** How the kernel keeps sets of processors. */
  tracking: oneOf('cluster masks', 'exact sets'),
  begin,
  /** Whether threads go from one space to the other whenever they like. */
  switches: bool,
  /** How many processors carry out operations, the first ones. */
  takers: int(1, 4, { default: 2 }),
})

export const spaceComponents = ({ cpus, objects, pages, fills }: Sizes & { readonly fills: Fills }) => ({
  tlb: tlb({ cpus, pages: objects * pages, fills, spaces: SPACES }),
  interrupts: interrupts({ cpus, vectors: ['shootdown'] }),
})

/** The types of what is kept, to be put into the state. */
export function spaceTypes(sizes: Sizes & { readonly tracking: Tracking }) {
  const sharers = sharersType(sizes)
  const { tag, count } = tlbEpochs('endless')
  return {
    /** Of each space: whose TLBs its threads may have filled. */
    space: array(SPACES, sharers),
    /** Of each object: its lock, and whose translations are outstanding. */
    object: { lock: option(id('cpu', sizes.cpus)), outstanding: sharers, ...tag(sizes.cpus) },
    cpu: { ...processorFields(sizes), ...count },
    /** Pages that a processor has changed. */
    pages: set(int(0, sizes.objects * sizes.pages - 1)),
    records: {
      /** Who may have cached what a processor has changed of its object and not yet recorded with it. */
      dirty: sharers,
      /** Whose translations its own shoot-down has to invalidate. */
      targets: sharers,
    },
  }
}

/** The first page of an object is in the first address space, the second in the other. */
export function spaceOf({ pages }: Pages, page: number): number {
  return page % pages
}

export function otherThan(space: number): number {
  return SPACES - 1 - space
}

/** The space that the processor is not in. */
export function otherSpace(s: HasTlb, cpu: number): number {
  return otherThan(s.tlb.cpu.get(cpu).base)
}

export function permissionsInSpaces(takes: Taken, sizes: Pages): Permissions {
  return permissions(takes, { spaceOf: (page) => spaceOf(sizes, page) })
}

/** Puts every processor into the space that it begins in, with every permission given. */
export function beginInSpaces(s: Beginning, { takes, fills, begin, takers, pick, ...sizes }: Setting): void {
  const track = sharersTracking(sizes)
  const first = begin === 'neighbours' ? [0, 1] : [0, 2]
  for (const cpu of upTo(sizes.cpus)) {
    const base = begin === 'anywhere' ? pick.int(0, SPACES - 1) : first.includes(cpu) ? 0 : 1
    s.tlb.cpu.get(cpu).base = base
    track.add(s.space.get(base), cpu)
    if (cpu >= takers) s.cpu.get(cpu).left = 0
  }
  permissionsInSpaces(takes, sizes).grantAll(s, fills)
}

type Pages = { readonly pages: number }

interface Beginning extends HasTlb {
  readonly space: { get(index: number): Sharers }
  readonly cpu: { get(index: number): { left: number } }
}

interface Setting extends Sizes {
  readonly takes: Taken
  readonly fills: Fills
  readonly tracking: Tracking
  readonly begin: 'apart' | 'neighbours' | 'anywhere'
  readonly takers: number
  readonly pick: Pick
}
