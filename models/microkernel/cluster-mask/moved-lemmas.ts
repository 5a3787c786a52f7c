import { and, type Bits, type Bool, bits, implies, instance, lemma, lt } from '../../../src/prove/index.js'
import { within } from './arc-lemmas.js'
import { forgottenOf } from './associative-lemmas.js'
import { type Layout, maskSort, orderOf, perLayout } from './layout.js'
import { isNotAbove, leastLemmas, passesOn } from './least-lemmas.js'
import { merge } from './merge.js'
import { mergeLemmas } from './merge-lemmas.js'
import { areMasks, reasonsOf, someTwoMasks, type TwoMasks } from './merge-steps-lemmas.js'
import { movedId, movedMask, movedMaskLemmas, opposite } from './moved-mask-lemmas.js'
import { endsOf } from './order-lemmas.js'
import { isMask, selects, size } from './selection.js'

/** Two masks, and by how many clusters of the merged one the ids are to be larger. */
export interface TwoMoved extends TwoMasks {
  readonly by: Bits
}

interface MovedAndOne extends TwoMoved {
  readonly p: Bits
}

/** What the proof that it does not matter where ids begin, counted in clusters of the merged mask, rests on. */
export const movedLemmas = perLayout((layout) => {
  const number = bits(layout.width)
  const mask = maskSort(layout)
  const twoMoved = { k: number, left: mask, right: mask, by: number, p: number }
  const least = leastLemmas(layout)
  const { movedBack, movedSelects } = movedMaskLemmas(layout)
  const hasBoth = mergeLemmas(layout)['a merged mask selects all that either selects']

  /** What either of the moved ones selects, the moved result selects. */
  const movedUp = lemma(twoMoved, {
    assume: (v) => areMoved(layout, v),
    conclude: ({ p, ...v }) => {
      const { machine, movedResult, ...moved } = movedOf(layout, v)
      return passesOn(layout, moved, movedResult, p)
    },
    adjust: (v) => someMoved(layout, v),
    by: ({ p, ...v }) => {
      const { machine, order, back, result, movedResult, ...moved } = movedOf(layout, v)
      const { k, left, right, by } = v
      const before = movedId(k, order, back, p)
      return {
        uses: [
          instance(movedBack, { k, order, by, p }),
          ...[p, before].map((q) => instance(hasBoth, { k, left, right, p: q })),
          instance(least.mergedKeeps, { k, left, right }),
          ...[left, right, result].map((mask) => instance(movedSelects, { k, mask, order, by, p: before, there: p })),
        ],
        forgets: [
          ...[left, right, result].flatMap((m) => [p, before].map((q) => selects(machine, m, q))),
          ...[moved.left, moved.right, movedResult].map((m) => selects(machine, m, p)),
          before,
          moved.left,
          moved.right,
          movedResult,
          result,
        ],
      }
    },
  })

  /** So the moved ones merged select no more than the result, moved. */
  const movedLess = lemma(twoMoved, {
    assume: (v) => areMoved(layout, v),
    conclude: ({ p, ...v }) => {
      const { machine, order, result, merged } = movedOf(layout, v)
      const there = movedId(v.k, order, v.by, p)
      return and(
        isMask(machine, merged),
        isNotAbove(layout, merged, result),
        implies(selects(machine, merged, there), selects(machine, result, p)),
      )
    },
    adjust: (v) => someMoved(layout, v),
    by: ({ p, ...v }) => {
      const { machine, order, result, movedResult, merged, ...moved } = movedOf(layout, v)
      const { k, left, right, by } = v
      const there = movedId(k, order, by, p)
      const on = { k, left: moved.left, right: moved.right }
      const points = [there, ...reasonsOf(layout, { ...on, p: there }), ...endsOf(layout, on)]
      return {
        uses: [
          instance(movedBack, { k, order, by, p }),
          instance(hasBoth, { k, left, right, p }),
          instance(hasBoth, { ...on, p: there }),
          instance(least.mergedKeeps, { k, left, right }),
          instance(least.leastOrder, { ...on, other: movedResult }),
          instance(least.leastSet, { ...on, other: movedResult, p: there }),
          ...[left, right, result].map((mask) => instance(movedSelects, { k, mask, order, by, p, there })),
          ...points.map((q) => instance(movedUp, { ...v, p: q })),
        ],
        forgets: [
          ...[left, right, result].map((m) => selects(machine, m, p)),
          ...forgottenOf(machine, [], [on.left, on.right, movedResult, merged], points),
          there,
          result,
        ],
      }
    },
  })

  /** What either selects, the moved ones merged and moved back select. */
  const movedDown = lemma(twoMoved, {
    assume: ({ p, ...v }) => and(areMoved(layout, { ...v, p }), isLess(layout, v)),
    conclude: ({ p, ...v }) => passesOn(layout, v, movedOf(layout, v).movedBack, p),
    adjust: (v) => someMoved(layout, v),
    by: ({ p, ...v }) => {
      const { machine, order, back, result, merged, movedBack: other, ...moved } = movedOf(layout, v)
      const { k, left, right, by } = v
      const there = movedId(k, order, by, p)
      return {
        uses: [
          instance(movedBack, { k, order, by, p }),
          instance(hasBoth, { k, left, right, p }),
          instance(hasBoth, { k, left: moved.left, right: moved.right, p: there }),
          instance(least.mergedKeeps, { k, left, right }),
          ...[left, right].map((mask) => instance(movedSelects, { k, mask, order, by, p, there })),
          instance(movedSelects, { k, mask: merged, order, by: back, p: there, there: p }),
        ],
        forgets: [
          ...[left, right, result, other].map((m) => selects(machine, m, p)),
          ...[moved.left, moved.right, merged].map((m) => selects(machine, m, there)),
          there,
          moved.left,
          moved.right,
          other,
          merged,
          result,
        ],
      }
    },
  })

  /** So they select no less. */
  const movedMore = lemma(twoMoved, {
    assume: ({ p, ...v }) => and(areMoved(layout, { ...v, p }), isLess(layout, v)),
    conclude: ({ p, ...v }) => {
      const { machine, order, result, merged } = movedOf(layout, v)
      return implies(selects(machine, result, p), selects(machine, merged, movedId(v.k, order, v.by, p)))
    },
    adjust: (v) => someMoved(layout, v),
    by: ({ p, ...v }) => {
      const { machine, order, back, result, merged, movedBack: other, ...moved } = movedOf(layout, v)
      const { k, left, right, by } = v
      const there = movedId(k, order, by, p)
      const points = [p, ...reasonsOf(layout, { k, left, right, p }), ...endsOf(layout, v)]
      return {
        uses: [
          instance(movedBack, { k, order, by, p }),
          instance(hasBoth, { k, left, right, p }),
          instance(hasBoth, { k, left: moved.left, right: moved.right, p: there }),
          instance(least.mergedKeeps, { k, left, right }),
          instance(least.mergedKeeps, { k, left: moved.left, right: moved.right }),
          instance(least.leastOrder, { k, left, right, other }),
          instance(least.leastSet, { k, left, right, other, p }),
          ...[left, right].map((mask) => instance(movedSelects, { k, mask, order, by, p, there })),
          instance(movedSelects, { k, mask: merged, order, by: back, p: there, there: p }),
          ...points.map((q) => instance(movedDown, { ...v, p: q })),
        ],
        forgets: [
          ...[moved.left, moved.right, merged].map((m) => selects(machine, m, there)),
          ...forgottenOf(machine, [left, right], [moved.left, moved.right, other, merged, result], points),
          there,
        ],
      }
    },
  })
  return { movedUp, movedLess, movedDown, movedMore }
})

