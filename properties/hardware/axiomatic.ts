import { keysOf, type Outcome } from '../../src/litmus/outcome.js'
import type { Instruction, LitmusTest, Order, Value } from '../../src/litmus/test.js'
import {
  both,
  identity,
  inverse,
  isAcyclic,
  isEmpty,
  isIrreflexive,
  optional,
  type Relation,
  relation,
  sequence,
  transitive,
  union,
  without,
} from './relation.js'

/**
 * Litmus tests the axiomatic way, to hold the machines against: every choice of which write each read reads from, and of
 * the order of the writes to each location, is a candidate, and the axioms of a model say which of them happen.
 */
export type Axioms = (execution: Execution) => boolean

export interface Event {
  /** -1 for the write that makes the initial value. */
  readonly thread: number
  readonly kind: 'read' | 'write' | 'fence'
  readonly loc: string | null
  readonly order: Order
  /** Part of a locked instruction, failing ones included. */
  readonly locked: boolean
  /** `mfence` or a fence of C11, and not `sfence` or `lfence`. */
  readonly full: boolean
}

export interface Execution {
  readonly events: readonly Event[]
  readonly po: Relation
  /** Between accesses to one location. */
  readonly loc: Relation
  readonly rf: Relation
  /** The order of the writes to each location. */
  readonly mo: Relation
  /** From the read of a locked instruction to its write. */
  readonly rmw: Relation
}

/** The complete set of outcomes, ascending; null if there are more candidates than that, of the whole or of a location. */
export function axiomaticOutcomes(test: LitmusTest, axioms: Axioms, most: number): Outcome[] | null {
  const found = new Map<string, Outcome>()
  let left = most
  for (const skeleton of skeletonsOf(test)) {
    const firsts = firstsOf(skeleton)
    if (firsts.some((first) => candidatesOf(skeleton, first) > most)) return null
    for (const histories of combinations(firsts.map((first) => historiesOf(skeleton, first)))) {
      if (--left < 0) return null
      const read = readIn(skeleton, histories)
      const values = valuesOf(skeleton, read)
      if (values === null) continue
      const orders = histories.map(({ order }) => order)
      const outcome = outcomeOf(test, skeleton, values, orders)
      if (!found.has(outcome.join(' ')) && axioms(executionOf(skeleton, read, orders)))
        found.set(outcome.join(' '), outcome)
    }
  }
  return [...found.values()].sort(ascending)
}

/** The events of a test, given which of its compare-exchanges store. */
interface Skeleton {
  readonly events: readonly (Event & Source)[]
  readonly po: Relation
  readonly loc: Relation
  readonly rmw: Relation
}

/** What the instruction of an event says about values. */
interface Source {
  readonly instruction: Instruction | null
  /** Of the initial writes. */
  readonly value: number
  /** Of a compare-exchange, whether it stores. */
  readonly stores: boolean
}

function* skeletonsOf(test: LitmusTest): Generator<Skeleton> {
  const conditional = test.threads.flat().filter((i) => i.op === 'cmpxchg').length
  for (let choice = 0; choice < 1 << conditional; choice++) yield skeletonOf(test, choice)
}

function skeletonOf(test: LitmusTest, choice: number): Skeleton {
  const locations = keysOf(test).filter((key) => !key.includes(':'))
  const events: (Event & Source)[] = locations.map((loc) => ({
    thread: -1,
    kind: 'write',
    loc,
    order: 'rlx',
    locked: false,
    full: false,
    instruction: null,
    value: test.init[loc] ?? 0,
    stores: false,
  }))
  const pairs: [number, number][] = []
  let conditional = 0
  for (const [thread, program] of test.threads.entries())
    for (const instruction of program) {
      const stores = instruction.op === 'cmpxchg' ? (choice & (1 << conditional++)) !== 0 : true
      const kinds = kindsOf(instruction, stores)
      const locked = 'loc' in instruction && instruction.op !== 'load' && instruction.op !== 'store'
      const first = events.length
      for (const kind of kinds)
        events.push({
          thread,
          kind,
          loc: 'loc' in instruction ? instruction.loc : null,
          order: 'order' in instruction ? (instruction.order ?? 'rlx') : 'rlx',
          locked,
          full: instruction.op === 'mfence' || instruction.op === 'fence',
          instruction,
          value: 0,
          stores,
        })
      if (kinds.length === 2) pairs.push([first, first + 1])
    }
  const size = events.length
  return {
    events,
    po: relation(size, (a, b) => a < b && events[a]!.thread >= 0 && events[a]!.thread === events[b]!.thread),
    loc: relation(size, (a, b) => events[a]!.loc !== null && events[a]!.loc === events[b]!.loc),
    rmw: relation(size, (a, b) => pairs.some(([r, w]) => r === a && w === b)),
  }
}

