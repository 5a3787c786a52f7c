import { add, and, bits, eq, le, lemma, rem, shr, sub } from '../../../src/prove/index.js'
import { within } from './arc-lemmas.js'
import { perLayout } from './layout.js'

/** What the proofs about places on a ring in larger clusters rest on. */
export const extentLemmas = perLayout(({ width, offset }) => {
  const number = bits(width)

  /** Halving the number of a cluster, and taking it round its ring, may change places. */
  const roundShifted = lemma(
    { cluster: number, r: number, by: number },
    {
      assume: ({ r, by }) => and(le(r, offset), le(by, r)),
      conclude: ({ cluster, r, by }) => eq(shr(within(r, cluster), by), within(sub(r, by), shr(cluster, by))),
      adjust: ({ r, by }) => ({ r: rem(r, offset + 1), by: rem(by, add(rem(r, offset + 1), 1)) }),
    },
  )
  return { roundShifted }
})
