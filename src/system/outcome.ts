/** What a step returns when it cannot be taken, or what anything it calls throws: whatever it changed is discarded. */
export const blocked: unique symbol = Symbol.for('shootdown.blocked')
export type Blocked = typeof blocked

/** The label at which a program has ended. Falling off the last label leads here. */
export const done = 'done'
export type Done = typeof done

const BOUND: unique symbol = Symbol.for('shootdown.beyond')

/** A step that would lead beyond a bound which the model sets itself. */
export interface Beyond {
  /** What the bound is called. */
  readonly [BOUND]: string
}

/** A step that is not taken. */
export type Stopped = Blocked | Beyond

const known = new Map<string, Beyond>()

/**
 * What a step returns, or what anything it calls throws, when it could be taken but would lead beyond a bound that only
 * keeps the model finite: `beyond('a store buffer of 4 entries')`. It is not taken, and the search says so: what
 * would have followed is not known, so no property is said to hold, and the state is no deadlock.
 */
export function beyond(bound: string): Beyond {
  const same = known.get(bound) ?? { [BOUND]: bound }
  known.set(bound, same)
  return same
}

/** What the bound is called, if that is what a step returned or threw; else null. */
export function boundOf(outcome: unknown): string | null {
  return typeof outcome === 'object' && outcome !== null && BOUND in outcome ? (outcome as Beyond)[BOUND] : null
}

/** Whether a step that returned or threw this is not taken. */
export function isStopped(outcome: unknown): outcome is Stopped {
  return outcome === blocked || boundOf(outcome) !== null
}
