import type { Scenario } from './scenario.js'
import type { Database } from './state.js'

/**
 * The lists, as in the sequential database: what was mapped from a node follows it and is deeper. Each list belongs to the
 * split node that its members refer to, and is read and written with that lock in hand. Those of split node 0 begin at the
 * root's page, or in the array of its sub-pages.
 */
type Reference = number | null

/** The member after `ref`; after the root, which is in no list, the first for the page. */
export function after(s: Database, ref: number, page: number): Reference {
  return ref === 0 ? headFor(s, 0, page).head : s.member.get(ref).next
}

/** Puts a new member after its parent, in two steps: the first changes what leads forward, the second what leads back. */
export function link(s: Database, scenario: Scenario, ref: number, parent: number): void {
  linkForward(s, scenario, ref, parent)
  linkBack(s, ref)
}

export function linkForward(s: Database, scenario: Scenario, ref: number, parent: number): void {
  const member = s.member.get(ref)
  member.next = after(s, parent, scenario.page[member.entry]!)
  member.previous = parent === 0 ? null : parent
  pointTo(s, scenario, ref, ref)
}

export function linkBack(s: Database, ref: number): void {
  const { next } = s.member.get(ref)
  if (next !== null) s.member.get(next).previous = ref
}

/** Takes a member out, in two steps. Its own references stay, so that a walk goes on from there. */
export function unlinkForward(s: Database, scenario: Scenario, ref: number): void {
  pointTo(s, scenario, ref, s.member.get(ref).next)
}

export function unlinkBack(s: Database, ref: number): void {
  const { next, previous } = s.member.get(ref)
  if (next !== null) s.member.get(next).previous = previous
}

/** Writes what leads to the place of `ref`: the member before it or the beginning of its list. */
function pointTo(s: Database, scenario: Scenario, ref: number, to: Reference): void {
  const { previous, split, entry } = s.member.get(ref)
  if (previous === null) headFor(s, split ?? 0, scenario.page[entry]!).head = to
  else s.member.get(previous).next = to
}

/** Where the list of a split node begins; the one at the top has a list for each page. */
export function headFor(s: Database, split: number, page: number): { head: Reference } {
  return split === 0 ? s.page.get(page) : s.split.get(split)
}
