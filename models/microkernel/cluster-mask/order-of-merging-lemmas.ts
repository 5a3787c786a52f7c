import { add, and, type Bits, bits, eq, le, lemma, lt, max, min, shl, sub } from '../../../src/prove/index.js'
import { within } from './arc-lemmas.js'
import { type Layout, maskSort, orderOf } from './layout.js'
import { merge } from './merge.js'
import { areMasks, someTwoMasks, type TwoMasks } from './merge-steps-lemmas.js'
import { isMask, type Machine, madeMask, selects, shifted, size } from './selection.js'

/** Above this width no proof of them is looked for. */
const TRIED = 11

/**
 * What follows from the lemmas about merging by argument, and is too much for the solver at once: the merged mask is the
 * least of all masks, of no lower order than its parts, that select all that they select. So neither the order in which
 * masks are merged nor where ids begin, counted in its clusters, can change what is selected.
 */
export function orderOfMergingLemmas(layout: Layout) {
  const number = bits(layout.width)
  const mask = maskSort(layout)
  const two = { k: number, left: mask, right: mask }
  const machineOf = ({ k }: { readonly k: Bits }): Machine => ({ layout, k })
  const isAsked = (v: TwoMasks & { readonly p: Bits }) => and(areMasks(layout, v), lt(v.p, size(v.k)))
  const merged = (v: TwoMasks) => merge(machineOf(v), v.left, v.right)

  const open =
    layout.width <= TRIED ? null : 'it follows from others by argument; the solver alone finds no proof within a minute'

  return {
    'merging is associative, as sets': lemma(
      { k: number, a: mask, b: mask, c: mask, p: number },
      {
        // Merging is commutative: with a and c the other way round, it says the same.
        assume: ({ k, a, b, c, p }) => and(isAsked({ k, left: a, right: b, p }), isMask({ layout, k }, c), le(a, c)),
        conclude: ({ k, a, b, c, p }) => {
          const machine = { layout, k }
          const first = merge(machine, merge(machine, a, b), c)
          const last = merge(machine, a, merge(machine, b, c))
          return eq(selects(machine, first, p), selects(machine, last, p))
        },
        adjust: ({ k, a, b, c, p }) => {
          const some = someTwoMasks(layout, { k, left: a, right: b, p })
          const last = madeMask({ layout, k: some.k }, c)
          return { k: some.k, a: min(some.left, last), b: some.right, c: max(some.left, last), p: some.p }
        },
        open,
      },
    ),
    'ids larger by a cluster of the merged mask change nothing': lemma(
      { ...two, by: number, p: number },
      {
        assume: (v) => and(isAsked(v), lt(v.by, size(v.k))),
        conclude: (v) => {
          const machine = machineOf(v)
          const order = orderOf(layout, merged(v))
          const moved = (m: Bits) => shifted(machine, m, shl(v.by, sub(order, orderOf(layout, m))))
          const other = merge(machine, moved(v.left), moved(v.right))
          return eq(selects(machine, merged(v), v.p), selects(machine, other, within(v.k, add(v.p, shl(v.by, order)))))
        },
        adjust: (v) => someTwoMasks(layout, v),
        open,
      },
    ),
  }
}
