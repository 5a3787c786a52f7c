import { setImmediate } from 'node:timers/promises'

/** How long a computation may keep the thread to itself, in milliseconds. */
export const TURN = 15

/**
 * What a computation in slices comes to, if others get a turn between them now and then. `each` is called before they do;
 * a promise that it returns may fail, which ends the computation.
 */
export async function inTurns<S, T>(slices: Generator<S, T>, each: (slice: S) => unknown = () => {}): Promise<T> {
  let turn = performance.now()
  for (;;) {
    const slice = slices.next()
    if (slice.done) return slice.value
    if (performance.now() - turn < TURN) continue
    const waits = each(slice.value)
    await (waits instanceof Promise ? Promise.race([waits, setImmediate()]) : setImmediate())
    turn = performance.now()
  }
}
