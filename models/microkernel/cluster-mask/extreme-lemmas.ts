import {
  and,
  type Bits,
  type Bool,
  bits,
  eq,
  implies,
  lemma,
  lt,
  max,
  min,
  not,
  shr,
} from '../../../src/prove/index.js'
import { bitmapOf, type Layout, perLayout } from './layout.js'

interface Two {
  readonly left: Bits
  readonly right: Bits
}

/** What the proofs about merged masks rest on, about the larger and the smaller of two words. */
export const extremeLemmas = perLayout(({ width }) => {
  const two = { left: bits(width), right: bits(width) }

  /** Of two words, either is the larger one. */
  const extremes = lemma(two, {
    conclude: ({ left, right }) =>
      and(
        implies(lt(left, right), and(eq(max(left, right), right), eq(min(left, right), left))),
        implies(not(lt(left, right)), and(eq(max(left, right), left), eq(min(left, right), right))),
      ),
  })

  const symmetric = lemma(two, {
    conclude: ({ left, right }) => and(eq(max(left, right), max(right, left)), eq(min(left, right), min(right, left))),
  })
  return { extremes, symmetric }
})

/** That they are the extremes is all one needs to know of them. */
export function extremesOf({ left, right }: Two): readonly Bits[] {
  return [max(left, right), min(left, right)]
}

/** What a merge looks at first. */
export function casesOf(layout: Layout, { left, right }: Two): readonly Bool[] {
  const areAlike = eq(shr(left, layout.bitmap), shr(right, layout.bitmap))
  const areEmpty = [left, right].map((m) => eq(bitmapOf(layout, m), 0)) as [Bool, Bool]
  const isLess = lt(left, right)
  const others = areEmpty.map((isEmpty) => and(not(areAlike), isEmpty))
  const usual = and(not(areAlike), ...areEmpty.map((isEmpty) => not(isEmpty)))
  return [areAlike, ...others, usual].flatMap((one) => [and(one, isLess), and(one, not(isLess))])
}