/** Two masks merged, and what comes of it when the ids are larger by clusters of the result. */
export function movedOf(layout: Layout, { k, left, right, by }: TwoMoved) {
  const machine = { layout, k }
  const result = merge(machine, left, right)
  const order = orderOf(layout, result)
  const back = opposite(k, by)
  const moved = { left: movedMask(machine, left, order, by), right: movedMask(machine, right, order, by) }
  const merged = merge(machine, moved.left, moved.right)
  return {
    k,
    machine,
    order,
    back,
    result,
    movedResult: movedMask(machine, result, order, by),
    ...moved,
    merged,
    movedBack: movedMask(machine, merged, order, back),
  }
}

/** Whether the moved ones merged are a mask, and of no higher order than the result: so it can be moved back. */
function isLess(layout: Layout, v: TwoMoved): Bool {
  const { machine, result, merged } = movedOf(layout, v)
  return and(isMask(machine, merged), isNotAbove(layout, merged, result))
}

export function areMoved(layout: Layout, { p, by, ...v }: MovedAndOne) {
  return and(areMasks(layout, v), lt(by, size(v.k)), lt(p, size(v.k)))
}

export function someMoved(layout: Layout, { by, ...v }: MovedAndOne) {
  const some = someTwoMasks(layout, v)
  return { ...some, by: within(some.k, by) }
}
