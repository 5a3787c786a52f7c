import { headFor } from './list.js'
import { type Scenario, takesBack } from './scenario.js'
import type { Cpu, Database } from './state.js'

/** What must hold of the database, as conditions on one state. */
type At = { readonly at: string }

/** No processor in the kernel has a reference to memory that is in the pool. */
export function followsDangling(
  s: Database,
  { nodes }: Scenario,
  { node, old, cursor, split, kept, inner }: Cpu,
): boolean {
  const isFree = (ref: number | null) => ref !== null && s.member.get(ref).life === 'free'
  const isFreeSplit = (split: number | null) => split !== null && isFree(nodes + split)
  return isFree(node) || isFree(old) || isFree(cursor) || isFreeSplit(split) || isFreeSplit(kept) || isFreeSplit(inner)
}

/** The processor is about to change something on the strength of its lookup. */
export function acts({ at, operation, cursor, node }: Cpu & At): boolean {
  if (HANDS_ON.has(at)) return true
  const begins = operation === 'unmap' ? at === 'clear entry' : takesBack(operation) && at === 'go on'
  return begins && cursor === node
}

const HANDS_ON = new Set(['read target', 'test target', 'allocate', 'exchange', 'set present'])

/** The node is the one that the caller's page table leads to; it is valid and locked. */
export function isEntitled(s: Database, { id, from, node, split }: Cpu): boolean {
  const { life, split: own } = s.member.get(node!)
  return s.entry.get(from).node === node && life === 'valid' && own === split && s.split.get(split!).holder === id + 1
}

/** Every valid node, but one that is just being made or taken away, is what its page-table entry refers to, which is present. */
export function isFound(s: Database, node: number, cpus: Iterable<Cpu & At>): boolean {
  const { life, entry } = s.member.get(node)
  if (life !== 'valid') return true
  const { node: found, present } = s.entry.get(entry)
  if (found === node && present) return true
  for (const { at, fresh, cursor } of cpus) {
    if (fresh === node && (at === 'exchange' || at === 'look again')) return true
    if (fresh === node && at === 'set present') return found === node
    if (cursor === node && at === 'mark invalid') return true
  }
  return false
}

/**
 * The list of a split node, where nobody holds the lock: it holds every valid member that the split node protects, with
 * references both ways and depths as in the sequential database.
 */
export function isInOrder(s: Database, { nodes, pages }: Scenario, split: number): boolean {
  if (s.split.get(split).holder !== 0 || s.member.get(nodes + split).life === 'free') return true
  let found = 0
  for (let page = 0; page < (split === 0 ? pages : 1); page++) {
    const above = s.member.get(nodes + split).depth - 1
    let [before, depth]: [number | null, number] = [null, above]
    for (let ref = headFor(s, split, page).head; ref !== null; ref = s.member.get(ref).next) {
      const member = s.member.get(ref)
      const fits = member.life === 'valid' && member.split === split && member.previous === before
      if (!fits || member.depth <= above || member.depth > depth + 1) return false
      ;[before, depth] = [ref, member.depth]
      found++
    }
  }
  const own = s.member.count((m, ref) => ref !== 0 && ref !== nodes && m.life === 'valid' && m.split === split)
  return found === own
}

/** Whether a split node is another one or stands somewhere below it. */
export function isBelow(s: Database, { nodes }: Scenario, split: number, top: number): boolean {
  for (let at = split; at !== top; at = s.member.get(nodes + at).split ?? 0) if (at === 0) return false
  return true
}

/** The split node whose lock the processor has in hand, with or without others below it. */
export function worksIn({ kept, split }: Pick<Cpu, 'kept' | 'split'>): number {
  return kept ?? split!
}

/** The split node whose lock the processor waits for; null if it does not wait. */
export function waitsFor(s: Database, { nodes }: Scenario, { at, split, cursor }: Cpu & At): number | null {
  const wantsBelow = at === 'lock below' || at === 'take lock below'
  const wanted = at === 'lock' ? split : wantsBelow ? cursor! - nodes : null
  return wanted !== null && s.split.get(wanted).holder !== 0 ? wanted : null
}

/**
 * A subsystem includes what is below it: who comes to one waits for somebody who works in the same one, or walks through it from
 * above; and who walks waits for somebody who works below.
 */
export function waitsInItsSubsystem(s: Database, scenario: Scenario, cpu: Cpu & At): boolean {
  const lock = waitsFor(s, scenario, cpu)
  if (lock === null) return true
  const other = worksIn(s.cpu.get(s.split.get(lock).holder - 1))
  return cpu.at === 'lock' ? isBelow(s, scenario, lock, other) : isBelow(s, scenario, other, worksIn(cpu))
}

/** The processor is on its walk, and has taken or takes back what comes under it, or the right to write it. */
export function walks({ at, operation }: Cpu & At): boolean {
  return takesBack(operation) && WALKING.has(at)
}

const WALKING = new Set([
  'go on',
  'lock below',
  'go below',
  'clear entry',
  'mark invalid',
  'unlink',
  'unlink back',
  'put on the list',
  'take right to write',
  'unlock below',
])

/** Whether a node is one that the processor's operation takes away. */
export function comesUnder(s: Database, { operation, from, node: start }: Cpu, node: number | null): boolean {
  if (node === null) return false
  return s.member.get(node).through.has(from) || (operation === 'unmap' && node === start)
}
