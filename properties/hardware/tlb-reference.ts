import type { Right } from '../../models/hardware/tlb/page-tables.js'
import type { Access, Mode } from '../../models/hardware/tlb/walk.js'

/**
 * One processor's translations over immutable objects: slow, and written without a look at the part it is held against. A
 * state is what memory holds and what the processor has read of it.
 */
export interface Reference {
  readonly directory: readonly { readonly rights: readonly Right[]; readonly table: number }[]
  readonly table: readonly (readonly Translation[])[]
  readonly entry: readonly (Translation | null)[]
  /** Null where a walk is one step. */
  readonly upper: readonly ({ readonly rights: readonly Right[]; readonly table: number } | null)[] | null
}

export interface Translation {
  readonly rights: readonly Right[]
  readonly frame: number
}

/** All states that the hardware can get to by itself, the given one included. */
export function reachable(start: Reference): Reference[] {
  const seen = new Map([[key(start), start]])
  for (const state of seen.values())
    for (const next of moves(state)) if (!seen.has(key(next))) seen.set(key(next), next)
  return [...seen.values()]
}

function key({ directory, table, entry, upper }: Reference): string {
  const sorted = (_: string, value: unknown) =>
    Array.isArray(value) && typeof value[0] === 'string' ? [...value].sort() : value
  return JSON.stringify([directory, table, entry, upper], sorted)
}

function moves(state: Reference): Reference[] {
  const found: Reference[] = []
  state.entry.forEach((entry, page) => {
    if (entry !== null) found.push({ ...state, entry: state.entry.with(page, null) })
    const fetched = entry === null ? walk(state, page) : null
    if (fetched !== null) found.push({ ...state, entry: state.entry.with(page, fetched) })
  })
  state.upper?.forEach((upper, place) => {
    const inMemory = state.directory[place]!
    if (upper !== null) found.push({ ...state, upper: state.upper!.with(place, null) })
    else if (inMemory.rights.includes('present')) found.push({ ...state, upper: state.upper!.with(place, inMemory) })
  })
  return found
}

/** What a walk would come to now; null if it would find nothing, or has not begun. */
function walk(state: Reference, page: number): Translation | null {
  const size = state.table[0]!.length
  const place = Math.floor(page / size)
  const upper = state.upper === null ? state.directory[place]! : state.upper[place]
  if (!upper?.rights.includes('present')) return null
  const lower = state.table[upper.table]![page % size]!
  if (!lower.rights.includes('present')) return null
  const both = (right: Right) => !['writable', 'user'].includes(right) || upper.rights.includes(right)
  return { rights: lower.rights.filter(both), frame: lower.frame }
}

/** Whether an access to this page (and this frame, if one is given) succeeds at once. */
export function succeeds(state: Reference, page: number, access: Access, mode: Mode, frame?: number): boolean {
  const cached = state.entry[page] ?? null
  // What is cached is good for a first write only as far as memory agrees.
  const isFirst = access === 'write' && cached?.rights.includes('clean')
  if (cached !== null && !permitted(cached, access, mode)) return false
  const translation = cached !== null && !isFirst ? cached : walk(state, page)
  return (
    translation !== null && permitted(translation, access, mode) && (frame ?? translation.frame) === translation.frame
  )
}

function permitted({ rights }: Translation, access: Access, mode: Mode): boolean {
  const needed: Right[] = ['present']
  if (access === 'write') needed.push('writable')
  if (mode === 'user') needed.push('user')
  return needed.every((right) => rights.includes(right))
}
