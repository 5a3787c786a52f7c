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
  min,
  not,
  rem,
  shl,
  shr,
  sub,
  trailingZeros,
  word,
} from '../../../src/prove/index.js'
import { arcOf, coarser, coarserExtent, extentOf } from './arc.js'
import { arcLemmas, within } from './arc-lemmas.js'
import { extentLemmas } from './extent-lemmas.js'
import { bitmapOf, maskSort, offsetOf, orderOf, pack, perLayout } from './layout.js'
import { maskLemmas } from './mask-lemmas.js'
import { merge } from './merge.js'
import { areMasks, someTwoMasks, type TwoMasks } from './merge-steps-lemmas.js'
import { restrictedLemmas } from './restricted-lemmas.js'
import { isMask, type Machine, madeMask, processorCount, selects, shifted, size } from './selection.js'
import { coarsened, coarsenedFields, intersection, isSubset, restricted } from './sets.js'

/** Masks as sets of processors: what the source does not say, and what one might expect and does not find. */
export const setLemmas = perLayout((layout) => {
  const number = bits(layout.width)
  const mask = maskSort(layout)
  const two = { k: number, left: mask, right: mask }
  const parts = { ...restrictedLemmas(layout), ...maskLemmas(layout), ...arcLemmas(layout), ...extentLemmas(layout) }
  const machineOf = ({ k }: { readonly k: Bits }): Machine => ({ layout, k })
  const isAsked = (v: TwoMasks & { readonly p: Bits }) => and(areMasks(layout, v), lt(v.p, size(v.k)))
  const merged = (v: TwoMasks) => merge(machineOf(v), v.left, v.right)
  /** That all of one mask is selected by the other, told by counting, which is exact. */
  const isWithin = (machine: Machine, inner: Bits, outer: Bits) =>
    eq(processorCount(machine, intersection(machine, inner, outer)), processorCount(machine, inner))

  return {
    'an intersection selects what both select': lemma(
      { ...two, p: number },
      {
        assume: isAsked,
        conclude: (v) => {
          const machine = machineOf(v)
          const common = intersection(machine, v.left, v.right)
          const areBoth = and(...[v.left, v.right].map((m) => selects(machine, m, v.p)))
          return and(isMask(machine, common), eq(selects(machine, common, v.p), areBoth))
        },
        adjust: (v) => someTwoMasks(layout, v),
        by: ({ k, left, right, p }) => {
          const [mask, by] = [min(left, right), max(left, right)]
          const isLess = lt(left, right)
          return {
            uses: [instance(parts.restrictedIsExact, { k, mask, by, p })],
            forgets: [restricted({ layout, k }, mask, by)],
            cases: [isLess, not(isLess)],
          }
        },
      },
    ),
    'a subset that is said to be one is one': lemma(
      { ...two, p: number },
      {
        assume: (v) => and(isAsked(v), isSubset(machineOf(v), v.left, v.right), selects(machineOf(v), v.left, v.p)),
        conclude: (v) => selects(machineOf(v), v.right, v.p),
        adjust: (v) => {
          const { k, left, right } = someTwoMasks(layout, v)
          // What both select of a mask that begins where the other does, and a processor thereabouts.
          const order = rem(orderOf(layout, left), add(orderOf(layout, right), 1))
          const offset = shl(offsetOf(layout, right), sub(orderOf(layout, right), order))
          const near = madeMask({ layout, k }, pack(layout, { order, offset, bitmap: bitmapOf(layout, left) }))
          const p = within(k, shl(add(offset, rem(v.p, layout.bitmap)), order))
          return { k, left: intersection({ layout, k }, near, right), right, p }
        },
        by: ({ k, left, right, p }) => ({
          uses: [instance(parts.restrictedIsExact, { k, mask: left, by: right, p })],
          forgets: [restricted({ layout, k }, left, right)],
        }),
      },
    ),
    'a subset is said to be one, whatever its order': lemma(two, {
      assume: (v) => and(areMasks(layout, v), isWithin(machineOf(v), v.left, v.right)),
      conclude: (v) => isSubset(machineOf(v), v.left, v.right),
      adjust: (v) => someTwoMasks(layout, { ...v, p: v.k }),
      expected: 'false',
    }),
    'in larger clusters, all that was selected still is': lemma(
      { k: number, mask, by: number, p: number },
      {
        assume: ({ k, mask, by, p }) =>
          and(le(k, layout.offset), isMask({ layout, k }, mask), le(by, sub(k, orderOf(layout, mask))), lt(p, size(k))),
        conclude: ({ k, mask, by, p }) => {
          const machine = { layout, k }
          const larger = coarsened(machine, mask, by)
          return and(isMask(machine, larger), implies(selects(machine, mask, p), selects(machine, larger, p)))
        },
        adjust: ({ k, mask, by, p }) => {
          const some = someTwoMasks(layout, { k, left: mask, right: mask, p })
          return { k: some.k, mask: some.left, by: rem(by, add(sub(some.k, orderOf(layout, some.left)), 1)), p: some.p }
        },
        by: ({ k, mask, by, p }) => {
          const machine = { layout, k }
          const order = orderOf(layout, mask)
          const r = sub(k, order)
          const arc = arcOf(machine, mask)
          const extent = extentOf(arc)
          const coarse = coarser(layout, arc, by)
          const named = { first: arc.first, arc: arc.bits }
          const larger = coarsenedFields(machine, mask, by)
          const cluster = shr(p, order)
          const uncut = add(offsetOf(layout, mask), trailingZeros(bitmapOf(layout, mask)))
          return {
            uses: [
              instance(parts.arcOfMask, { k, mask, p }),
              instance(parts.emptySelectsNone, { k, mask, p }),
              ...[arc, coarse].map((one) => instance(parts.arcLength, { arc: one.bits })),
              instance(parts.coarserFirst, { by, ...named }),
              instance(parts.roundShifted, { cluster: uncut, r, by }),
              instance(parts.coarserLength, { r, by, ...named }),
              instance(parts.extentStaysSmall, { r, by, first: arc.first, length: extent.length }),
              instance(parts.coarserContains, { r, by, ...named, cluster }),
              instance(parts.shiftedTwice, { word: p, by: order, again: by }),
              instance(parts.packed, { k, ...larger, p }),
            ],
            forgets: [
              coarsened(machine, mask, by),
              selects(machine, mask, p),
              selects(machine, coarsened(machine, mask, by), p),
              extent.length,
              coarserExtent(extent, by).length,
              extentOf(coarse).length,
              coarse.first,
              coarse.bits,
              arc.first,
              arc.bits,
              shr(cluster, by),
              cluster,
            ],
          }
        },
      },
    ),
    'no mask of lower order than the merged one would do': lemma(
      { ...two, other: mask },
      {
        assume: (v) =>
          and(
            areMasks(layout, v),
            isMask(machineOf(v), v.other),
            ...[v.left, v.right].map((m) => isWithin(machineOf(v), m, v.other)),
          ),
        conclude: (v) => le(orderOf(layout, merged(v)), orderOf(layout, v.other)),
        // Two neighbours that are a cluster of the next order, too.
        adjust: (v) => {
          const k = max(rem(v.k, layout.offset + 1), word(layout.width, 1))
          const other = madeMask({ layout, k }, v.other)
          const order = rem(orderOf(layout, other), k)
          const cluster = within(sub(k, add(order, 1)), offsetOf(layout, other))
          const mask = pack(layout, { order: add(order, 1), offset: cluster, bitmap: word(layout.width, 1) })
          return {
            k,
            left: mask,
            right: mask,
            other: pack(layout, { order, offset: shl(cluster, 1), bitmap: word(layout.width, 3) }),
          }
        },
        show: (v) => ({ merged: [mask, merged(v)] }),
        expected: 'false',
      },
    ),
    'merging is associative, as words': lemma(
      { k: number, a: mask, b: mask, c: mask },
      {
        assume: ({ k, a, b, c }) => and(areMasks(layout, { k, left: a, right: b }), isMask({ layout, k }, c)),
        conclude: ({ k, a, b, c }) => {
          const machine = { layout, k }
          return eq(merge(machine, merge(machine, a, b), c), merge(machine, a, merge(machine, b, c)))
        },
        adjust: ({ k, a, b, c }) => {
          const some = someTwoMasks(layout, { k, left: a, right: b, p: k })
          return { k: some.k, a: some.left, b: some.right, c: madeMask({ layout, k: some.k }, c) }
        },
        show: ({ k, a, b, c }) => ({
          '(a with b) with c': [mask, merge({ layout, k }, merge({ layout, k }, a, b), c)],
          'a with (b with c)': [mask, merge({ layout, k }, a, merge({ layout, k }, b, c))],
        }),
        expected: 'false',
      },
    ),
    'ids larger by one change nothing': lemma(two, {
      assume: (v) => and(areMasks(layout, v), ...[v.left, v.right].map((m) => eq(orderOf(layout, m), 0))),
      conclude: (v) => {
        const machine = machineOf(v)
        const moved = [v.left, v.right].map((m) => shifted(machine, m, sub(add(m, 1), m))) as [Bits, Bits]
        return eq(processorCount(machine, merged(v)), processorCount(machine, merge(machine, ...moved)))
      },
      adjust: (v) => {
        const { k, left, right } = someTwoMasks(layout, { ...v, p: v.k })
        const lowest = (m: Bits) => choose(eq(orderOf(layout, m), 0), m, sub(m, m))
        return { k, left: lowest(left), right: lowest(right) }
      },
      expected: 'false',
    }),
  }
})