function kindsOf({ op }: Instruction, stores: boolean): Event['kind'][] {
  if (op === 'load') return ['read']
  if (op === 'store') return ['write']
  if (op === 'xchg' || op === 'xadd' || op === 'cmpxchg') return stores ? ['read', 'write'] : ['read']
  return ['fence']
}

/** What happens to one location: its writes in order, and which of them each of its reads, in the order of events, reads from. */
interface History {
  readonly order: readonly number[]
  readonly sources: readonly number[]
}

/** The initial write of each location. */
function firstsOf({ events }: Skeleton): number[] {
  return events.flatMap((event, i) => (event.thread === -1 ? [i] : []))
}

function readsOf({ events }: Skeleton, first: number): number[] {
  return events.flatMap(({ kind, loc }, i) => (kind === 'read' && loc === events[first]!.loc ? [i] : []))
}

function writesOf({ events }: Skeleton, first: number): number[] {
  return events.flatMap((e, i) => (i > first && e.kind === 'write' && e.loc === events[first]!.loc ? [i] : []))
}

/** In how many ways its writes can be ordered and its reads read. */
function candidatesOf(skeleton: Skeleton, first: number): number {
  const writes = writesOf(skeleton, first).length
  let orders = 1
  for (let n = 2; n <= writes; n++) orders *= n
  return orders * (writes + 1) ** readsOf(skeleton, first).length
}

/** All that can happen to a location if it alone is looked at: every model asks that much. */
function historiesOf(skeleton: Skeleton, first: number): History[] {
  const { po, loc } = skeleton
  const reads = readsOf(skeleton, first)
  const all = permutations(writesOf(skeleton, first)).flatMap((others): History[] => {
    const order = [first, ...others]
    return [...combinations(reads.map(() => order))].map((sources) => ({ order, sources }))
  })
  return all.filter((history) => {
    const read: number[] = []
    for (const [i, source] of history.sources.entries()) read[reads[i]!] = source
    const { rf, mo } = executionOf(skeleton, read, [history.order])
    return isAcyclic(union(both(po, loc), rf, mo, fromReads(rf, mo)))
  })
}

/** For each event that reads, the event that it reads from. */
function readIn(skeleton: Skeleton, histories: readonly History[]): number[] {
  const read: number[] = []
  for (const [i, first] of firstsOf(skeleton).entries())
    for (const [j, event] of readsOf(skeleton, first).entries()) read[event] = histories[i]!.sources[j]!
  return read
}

/** From reads to the writes after those they read from. */
function fromReads(rf: Relation, mo: Relation): Relation {
  const rb = sequence(inverse(rf), mo)
  return without(
    rb,
    identity(rf.length, () => true),
  )
}

function* combinations<T>([first, ...rest]: readonly (readonly T[])[]): Generator<readonly T[]> {
  if (first === undefined) yield []
  else for (const choice of first) for (const others of combinations(rest)) yield [choice, ...others]
}

/** The value that each event reads or writes; null if what is read depends on itself, or a compare-exchange does otherwise. */
function valuesOf({ events }: Skeleton, read: readonly number[]): (number | null)[] | null {
  const values: (number | null)[] = events.map(({ instruction, value }) => (instruction === null ? value : null))
  const registers = new Map<number, { [register: string]: number }>()
  const next = new Map<number, number>()
  for (let progress = true; progress; ) {
    progress = false
    for (const thread of new Set(events.map((e) => e.thread))) {
      const own = events.flatMap((e, i) => (e.thread === thread && thread >= 0 ? [i] : []))
      const held = registers.get(thread) ?? {}
      registers.set(thread, held)
      for (let at = next.get(thread) ?? 0; at < own.length; at++) {
        const event = own[at]!
        if (events[event]!.kind === 'read' && values[read[event]!] === null) break
        if (!evaluate(events[event]!, event, values, read, held)) return null
        next.set(thread, at + 1)
        progress = true
      }
    }
  }
  const isDone = events.every((e, i) => e.kind === 'fence' || values[i] !== null)
  return isDone ? values : null
}

/** Works out one event; false if a compare-exchange does not do as was chosen. */
function evaluate(
  { instruction, kind, stores }: Event & Source,
  event: number,
  values: (number | null)[],
  read: readonly number[],
  held: { [register: string]: number },
): boolean {
  if (instruction === null || kind === 'fence') return true
  if (kind === 'read') {
    const value = values[read[event]!]!
    values[event] = value
    if (instruction.op === 'cmpxchg' && (value === operand(instruction.expect, held)) !== stores) return false
    // A locked instruction writes its register when it is over.
    if (instruction.op === 'load' || !stores) into(instruction, value, held)
    return true
  }
  const old = instruction.op === 'store' ? 0 : values[event - 1]!
  if ('val' in instruction)
    values[event] =
      (instruction.op === 'xadd' ? old + operand(instruction.val, held) : operand(instruction.val, held)) | 0
  if (instruction.op !== 'store') into(instruction, old, held)
  return true
}

function into(instruction: Instruction, value: number, held: { [register: string]: number }): void {
  if ('reg' in instruction && instruction.reg !== undefined) held[instruction.reg] = value
}

