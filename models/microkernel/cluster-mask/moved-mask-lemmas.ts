import { add, and, type Bits, bits, eq, instance, le, lemma, lt, or, rem, shl, sub } from '../../../src/prove/index.js'
import { within } from './arc-lemmas.js'
import { bitmapOf, maskSort, offsetOf, orderOf, perLayout } from './layout.js'
import { maskLemmas, someMask } from './mask-lemmas.js'
import { areMasks } from './merge-steps-lemmas.js'
import { restrictedLemmas } from './restricted-lemmas.js'
import { isMask, type Machine, round, selects, shifted, size } from './selection.js'
import { selectionLemmas } from './selection-lemmas.js'

/** What the proofs about larger ids rest on, about a single mask. */
export const movedMaskLemmas = perLayout((layout) => {
  const number = bits(layout.width)
  const mask = maskSort(layout)
  const claims = selectionLemmas(layout)
  const parts = maskLemmas(layout)
  const { clusterSelected } = restrictedLemmas(layout)

  /** The same in smaller clusters, of which there are as many more. */
  const inSmaller = lemma(
    { by: number, order: number, own: number },
    {
      assume: ({ order, own }) => and(le(order, layout.offset), le(own, order)),
      conclude: ({ by, order, own }) => eq(shl(shl(by, sub(order, own)), own), shl(by, order)),
      adjust: ({ order, own }) => ({
        order: rem(order, layout.offset + 1),
        own: rem(own, add(rem(order, layout.offset + 1), 1)),
      }),
    },
  )

  /** Ids that are larger and then smaller by as much are what they were. */
  const movedBack = lemma(
    { k: number, order: number, by: number, p: number },
    {
      assume: ({ k, order, by, p }) => and(le(k, layout.offset), le(order, k), lt(by, size(k)), lt(p, size(k))),
      conclude: ({ k, order, by, p }) => {
        const there = movedId(k, order, by, p)
        const back = opposite(k, by)
        const before = movedId(k, order, back, p)
        return and(
          ...[there, back, before].map((n) => lt(n, size(k))),
          eq(movedId(k, order, back, there), p),
          eq(movedId(k, order, by, before), p),
        )
      },
      adjust: ({ k, order, by, p }) => {
        const some = someMask(layout, { k, mask: order, p })
        return { k: some.k, order: rem(order, add(some.k, 1)), by: within(some.k, by), p: some.p }
      },
    },
  )

  /** A mask moved by clusters of a higher order selects the processors whose ids are moved with it. */
  const movedSelects = lemma(
    { k: number, mask, order: number, by: number, p: number, there: number },
    {
      assume: ({ k, mask, order, by, p, there }) =>
        and(
          areMasks(layout, { k, left: mask, right: mask }),
          ...[by, p].map((n) => lt(n, size(k))),
          eq(there, movedId(k, order, by, p)),
          le(order, k),
          or(eq(bitmapOf(layout, mask), 0), le(orderOf(layout, mask), order)),
        ),
      conclude: ({ k, mask, order, by, p, there }) => {
        const machine = { layout, k }
        const moved = movedMask(machine, mask, order, by)
        return and(
          isMask(machine, moved),
          eq(orderOf(layout, moved), orderOf(layout, mask)),
          eq(bitmapOf(layout, moved), bitmapOf(layout, mask)),
          eq(selects(machine, moved, there), selects(machine, mask, p)),
        )
      },
      adjust: ({ k, mask, order, by, p }) => {
        const some = someMask(layout, { k, mask, p })
        const own = orderOf(layout, some.mask)
        const higher = { order: add(own, rem(order, add(sub(some.k, own), 1))), by: within(some.k, by) }
        return { ...some, ...higher, there: movedId(some.k, higher.order, higher.by, some.p) }
      },
      by: ({ k, mask, order, by, p, there }) => {
        const machine = { layout, k }
        const own = orderOf(layout, mask)
        const moved = movedMask(machine, mask, order, by)
        const count = shl(by, sub(order, own))
        const same = movedId(k, own, count, p)
        const fields = {
          order: own,
          offset: round(machine, own, add(offsetOf(layout, mask), count)),
          bitmap: bitmapOf(layout, mask),
        }
        return {
          uses: [
            instance(inSmaller, { by, order, own }),
            instance(claims['no id is worse than another'], { k, mask, p, by: count }),
            instance(parts.packed, { k, ...fields, p }),
            instance(clusterSelected, { k, mask: moved, order: sub(k, k), p: same, q: there }),
            instance(parts.emptySelectsNone, { k, mask, p }),
            instance(parts.emptySelectsNone, { k, mask: moved, p: there }),
          ],
          forgets: [
            ...[p, there, same].flatMap((q) => [mask, moved].map((m) => selects(machine, m, q))),
            shl(count, own),
            shl(by, order),
            moved,
          ],
        }
      },
    },
  )
  return { inSmaller, movedBack, movedSelects }
})

/** The id larger by so many clusters of this order. */
export function movedId(k: Bits, order: Bits, by: Bits, p: Bits): Bits {
  return within(k, add(p, shl(by, order)))
}

/** The mask with all ids larger by so many clusters of an order that is not below its own. */
export function movedMask(machine: Machine, mask: Bits, order: Bits, by: Bits): Bits {
  return shifted(machine, mask, shl(by, sub(order, orderOf(machine.layout, mask))))
}

/** By how many clusters ids have to be larger to be where they were before. */
export function opposite(k: Bits, by: Bits): Bits {
  return within(k, sub(sub(by, by), by))
}
