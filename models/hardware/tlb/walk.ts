import {
  directoryIndex,
  gives,
  isTranslationOf,
  lowerEntry,
  type Translation,
  translationOf,
  type Upper,
  upperEntry,
} from './page-tables.js'
import type { Tlb } from './tlb.js'

export type Access = 'read' | 'write'
export type Mode = 'user' | 'supervisor'

/** Whether the hardware can cache a translation of the page now, where it has none. */
export function isFetchable(s: Tlb, cpu: number, page: number): boolean {
  if (s.cpu.get(cpu).entry.get(page) !== null) return false
  const upper = upperInHand(s, cpu, page)
  return upper !== null && gives(upper, lowerEntry(s, upper, page), 'present')
}

/** Caches what the tables give now; the page must be fetchable. */
export function fetch(s: Tlb, cpu: number, page: number): void {
  const upper = upperInHand(s, cpu, page)!
  s.cpu.get(cpu).entry.set(page, translationOf(upper, lowerEntry(s, upper, page)))
}

/**
 * An access by the processor. Whatever translation is cached decides, and where there is none the processor walks:
 * `walking` if it has only read the upper entry by now, and the access is to be tried again. A fault makes the processor
 * forget what it has cached of the page, so that the next try sees the tables; it may well be for nothing, as the tables
 * may permit the access by now. Supervisors are bound by `writable` too (WP is set).
 *
 * The first write through a clean entry looks at the tables once more and takes the mark away there.
 */
export function use(s: Tlb, cpu: number, page: number, access: Access, mode: Mode = 'user') {
  const cached = s.cpu.get(cpu).entry.get(page)
  if (cached !== null && !permits(null, cached, access, mode)) return fault(s, cpu, page)
  if (cached !== null && !mustMark(cached, access)) return 'granted'
  const upper = upperInHand(s, cpu, page)
  if (upper === null) return readUpper(s, cpu, page) ? 'walking' : fault(s, cpu, page)
  const lower = lowerEntry(s, upper, page)
  if (!permits(upper, lower, access, mode)) return fault(s, cpu, page)
  if (access === 'write') lower.rights.delete('clean')
  fetch(s, cpu, page)
  return 'granted'
}

/**
 * Whether the processor can make the access now, or later without another write to a page table by the kernel: through a
 * translation that is cached, or by a walk through an upper entry that it has read or can read.
 */
export function mayUse(s: Tlb, cpu: number, page: number, access: Access, mode: Mode = 'user'): boolean {
  return someWay(s, cpu, page, access, (upper, lower) => permits(upper, lower, access, mode))
}

/** The same of a frame, by way of any page. */
export function mayReach(s: Tlb, cpu: number, frame: number, access: Access, mode: Mode = 'user'): boolean {
  const leads: Leads = (upper, lower) => lower.frame === frame && permits(upper, lower, access, mode)
  return s.cpu.get(cpu).entry.some((_, page) => someWay(s, cpu, page, access, leads))
}

type Leads = (upper: Upper | null, lower: Translation) => boolean

function someWay(s: Tlb, cpu: number, page: number, access: Access, leads: Leads): boolean {
  const cached = s.cpu.get(cpu).entry.get(page)
  if (cached !== null && !mustMark(cached, access) && leads(null, cached)) return true
  return someWalk(s, cpu, page, leads)
}

/** Whether one of the walks that are possible now leads there. */
function someWalk(s: Tlb, cpu: number, page: number, leads: Leads): boolean {
  const read = upperRead(s, cpu, page)
  const upper = upperEntry(s, s.cpu.get(cpu).base, page)
  return (read !== null && leads(read, lowerEntry(s, read, page))) || leads(upper, lowerEntry(s, upper, page))
}

/** Whether every translation that the processor has after a step, and had none in place of before, is one of the tables'. */
export function isFetchedFromTables(before: Tlb, after: Tlb, cpu: number): boolean {
  const [had, has] = [before.cpu.get(cpu).entry, after.cpu.get(cpu).entry]
  for (let page = 0; page < has.length; page++) {
    const entry = has.get(page)
    if (entry === null || had.get(page) !== null) continue
    // The step may have written the tables, and then fetched, or the other way round.
    const gives: Leads = (upper, lower) => upper !== null && isTranslationOf(entry, upper, lower)
    if (!someWalk(before, cpu, page, gives) && !someWalk(after, cpu, page, gives)) return false
  }
  return true
}

function permits(upper: Upper | null, lower: Translation, access: Access, mode: Mode): boolean {
  if (mode === 'user' && !gives(upper, lower, 'user')) return false
  return gives(upper, lower, access === 'write' ? 'writable' : 'present') && gives(upper, lower, 'present')
}

/** Whether the access has to be noted in the page table first. */
function mustMark(cached: Translation, access: Access): boolean {
  return access === 'write' && cached.rights.has('clean')
}

/** The upper entry that a walk goes through now; null if it has to be read first. */
function upperInHand(s: Tlb, cpu: number, page: number): Upper | null {
  const takesOneStep = s.cpu.get(cpu).upper.length === 0
  return takesOneStep ? upperEntry(s, s.cpu.get(cpu).base, page) : upperRead(s, cpu, page)
}

/** The upper entry of the page that the processor has read earlier, or null. */
function upperRead(s: Tlb, cpu: number, page: number): Upper | null {
  const { upper } = s.cpu.get(cpu)
  return upper.length === 0 ? null : upper.get(directoryIndex(s, page))
}

/** Reads the upper entry of the page from memory; false if there is none. */
function readUpper(s: Tlb, cpu: number, page: number): boolean {
  const upper = upperEntry(s, s.cpu.get(cpu).base, page)
  if (!upper.rights.has('present')) return false
  s.cpu.get(cpu).upper.set(directoryIndex(s, page), upper)
  return true
}

function fault(s: Tlb, cpu: number, page: number): 'fault' {
  const me = s.cpu.get(cpu)
  me.entry.set(page, null)
  if (me.upper.length > 0) me.upper.set(directoryIndex(s, page), null)
  return 'fault'
}
