import type { Cpu, Database } from './state.js'

/** What must hold of permissions in page tables, as conditions on one state. */

/** The node is valid, and the page it stands for can be written where it is mapped. */
export function isWritable(s: Database, node: number): boolean {
  const { life, entry } = s.member.get(node)
  return life === 'valid' && s.entry.get(entry).node === node && s.entry.get(entry).writable
}

/** The mapping is no longer valid, and nothing is permitted where it was but by one that has been made since. */
export function isGone(s: Database, node: number): boolean {
  const { life, entry } = s.member.get(node)
  const { present, node: now } = s.entry.get(entry)
  return life !== 'valid' && (!present || (now !== null && now !== node && s.member.get(now).life === 'valid'))
}

/** What a space is permitted is what its valid mapping permits, unless a mapping is just being granted from here or to here. */
export function keepsToItsMapping(s: Database, space: number, inHand: boolean): boolean {
  const { present, writable, node } = s.entry.get(space)
  if (!present) return !writable
  if (node === null || s.member.get(node).life !== 'valid') return false
  return inHand || s.member.get(node).entry === space
}

export function isGranting({ at, operation, from, to }: Cpu & { readonly at: string }, space: number): boolean {
  return operation === 'grant' && (space === from || space === to) && (at === 'move node' || at === 'clear source')
}

/** Whoever may write has it through spaces that may, but for what somebody on a walk has still to come to. */
export function keepsToThoseAbove(s: Database, node: number, comesUnderWalk: boolean): boolean {
  return (
    comesUnderWalk || !isWritable(s, node) || s.member.get(node).through.every((above) => s.entry.get(above).writable)
  )
}
