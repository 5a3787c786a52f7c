import type { Beneath } from './beneath.js'
import { mcsLock } from './mcs-lock.js'
import { spinLock } from './spin-lock.js'
import { switchingLock } from './switching-lock.js'

/** From as many processors on as share a bit of the mask, a queue lock is worth its price (Uhlig 2005, 3.2.1, on Lim). */
const MANY = 4

/**
 * The lock for an object whose mask has this order: a bit of it stands for 2^order processors, which all may want the lock
 * at once. With few, spinning is cheapest; with many, each should spin on memory of its own. Or one that is changed at run time.
 */
export function beneathFor({ order, switches }: { readonly order: number; readonly switches: boolean }): Beneath {
  if (switches) return switchingLock
  return 2 ** order < MANY ? spinLock : mcsLock
}
