import {
  add,
  and,
  type Bits,
  bits,
  eq,
  implies,
  instance,
  le,
  lemma,
  lt,
  ne,
  or,
  shl,
  shr,
  sub,
} from '../../../src/prove/index.js'
import { bitmapOf, type Layout, maskSort, orderOf, perLayout } from './layout.js'
import { maskLemmas, someMask } from './mask-lemmas.js'
import { mergeInSteps } from './merge.js'
import { isMask, madeMask, selects, size } from './selection.js'
import { finerClusters, togetherLemmas } from './together-lemmas.js'

/** Two masks of a machine of 2^k processors. */
export interface TwoMasks {
  readonly k: Bits
  readonly left: Bits
  readonly right: Bits
}

/** What the proofs about merged masks rest on, about two masks that have to be taken apart and put together again. */
export const mergeStepsLemmas = perLayout((layout) => {
  const number = bits(layout.width)
  const mask = maskSort(layout)
  const variables = { k: number, left: mask, right: mask, p: number }
  const parts = { ...maskLemmas(layout), ...togetherLemmas(layout) }
  const isAsked = (v: TwoMasks & { readonly p: Bits }) =>
    and(areMasks(layout, v), lt(v.p, size(v.k)), ...[v.left, v.right].map((m) => ne(bitmapOf(layout, m), 0)))

  /** Whatever either selects is selected. */
  const unionHasBoth = lemma(variables, {
    assume: isAsked,
    conclude: (v) => {
      const { high, low, general } = stepsOf(layout, v)
      const machine = { layout, k: v.k }
      return and(
        isMask(machine, general),
        le(orderOf(layout, high), orderOf(layout, general)),
        implies(or(selects(machine, high, v.p), selects(machine, low, v.p)), selects(machine, general, v.p)),
      )
    },
    adjust: (v) => someTwoMasks(layout, v),
    by: (v) => {
      const { high, low, fieldsOfArcs, on, joint, order, finest, packed } = proofOf(v)
      const machine = { layout, k: v.k }
      const atHigh = shr(v.p, order)
      const atLow = shr(v.p, finest)
      const byLow = add(on.lift, joint.lift)
      return {
        uses: [
          ...[high, low].map((mask) => instance(parts.arcOfMask, { k: v.k, mask, p: v.p })),
          packed,
          instance(parts.togetherIsUnion, { ...on, cluster: atHigh }),
          instance(parts.togetherHasHigh, { ...on, cluster: atHigh }),
          instance(parts.togetherHasLow, { ...on, cluster: atLow }),
          instance(parts.shiftedTwice, { word: v.p, by: order, again: joint.lift }),
          instance(parts.shiftedTwice, { word: v.p, by: finest, again: byLow }),
        ],
        forgets: [
          ...fieldsOfArcs,
          ...[shr(atHigh, joint.lift), shr(atLow, byLow), atHigh, atLow],
          ...[high, low].map((mask) => selects(machine, mask, v.p)),
          ...forgottenOf(v),
        ],
      }
    },
  })

  /** In each cluster that is selected there is a processor that one of the two selects. */
  const unionHasOnly = lemma(variables, {
    assume: isAsked,
    conclude: (v) => {
      const { high, low, general } = stepsOf(layout, v)
      const machine = { layout, k: v.k }
      const order = orderOf(layout, general)
      const isReason = (p: Bits) =>
        and(lt(p, size(v.k)), or(selects(machine, high, p), selects(machine, low, p)), sameCluster(p, v.p, order))
      return implies(selects(machine, general, v.p), or(...reasonsOf(layout, v).map(isReason)))
    },
    adjust: (v) => someTwoMasks(layout, v),
    by: (v) => {
      const { high, low, on, joint, order, finest, packed } = proofOf(v)
      const cluster = shr(v.p, add(order, joint.lift))
      const [inHigh, inLow] = finerClusters(layout, { ...on, cluster })
      const [atHigh, atLow] = reasonsOf(layout, v)
      const byLow = add(on.lift, joint.lift)
      return {
        uses: [
          instance(parts.arcOfMask, { k: v.k, mask: high, p: atHigh! }),
          instance(parts.arcOfMask, { k: v.k, mask: low, p: atLow! }),
          packed,
          instance(parts.togetherIsUnion, { ...on, cluster }),
          instance(parts.togetherHasOnly, { ...on, cluster }),
          instance(parts.firstOfCluster, { cluster: inHigh!.cluster, r: on.r, by: order, again: joint.lift }),
          instance(parts.firstOfCluster, { cluster: inLow!.cluster, r: sub(v.k, finest), by: finest, again: byLow }),
        ],
        forgets: [inHigh!.cluster, inLow!.cluster, atHigh!, atLow!, ...forgottenOf(v)],
      }
    },
  })
  return { unionHasBoth, unionHasOnly }

  /** The names that both proofs give to things. */
  function proofOf(v: TwoMasks & { readonly p: Bits }) {
    const steps = stepsOf(layout, v)
    const { low, order, joint, arcs } = steps
    const fields = { order: add(order, joint.lift), offset: joint.first, bitmap: joint.bitmap }
    return {
      ...steps,
      finest: orderOf(layout, low),
      on: onRings(steps),
      packed: instance(parts.packed, { k: v.k, ...fields, p: v.p }),
      fieldsOfArcs: [arcs.high, arcs.low].flatMap((arc) => [arc.first, arc.bits]),
    }
  }

  /** That the bitmap is the union of the arcs is all one needs to know of it. */
  function forgottenOf(v: TwoMasks & { readonly p: Bits }) {
    const { joint, general } = stepsOf(layout, v)
    const { coarse } = joint
    return [
      joint.lift,
      joint.first,
      joint.bitmap,
      ...[coarse.high, coarse.low].flatMap((arc) => [arc.first, arc.bits]),
      general,
    ]
  }
})

type Steps = ReturnType<typeof mergeInSteps>

function onRings({ rings, arcs: { high, low } }: Steps) {
  return { ...rings, highFirst: high.first, highArc: high.bits, lowFirst: low.first, lowArc: low.bits }
}

function stepsOf(layout: Layout, { k, left, right }: TwoMasks) {
  return mergeInSteps({ layout, k }, left, right)
}

export function areMasks(layout: Layout, { k, left, right }: TwoMasks) {
  return and(le(k, layout.offset), isMask({ layout, k }, left), isMask({ layout, k }, right))
}

/** Any two masks and a processor. */
export function someTwoMasks(layout: Layout, { k, left, right, p }: TwoMasks & { readonly p: Bits }) {
  const machine = someMask(layout, { k, mask: left, p })
  return { k: machine.k, left: machine.mask, right: madeMask({ layout, k: machine.k }, right), p: machine.p }
}

export function sameCluster(p: Bits, q: Bits, order: Bits) {
  return eq(shr(p, order), shr(q, order))
}

/** Processors of either mask, of which one may be why the cluster of p is selected. */
export function reasonsOf(layout: Layout, v: TwoMasks & { readonly p: Bits }): readonly Bits[] {
  const steps = stepsOf(layout, v)
  const cluster = shr(v.p, add(steps.order, steps.joint.lift))
  const [inHigh, inLow] = finerClusters(layout, { ...onRings(steps), cluster })
  return [shl(inHigh!.cluster, steps.order), shl(inLow!.cluster, orderOf(layout, steps.low))]
}
