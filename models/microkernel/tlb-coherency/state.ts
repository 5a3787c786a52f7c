import { array, id, int, type Of, oneOf, set, struct, withDefault } from '../../../src/index.js'
import type { Interrupts } from '../../hardware/interrupts/interrupts.js'
import type { Tlb } from '../../hardware/tlb/tlb.js'

export interface Sizes {
  readonly cpus: number
  readonly objects: number
  /** Pages of each object. */
  readonly pages: number
  /** How many operations each processor carries out; 0: any number. */
  readonly operations: number
}

/** How large a system is; how much an operation takes, and from which objects. */
export const parameters = {
  cpus: int(2, 4, { default: 2 }),
  objects: int(1, 3),
  pages: int(1, 3),
  takes: oneOf('write', 'everything'),
  /** When TLBs fetch what they may; `at once` gives the same verdicts in fewer states. */
  fills: oneOf('at any time', 'at once'),
  /**
   * How many operations each processor carries out, all of them batches of all objects, and no permission is extended; then
   * interrupts are counted. 0: any number, of whatever objects, and permissions come and go.
   */
  operations: int(0, 2),
  /** How many interrupts a run is said to take, if they are counted. */
  least: int(0, 99),
  most: int(0, 99),
}

/** The pages of an object. All processors share one address space, in which the objects lie one after the other. */
export function pagesOf({ pages }: Pick<Sizes, 'pages'>, object: number): readonly number[] {
  return Array.from({ length: pages }, (_, i) => object * pages + i)
}

/** A set of TLB entries, the D of Uhlig 2005, 4.4.1: for each page, the processors that may have it cached. */
export function entries({ cpus, objects, pages }: Omit<Sizes, 'operations'>) {
  return array(objects * pages, set(id('cpu', cpus)))
}

/** What every processor has, whichever way it keeps the TLBs coherent. */
export function processorFields({ cpus, objects, pages, operations }: Sizes) {
  const cpu = id('cpu', cpus)
  return {
    /** The object that its operation has come to, and which of its pages. */
    object: int(0, objects - 1),
    page: int(0, pages - 1),
    /** Who wants it to invalidate what he has listed, and whose requests it is serving: all that it found when it looked. */
    requests: set(cpu),
    serves: set(cpu),
    /** Where it goes on after that. */
    resumes: oneOf('look for requests', 'take lock', 'wait'),
    /** The pages that its operation takes the permission from. No kernel keeps it: it is there to state the claim. */
    takes: set(int(0, objects * pages - 1)),
    /** If operations are counted: how many it still carries out, and how many interrupts it has sent. */
    left: withDefault(int(0, operations), operations),
    sent: int(0, operations * objects * (cpus - 1)),
  }
}

/** What a processor has that lists TLB entries one by one. */
export function listFields(sizes: Sizes) {
  return {
    /** The pages of its object whose permission it has taken away and not yet recorded with the object. */
    dirty: set(int(0, sizes.objects * sizes.pages - 1)),
    /** The TLB entries that its own shoot-down has to invalidate. */
    list: entries(sizes),
  }
}

const SMALLEST = { cpus: 1, objects: 1, pages: 1, operations: 0 }
const processor = struct(processorFields(SMALLEST))
const lists = struct(listFields(SMALLEST))

export type Processor = Of<typeof processor> & { readonly id: number }
export type Listing = Processor & Of<typeof lists>

/** A system with processors of this kind, its memory objects at `s.object`, translations at `s.tlb`. */
export interface Coherency<P extends Processor = Processor> {
  readonly tlb: Tlb
  readonly interrupts: Interrupts<'shootdown'>
  readonly object: { get(index: number): { lock: number | null }; findIndex(holds: (o: HasLock) => boolean): number }
  readonly cpu: { get(index: number): P; some(holds: (cpu: P) => boolean): boolean } & Iterable<P>
}

interface HasLock {
  readonly lock: number | null
}
