import {
  add,
  and,
  type Bits,
  bits,
  eq,
  instance,
  le,
  lemma,
  lt,
  max,
  min,
  ones,
  or,
  rem,
  shl,
  shr,
  word,
} from '../../../src/prove/index.js'
import { maskSort, orderOf, perLayout } from './layout.js'
import { maskLemmas, someMask } from './mask-lemmas.js'
import { areMasks, sameCluster, someTwoMasks } from './merge-steps-lemmas.js'
import { bitFor, isMask, selects, size } from './selection.js'
import { firstProcessor, firstProcessors, restricted, restrictedFields } from './sets.js'

/** A mask that is to be restricted by another one, and a processor. */
interface Restricted {
  readonly k: Bits
  readonly mask: Bits
  readonly by: Bits
  readonly p: Bits
}

/** What the proofs about intersections and subsets rest on. */
export const restrictedLemmas = perLayout((layout) => {
  const number = bits(layout.width)
  const mask = maskSort(layout)
  const { packed } = maskLemmas(layout)
  const areRestricted = ({ k, mask, by, p }: Restricted) =>
    and(areMasks(layout, { k, left: mask, right: by }), le(orderOf(layout, mask), orderOf(layout, by)), lt(p, size(k)))
  const someRestricted = ({ k, mask, by, p }: Restricted) => {
    const some = someTwoMasks(layout, { k, left: mask, right: by, p })
    return { k: some.k, mask: min(some.left, some.right), by: max(some.left, some.right), p: some.p }
  }

  /** Whole clusters are selected. */
  const clusterSelected = lemma(
    { k: number, mask, order: number, p: number, q: number },
    {
      assume: ({ k, mask, order, p, q }) =>
        and(
          areMasks(layout, { k, left: mask, right: mask }),
          le(order, orderOf(layout, mask)),
          ...[p, q].map((one) => lt(one, size(k))),
          sameCluster(p, q, order),
        ),
      conclude: ({ k, mask, p, q }) => eq(selects({ layout, k }, mask, p), selects({ layout, k }, mask, q)),
      adjust: ({ k, mask, order, p, q }) => {
        const some = someMask(layout, { k, mask, p })
        const finer = rem(order, add(orderOf(layout, some.mask), 1))
        const place = and(q, ones(layout.width, finer))
        return { ...some, order: finer, q: or(shl(shr(some.p, finer), finer), place) }
      },
    },
  )

  /** What another mask of no lower order does with a processor, it does with the first one of its cluster. */
  const firstSelected = lemma(
    { k: number, mask, by: mask, p: number, j: number },
    {
      assume: (v) => and(areRestricted(v), eq(bitFor({ layout, k: v.k }, v.mask, v.p), v.j)),
      conclude: ({ k, mask, by, p, j }) => {
        const machine = { layout, k }
        return eq(selects(machine, by, firstProcessor(machine, mask, j)), selects(machine, by, p))
      },
      adjust: (v) => {
        const some = someRestricted(v)
        return { ...some, j: bitFor({ layout, k: some.k }, some.mask, some.p) }
      },
      by: ({ k, mask, by, p, j }) => {
        const machine = { layout, k }
        const q = firstProcessor(machine, mask, j)
        return {
          uses: [instance(clusterSelected, { k, mask: by, order: orderOf(layout, mask), p, q })],
          forgets: [p, q].map((one) => selects(machine, by, one)),
        }
      },
    },
  )

  /** A mask restricted by one of no lower order selects what both do. */
  const restrictedIsExact = lemma(
    { k: number, mask, by: mask, p: number },
    {
      assume: areRestricted,
      conclude: ({ k, mask, by, p }) => {
        const machine = { layout, k }
        const kept = restricted(machine, mask, by)
        return and(
          isMask(machine, kept),
          eq(selects(machine, kept, p), and(selects(machine, mask, p), selects(machine, by, p))),
        )
      },
      adjust: someRestricted,
      by: ({ k, mask, by, p }) => {
        const machine = { layout, k }
        const firsts = firstProcessors(machine, mask)
        return {
          uses: [
            instance(packed, { k, ...restrictedFields(machine, mask, by), p }),
            ...firsts.map((_, j) => instance(firstSelected, { k, mask, by, p, j: word(layout.width, j) })),
          ],
          forgets: [
            restricted(machine, mask, by),
            bitFor(machine, mask, p),
            ...[p, ...firsts].map((q) => selects(machine, by, q)),
          ],
        }
      },
    },
  )
  return { clusterSelected, firstSelected, restrictedIsExact }
})
