import {
  add,
  and,
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
} from '../../../src/prove/index.js'
import { type Layout, maskSort, orderOf } from './layout.js'
import { someMask } from './mask-lemmas.js'
import { areMasks, sameCluster, someTwoMasks } from './merge-steps-lemmas.js'
import { isMask, selects, size } from './selection.js'
import { firstProcessors, restricted } from './sets.js'

/** What the proofs about intersections and subsets rest on. */
export function restrictedLemmas(layout: Layout) {
  const number = bits(layout.width)
  const mask = maskSort(layout)

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

  /** A mask restricted by one of no lower order selects what both do. */
  const restrictedIsExact = lemma(
    { k: number, mask, by: mask, p: number },
    {
      assume: ({ k, mask, by, p }) =>
        and(
          areMasks(layout, { k, left: mask, right: by }),
          le(orderOf(layout, mask), orderOf(layout, by)),
          lt(p, size(k)),
        ),
      conclude: ({ k, mask, by, p }) => {
        const machine = { layout, k }
        const kept = restricted(machine, mask, by)
        return and(
          isMask(machine, kept),
          eq(selects(machine, kept, p), and(selects(machine, mask, p), selects(machine, by, p))),
        )
      },
      adjust: ({ k, mask, by, p }) => {
        const some = someTwoMasks(layout, { k, left: mask, right: by, p })
        return { k: some.k, mask: min(some.left, some.right), by: max(some.left, some.right), p: some.p }
      },
      by: ({ k, mask, by, p }) => {
        const machine = { layout, k }
        const order = orderOf(layout, mask)
        const firsts = firstProcessors(machine, mask)
        return {
          uses: firsts.map((q) => instance(clusterSelected, { k, mask: by, order, p, q })),
          forgets: [p, ...firsts].map((q) => selects(machine, by, q)),
        }
      },
    },
  )
  return { clusterSelected, restrictedIsExact }
}
