import {
  add,
  and,
  type Bits,
  bits,
  choose,
  eq,
  implies,
  instance,
  le,
  lemma,
  lt,
  max,
  not,
  or,
  rem,
  type Shown,
  shl,
  shr,
  sub,
} from '../../../src/prove/index.js'
import { casesOf, extremeLemmas, extremesOf } from './extreme-lemmas.js'
import { bitmapOf, maskSort, offsetOf, orderOf, pack, perLayout } from './layout.js'
import { merge, mergeInSteps } from './merge.js'
import {
  areMasks,
  mergeStepsLemmas,
  reasonsOf,
  sameCluster,
  someTwoMasks,
  type TwoMasks,
} from './merge-steps-lemmas.js'
import { endsOf, orderLemmas } from './order-lemmas.js'
import { isMask, type Machine, madeMask, selects, size } from './selection.js'

/** What merging two masks comes to (Uhlig 2005, 4.2.2). */
export const mergeLemmas = perLayout((layout) => {
  const number = bits(layout.width)
  const mask = maskSort(layout)
  const two = { k: number, left: mask, right: mask }
  const twoAndOne = { ...two, p: number }
  const parts = { ...mergeStepsLemmas(layout), ...orderLemmas(layout) }
  const machineOf = ({ k }: TwoMasks): Machine => ({ layout, k })
  const merged = (v: TwoMasks) => merge(machineOf(v), v.left, v.right)
  const isAsked = (v: TwoMasks & { readonly p: Bits }) => and(areMasks(layout, v), lt(v.p, size(v.k)))
  const someMasks = (v: TwoMasks) => {
    const { k, left, right } = someTwoMasks(layout, { ...v, p: v.k })
    return { k, left, right }
  }
  const general = (v: TwoMasks) => mergeInSteps(machineOf(v), v.left, v.right).general
  const shown = (v: TwoMasks): Shown => ({ merged: [mask, merged(v)] })
  const { extremes, symmetric } = extremeLemmas(layout)

  return {
    'a merged mask selects all that either selects': lemma(twoAndOne, {
      assume: isAsked,
      conclude: (v) => {
        const machine = machineOf(v)
        const result = merged(v)
        return and(
          isMask(machine, result),
          implies(or(...[v.left, v.right].map((m) => selects(machine, m, v.p))), selects(machine, result, v.p)),
        )
      },
      adjust: (v) => someTwoMasks(layout, v),
      by: (v) => ({
        uses: [instance(parts.unionHasBoth, v), instance(extremes, v)],
        forgets: [general(v), ...extremesOf(v)],
        cases: casesOf(layout, v),
      }),
      show: shown,
    }),
    'a merged mask selects no cluster in vain': lemma(twoAndOne, {
      assume: isAsked,
      conclude: (v) => {
        const machine = machineOf(v)
        const result = merged(v)
        const isReason = (p: Bits) =>
          and(
            lt(p, size(v.k)),
            or(...[v.left, v.right].map((m) => selects(machine, m, p))),
            sameCluster(p, v.p, orderOf(layout, result)),
          )
        return implies(selects(machine, result, v.p), or(...[v.p, ...reasonsOf(layout, v)].map(isReason)))
      },
      adjust: (v) => someTwoMasks(layout, v),
      by: (v) => ({
        uses: [instance(parts.unionHasOnly, v), instance(extremes, v)],
        forgets: [general(v), ...reasonsOf(layout, v), ...extremesOf(v)],
        cases: casesOf(layout, v),
      }),
      show: shown,
    }),
    'no mask of an order in between would do': lemma(
      { ...two, other: mask },
      {
        assume: (v) =>
          and(
            areMasks(layout, v),
            isMask(machineOf(v), v.other),
            ...[v.left, v.right].map((m) => le(orderOf(layout, m), orderOf(layout, v.other))),
            lt(orderOf(layout, v.other), orderOf(layout, merged(v))),
          ),
        conclude: (v) => not(and(...endsOf(layout, v).map((p) => selects(machineOf(v), v.other, p)))),
        adjust: (v) => {
          const { k, left, right } = someMasks(v)
          const least = max(orderOf(layout, left), orderOf(layout, right))
          const above = sub(orderOf(layout, merge({ layout, k }, left, right)), least)
          const order = add(least, choose(eq(above, 0), above, rem(v.other, above)))
          const other = pack(layout, { order, offset: offsetOf(layout, v.other), bitmap: bitmapOf(layout, v.other) })
          return { k, left, right, other: madeMask({ layout, k }, other) }
        },
        by: (v) => ({
          uses: [instance(parts.unionLeast, v)],
          forgets: [general(v), ...endsOf(layout, v).map((p) => selects(machineOf(v), v.other, p))],
        }),
        show: shown,
      },
    ),
    'merging is commutative': lemma(two, {
      assume: (v) => areMasks(layout, v),
      conclude: (v) => eq(merged(v), merged({ ...v, left: v.right, right: v.left })),
      adjust: someMasks,
      by: ({ left, right }) => ({
        uses: [instance(symmetric, { left, right })],
        forgets: [...extremesOf({ left, right }), ...extremesOf({ left: right, right: left })],
      }),
    }),
    'merging is idempotent': lemma(
      { k: number, mask },
      {
        assume: ({ k, mask }) => areMasks(layout, { k, left: mask, right: mask }),
        conclude: ({ k, mask }) => eq(merge({ layout, k }, mask, mask), mask),
        adjust: ({ k, mask }) => {
          const { left, ...some } = someMasks({ k, left: mask, right: mask })
          return { k: some.k, mask: left }
        },
      },
    ),
    'with equal order and offset it is a plain "or"': lemma(two, {
      assume: (v) => and(areMasks(layout, v), eq(shr(v.left, layout.bitmap), shr(v.right, layout.bitmap))),
      conclude: (v) => eq(merged(v), or(v.left, v.right)),
      adjust: (v) => {
        const { k, left, right } = someMasks(v)
        const high = shl(shr(left, layout.bitmap), layout.bitmap)
        return { k, left, right: madeMask({ layout, k }, or(high, bitmapOf(layout, right))) }
      },
    }),
  }
})
