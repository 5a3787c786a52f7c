import { and, bits, eq, instance, le, lemma, max, min } from '../../../src/prove/index.js'
import { areAsked, associativeLemmas, someThree, waysOf } from './associative-lemmas.js'
import { maskSort, perLayout } from './layout.js'
import { areMoved, movedLemmas, movedOf, someMoved } from './moved-lemmas.js'
import { movedId } from './moved-mask-lemmas.js'
import { selects } from './selection.js'

/**
 * The merged mask is the least of all masks, of no lower order than its parts, that select all that they select. So neither
 * the order in which masks are merged nor where ids begin, counted in its clusters, can change what is selected.
 */
export const orderOfMergingLemmas = perLayout((layout) => {
  const number = bits(layout.width)
  const mask = maskSort(layout)
  const parts = { ...associativeLemmas(layout), ...movedLemmas(layout) }

  return {
    'merging is associative, as sets': lemma(
      { k: number, a: mask, b: mask, c: mask, p: number },
      {
        // Merging is commutative: with a and c the other way round, it says the same.
        assume: (v) => and(areAsked(layout, v), le(v.a, v.c)),
        conclude: ({ p, ...v }) => {
          const { machine, from, to } = waysOf(layout, v)
          return eq(selects(machine, from.last, p), selects(machine, to.last, p))
        },
        adjust: (v) => {
          const { a, c, ...some } = someThree(layout, v)
          return { ...some, a: min(a, c), c: max(a, c) }
        },
        by: ({ p, ...v }) => {
          const { machine, from, to } = waysOf(layout, v)
          return {
            uses: [parts.firstSelectedByLast, parts.lastSelectedByFirst].map((of) => instance(of, { ...v, p })),
            forgets: [from.last, to.last].map((m) => selects(machine, m, p)),
          }
        },
      },
    ),
    'ids larger by a cluster of the merged mask change nothing': lemma(
      { k: number, left: mask, right: mask, by: number, p: number },
      {
        assume: (v) => areMoved(layout, v),
        conclude: ({ p, ...v }) => {
          const { machine, order, result, merged } = movedOf(layout, v)
          return eq(selects(machine, result, p), selects(machine, merged, movedId(v.k, order, v.by, p)))
        },
        adjust: (v) => someMoved(layout, v),
        by: ({ p, ...v }) => {
          const { machine, order, result, merged } = movedOf(layout, v)
          const there = movedId(v.k, order, v.by, p)
          return {
            uses: [parts.movedLess, parts.movedMore].map((of) => instance(of, { ...v, p })),
            forgets: [selects(machine, result, p), selects(machine, merged, there), merged, result],
          }
        },
      },
    ),
  }
})
