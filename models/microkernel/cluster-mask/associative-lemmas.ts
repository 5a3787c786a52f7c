import { and, type Bits, bits, implies, instance, lemma, lt, or, type Term } from '../../../src/prove/index.js'
import { type Layout, maskSort, perLayout } from './layout.js'
import { isNotAbove, leastLemmas } from './least-lemmas.js'
import { merge } from './merge.js'
import { mergeLemmas } from './merge-lemmas.js'
import { areMasks, reasonsOf, someTwoMasks, type TwoMasks } from './merge-steps-lemmas.js'
import { endsOf } from './order-lemmas.js'
import { isMask, type Machine, madeMask, selects, size } from './selection.js'

interface ThreeMasks {
  readonly k: Bits
  readonly a: Bits
  readonly b: Bits
  readonly c: Bits
}

interface ThreeAndOne extends ThreeMasks {
  readonly p: Bits
}

/**
 * What the proof that merging is associative, as sets, rests on: merged either way, three masks come to the least one that
 * selects all that they select. So what they come to one way is selected by what they come to the other way.
 */
export const associativeLemmas = perLayout((layout) => {
  const [from, to] = [oneWay(layout, (v) => waysOf(layout, v)), oneWay(layout, (v) => turned(waysOf(layout, v)))]
  return {
    threeSelectedByLast: from.threeSelected,
    twoSelectedByLast: from.twoSelected,
    firstSelectedByLast: from.allSelected,
    threeSelectedByFirst: to.threeSelected,
    twoSelectedByFirst: to.twoSelected,
    lastSelectedByFirst: to.allSelected,
  }
})

/** From what three masks come to, merged one way, to what they come to the other way. */
function oneWay(layout: Layout, waysFor: (v: ThreeMasks) => Ways) {
  const number = bits(layout.width)
  const mask = maskSort(layout)
  const three = { k: number, a: mask, b: mask, c: mask, p: number }
  const least = leastLemmas(layout)
  const hasBoth = mergeLemmas(layout)['a merged mask selects all that either selects']
  /** What is merged first, and the result, of which nothing is lost. */
  const keptOf = ({ to }: Ways) => [to.two, to.all].map((both) => instance(least.mergedKeeps, both))

  /** All that the three select is selected in the end, */
  const threeSelected = lemma(three, {
    assume: (v) => areAsked(layout, v),
    conclude: ({ p, ...v }) => {
      const { machine, to } = waysFor(v)
      const isAny = or(...[v.a, v.b, v.c].map((m) => selects(machine, m, p)))
      return and(...[to.inner, to.last].map((m) => isMask(machine, m)), implies(isAny, selects(machine, to.last, p)))
    },
    adjust: (v) => someThree(layout, v),
    by: ({ p, ...v }) => {
      const { machine, to } = waysFor(v)
      return {
        uses: [to.two, to.all].map((both) => instance(hasBoth, { ...both, p })),
        forgets: forgottenOf(machine, [v.a, v.b, v.c], [to.inner, to.last], [p]),
      }
    },
  })

  /** and so is what those two come to that are merged first on the other way, */
  const twoSelected = lemma(three, {
    assume: (v) => areAsked(layout, v),
    conclude: ({ p, ...v }) => {
      const { machine, from, to } = waysFor(v)
      return and(
        isMask(machine, from.inner),
        isNotAbove(layout, from.inner, to.last),
        implies(selects(machine, from.inner, p), selects(machine, to.last, p)),
      )
    },
    adjust: (v) => someThree(layout, v),
    by: ({ p, ...v }) => {
      const ways = waysFor(v)
      const { machine, from, to } = ways
      const points = [p, ...reasonsOf(layout, { ...from.two, p }), ...endsOf(layout, from.two)]
      return {
        uses: [
          instance(hasBoth, { ...from.two, p }),
          ...keptOf(ways),
          instance(least.leastOrder, { ...from.two, other: to.last }),
          instance(least.leastSet, { ...from.two, other: to.last, p }),
          ...points.map((q) => instance(threeSelected, { ...v, p: q })),
        ],
        forgets: forgottenOf(machine, [v.a, v.b, v.c], [from.inner, to.inner, to.last], points),
      }
    },
  })

  /** and what all three come to on the other way. */
  const allSelected = lemma(three, {
    assume: (v) => areAsked(layout, v),
    conclude: ({ p, ...v }) => {
      const { machine, from, to } = waysFor(v)
      return implies(selects(machine, from.last, p), selects(machine, to.last, p))
    },
    adjust: (v) => someThree(layout, v),
    by: ({ p, ...v }) => {
      const ways = waysFor(v)
      const { machine, from, to } = ways
      const points = [p, ...reasonsOf(layout, { ...from.all, p }), ...endsOf(layout, from.all)]
      return {
        uses: [
          ...keptOf(ways),
          instance(least.leastOrder, { ...from.all, other: to.last }),
          instance(least.leastSet, { ...from.all, other: to.last, p }),
          ...points.flatMap((q) => [threeSelected, twoSelected].map((of) => instance(of, { ...v, p: q }))),
        ],
        forgets: forgottenOf(machine, [v.a, v.b, v.c], [from.inner, to.inner, from.last, to.last], points),
      }
    },
  })
  return { threeSelected, twoSelected, allSelected }
}

/** A way to merge three masks: two of them first, and the result with the third. */
interface Way {
  readonly two: TwoMasks
  readonly inner: Bits
  readonly all: TwoMasks
  readonly last: Bits
}

interface Ways {
  readonly machine: Machine
  readonly from: Way
  readonly to: Way
}

/** (a with b) with c, and a with (b with c). */
export function waysOf(layout: Layout, { k, a, b, c }: ThreeMasks): Ways {
  const machine = { layout, k }
  const merged = ({ left, right }: TwoMasks) => merge(machine, left, right)
  const way = (two: TwoMasks, allOf: (inner: Bits) => TwoMasks): Way => {
    const inner = merged(two)
    const all = allOf(inner)
    return { two, inner, all, last: merged(all) }
  }
  return {
    machine,
    from: way({ k, left: a, right: b }, (inner) => ({ k, left: inner, right: c })),
    to: way({ k, left: b, right: c }, (inner) => ({ k, left: a, right: inner })),
  }
}

function turned({ machine, from, to }: Ways): Ways {
  return { machine, from: to, to: from }
}

function areThree(layout: Layout, { k, a, b, c }: ThreeMasks) {
  return and(areMasks(layout, { k, left: a, right: b }), isMask({ layout, k }, c))
}

export function areAsked(layout: Layout, { p, ...v }: ThreeAndOne) {
  return and(areThree(layout, v), lt(p, size(v.k)))
}

export function someThree(layout: Layout, { k, a, b, c, p }: ThreeAndOne) {
  const some = someTwoMasks(layout, { k, left: a, right: b, p })
  return { k: some.k, a: some.left, b: some.right, c: madeMask({ layout, k: some.k }, c), p: some.p }
}

/** That a mask selects what others do is all one needs to know of merged ones. */
export function forgottenOf(
  machine: Machine,
  masks: readonly Bits[],
  mergers: readonly Bits[],
  points: readonly Bits[],
): readonly Term[] {
  return [
    ...[...masks, ...mergers].flatMap((m) => points.map((q) => selects(machine, m, q))),
    ...points.slice(1),
    ...mergers,
  ]
}
