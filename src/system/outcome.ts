/** What a step returns when it cannot be taken: whatever it changed is discarded. */
export const blocked: unique symbol = Symbol.for('shootdown.blocked')
export type Blocked = typeof blocked

/** The label at which a program has ended. Falling off the last label leads here. */
export const done = 'done'
export type Done = typeof done