function operand(value: Value, held: { readonly [register: string]: number }): number {
  return typeof value === 'number' ? value : ((held[value.reg] ?? 0) + (value.add ?? 0)) | 0
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((r) => [item, ...r]),
  )
}

function executionOf(
  { events, po, loc, rmw }: Skeleton,
  read: readonly number[],
  orders: readonly (readonly number[])[],
): Execution {
  const rf = events.map(() => 0)
  for (const [event, source] of read.entries()) if (source !== undefined) rf[source]! |= 1 << event
  const mo = events.map(() => 0)
  for (const order of orders)
    for (let i = order.length - 1, later = 0; i >= 0; later |= 1 << order[i--]!) mo[order[i]!] = later
  return { events, po, loc, rmw, rf, mo }
}

const isWrite = ({ kind }: Event) => kind === 'write'

function outcomeOf(
  test: LitmusTest,
  { events }: Skeleton,
  values: readonly (number | null)[],
  orders: readonly (readonly number[])[],
): Outcome {
  return keysOf(test).map((key) => {
    const [name, register] = key.split(':') as [string, string | undefined]
    if (register === undefined) {
      const order = orders.find((o) => events[o[0]!]!.loc === name)!
      return values[order.at(-1)!]!
    }
    const writers = events.flatMap((e, i) => {
      const { instruction } = e
      const writes = instruction !== null && 'reg' in instruction && instruction.reg === register
      return e.thread === Number(name) && writes && e.kind === 'read' ? [i] : []
    })
    return writers.length === 0 ? 0 : values[writers.at(-1)!]!
  })
}

function ascending(a: Outcome, b: Outcome): number {
  const at = a.findIndex((value, i) => value !== b[i])
  return at < 0 ? 0 : a[at]! - b[at]!
}

/** x86-TSO, as in herd7's x86tso.cat (Alglave, Maranget, Tautschnig 2014). */
export const x86tso: Axioms = ({ events, po, loc, rf, mo, rmw }) => {
  const size = events.length
  const is = (test: (event: Event) => boolean) => identity(size, (e) => test(events[e]!))
  const int = relation(size, (a, b) => events[a]!.thread === events[b]!.thread)
  const rb = fromReads(rf, mo)
  const [reads, writes] = [is((e) => e.kind === 'read'), is(isWrite)]
  const memory = union(reads, writes)
  const writeRead = sequence(writes, po, reads)
  const kept = without(sequence(memory, po, memory), writeRead)
  const locked = is((e) => e.locked)
  const implied = union(sequence(locked, writeRead), sequence(writeRead, locked))
  const fenced = sequence(
    po,
    is((e) => e.full),
    po,
  )
  return (
    isAcyclic(union(both(po, loc), rf, mo, rb)) &&
    isEmpty(both(rmw, sequence(without(rb, int), without(mo, int)))) &&
    isAcyclic(union(fenced, implied, kept, without(rf, int), rb, mo))
  )
}

const RELEASES: readonly Order[] = ['rel', 'acqrel', 'sc']
const ACQUIRES: readonly Order[] = ['acq', 'acqrel', 'sc']

/** RC11, as in herd7's rc11.cat (Lahav, Vafeiadis, Kang, Hur, Dreyer 2017). */
export const rc11: Axioms = ({ events, po: sb, loc, rf, mo, rmw }) => {
  const size = events.length
  const is = (test: (event: Event) => boolean) => identity(size, (e) => test(events[e]!))
  const rb = fromReads(rf, mo)
  // What is wrong with most candidates is cheap to see.
  if (!isAcyclic(union(sb, rf)) || !isEmpty(both(rmw, sequence(rb, mo)))) return false
  const writes = is((e) => isWrite(e) && e.thread >= 0)
  const fences = is((e) => e.kind === 'fence')
  const eco = transitive(union(rf, mo, rb))
  const chain = optional(transitive(sequence(rf, rmw)))
  const rs = sequence(writes, optional(both(sb, loc)), writes, chain)
  const sw = sequence(
    is((e) => RELEASES.includes(e.order)),
    optional(sequence(fences, sb)),
    rs,
    rf,
    optional(sequence(sb, fences)),
    is((e) => ACQUIRES.includes(e.order)),
  )
  const hb = transitive(union(sb, sw))
  if (!isIrreflexive(sequence(hb, optional(eco)))) return false
  const sc = is((e) => e.order === 'sc')
  const scFences = is((e) => e.kind === 'fence' && e.order === 'sc')
  const sbl = without(sb, loc)
  const scb = union(sb, sequence(sbl, hb, sbl), both(hb, loc), mo, rb)
  const base = sequence(union(sc, sequence(scFences, optional(hb))), scb, union(sc, sequence(optional(hb), scFences)))
  const full = sequence(scFences, union(hb, sequence(hb, eco, hb)), scFences)
  return isAcyclic(union(base, full))
}
