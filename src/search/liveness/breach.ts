import type { TemporalKind } from '../../property/temporal.js'
import type { Claim } from './claims.js'

/** What a claim says of one state of a run. */
export interface Says {
  readonly when: boolean
  readonly holds: boolean
}

export function saysOf({ when, holds }: Claim, view: never): Says {
  return { when: when(view), holds: holds(view) }
}

/**
 * Whether a run breaks a claim by what it is like from its state `since` on, if after the last one it goes on as it did
 * after the one at `to`.
 */
export function isBroken(
  kind: TemporalKind,
  says: readonly Says[],
  { to, since }: { readonly to: number; readonly since: number },
): boolean {
  const neverFrom = (first: number) => says.slice(first).every((s) => !s.holds)
  switch (kind) {
    case 'leadsTo':
      // What comes before it in the loop comes after it too.
      return says[since]!.when && neverFrom(Math.min(since, to))
    case 'eventually':
      return since === 0 && neverFrom(0)
    case 'alwaysEventually':
      return neverFrom(Math.min(since, to))
    case 'eventuallyAlways':
      return since >= to && !says[since]!.holds
  }
}

/** The first state of a run from which on it breaks a claim; -1 if it keeps it. */
export function brokenSince(kind: TemporalKind, says: readonly Says[], to: number): number {
  return says.findIndex((_, since) => isBroken(kind, says, { to, since }))
}
