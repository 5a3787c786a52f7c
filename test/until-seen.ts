import { expect } from 'vitest'

/** How often it is drawn again before it is taken for impossible that a kind comes up. */
const TIMES = 10

/**
 * Draws random cases until each kind has come up at least so many times: a comparison is hollow where one never does, and
 * one draw of them is too few where a kind is rare. `draw` counts in `seen` what comes up.
 */
export function untilSeen(seen: { readonly [kind: string]: number }, least: number, draw: () => void): void {
  const rare = () => Object.entries(seen).flatMap(([kind, count]) => (count < least ? [kind] : []))
  for (let times = 0; times === 0 || (times < TIMES && rare().length > 0); times++) draw()
  expect(rare(), 'kinds of random cases that hardly ever came up').toEqual([])
}
