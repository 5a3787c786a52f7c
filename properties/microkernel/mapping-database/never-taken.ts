import type { Explored } from '../verdict.js'

/** Steps that are never taken, for what they are there for. No reference is lost, no lock kept but from page to page. */
export const noneLost = ['cpu: unlock kept', 'cpu: follow nothing']
/** Where nobody grants, and nobody restricts. */
export const granted = ['cpu: test place', 'cpu: move node', 'cpu: clear source', 'cpu: forget source']
export const restricted = ['cpu: take right to write']
/** Where no split node is made. */
export const dependent = ['cpu: unlock new']
export const lost = [...noneLost, ...granted, ...restricted]
/** Where there is no other subsystem to walk through. */
export const walkedThrough = ['cpu: lock below', 'cpu: go below', 'cpu: unlock below']
export const once = { neverTaken: [...lost, ...dependent, ...walkedThrough] }

export const inOrder = (e: Explored): Explored => ({ ...e, neverTaken: [...e.neverTaken].sort() })
