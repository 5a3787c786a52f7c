import { comesUnder, walks } from './claims.js'
import type { Cpu, Database } from './state.js'

/** The database in the words of `spec/mapping-tree` and of `tree-of-mappings.ts`. */

type At = { readonly at: string }

/**
 * What a space has in the abstract tree. What is taken back is gone all at once as soon as the walk begins, with the lock in
 * hand, and so is what is handed on from there in subsystems that the walk has still to come to; so it is with rights. What is
 * handed on is there as soon as its page-table entry is present.
 */
export function abstractly(s: Database, space: number, cpus: Iterable<Cpu & At>) {
  const { present, node, writable } = s.entry.get(space)
  const at = `space ${space}`
  const { life, entry, through } = s.member.get(node ?? 0)
  const under = [...cpus].filter((c) => walks(c) && comesUnder(s, c, node))
  const isOwn = present && node !== null && life === 'valid' && entry === space
  if (!isOwn || under.some((c) => c.operation !== 'restrict'))
    return { at, mapped: false, writable: false, through: [] }
  return { at, mapped: true, writable: writable && under.length === 0, through: [...through] }
}

/** The operation that is under way; it is over as soon as nothing is left to do but to release the lock. */
export function underWay({ at, operation, from, to }: Cpu & At) {
  if (at === 'user' || at === 'unlock' || at === 'return' || at === 'done') return null
  if (operation === 'unmap' || operation === 'revoke' || operation === 'restrict') return [operation, from] as const
  return [operation, from, to] as const
}

export function resultOf({ outcome }: Cpu) {
  return outcome === 'none' ? 'done' : outcome
}
