import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arcLemmas } from '../../models/microkernel/cluster-mask/arc-lemmas.js'
import { associativeLemmas } from '../../models/microkernel/cluster-mask/associative-lemmas.js'
import { extentLemmas } from '../../models/microkernel/cluster-mask/extent-lemmas.js'
import { extremeLemmas } from '../../models/microkernel/cluster-mask/extreme-lemmas.js'
import { idLemmas } from '../../models/microkernel/cluster-mask/id-lemmas.js'
import { type ClusterMasks, clusterMask, clusterMasks } from '../../models/microkernel/cluster-mask/index.js'
import { layoutFor } from '../../models/microkernel/cluster-mask/layout.js'
import { leastLemmas } from '../../models/microkernel/cluster-mask/least-lemmas.js'
import { maskLemmas } from '../../models/microkernel/cluster-mask/mask-lemmas.js'
import { mergeStepsLemmas } from '../../models/microkernel/cluster-mask/merge-steps-lemmas.js'
import { movedLemmas } from '../../models/microkernel/cluster-mask/moved-lemmas.js'
import { movedMaskLemmas } from '../../models/microkernel/cluster-mask/moved-mask-lemmas.js'
import { orderLemmas } from '../../models/microkernel/cluster-mask/order-lemmas.js'
import { restrictedLemmas } from '../../models/microkernel/cluster-mask/restricted-lemmas.js'
import { togetherLemmas } from '../../models/microkernel/cluster-mask/together-lemmas.js'
import { windowLemmas } from '../../models/microkernel/cluster-mask/window-lemmas.js'
import { evaluate, exhaust, type Lemma, operationsOf, Prover, sample } from '../../src/prove/index.js'
import { heavy } from '../../test/heavy.js'
import { runs } from '../../test/runs.js'

type Lemmas = { readonly [name: string]: Lemma }

/** What the proofs rest on. */
const partsFor = (width: number): Lemmas => {
  const layout = layoutFor(width)
  const families = [
    arcLemmas,
    extentLemmas,
    windowLemmas,
    togetherLemmas,
    maskLemmas,
    mergeStepsLemmas,
    orderLemmas,
    restrictedLemmas,
    extremeLemmas,
    leastLemmas,
    associativeLemmas,
    movedMaskLemmas,
    movedLemmas,
    idLemmas,
  ]
  return Object.assign({}, ...families.map((family) => family(layout)))
}

const claims = Object.keys(clusterMask.lemmas(9))

describe('for all words', () => {
  // For three masks of 9 bits this takes half a minute, for four merges some seconds.
  const slow = ['merging is associative, as sets', 'ids larger by a cluster of the merged mask change nothing']
  const isSlow = (name: string) => slow.includes(name)
  it.each(claims.filter((name) => heavy || !isSlow(name)))('of 9 bits, or not: %s', (name) => {
    const of = clusterMask.lemmas(9)[name]!
    const { cases, counterexample } = exhaust(of)
    expect(counterexample === null ? 'proved' : 'false').toBe(of.expected)
    expect(cases).toBeGreaterThan(0)
    if (counterexample !== null) expect(evaluate(of.conclude, counterexample)).toBe(false)
  })

  // Of masks there are 38 in words of 6 bits, over all numbers of processors.
  it.each(Object.keys(partsFor(6)))('of 6 bits, what the proofs rest on: %s', (name) => {
    const { cases, counterexample } = exhaust(partsFor(6)[name]!, { seconds: 20 })
    expect(counterexample).toBeNull()
    expect(cases).toBeGreaterThan(0)
  })

  it.each(slow)('of 6 bits: %s', (name) => {
    expect(exhaust(clusterMask.lemmas(6)[name]!)).toMatchObject({ counterexample: null, isWhole: true })
  })
})

describe.each([32, 64])('for random words of %i bits', (width) => {
  it.each(claims.filter((name) => clusterMask.lemmas(9)[name]!.expected === 'proved'))('%s', (name) => {
    const samples = runs(100)
    expect(sample(clusterMask.lemmas(width)[name]!, { samples })).toEqual({
      cases: samples,
      counterexample: null,
      isWhole: true,
    })
  })

  it.each(Object.keys(partsFor(9)))('what the proofs rest on: %s', (name) => {
    expect(sample(partsFor(width)[name]!, { samples: runs(50), seconds: 20 }).counterexample).toBeNull()
  })
})

describe.runIf(heavy).each([32, 64])('for all words of %i bits, by proof', (width) => {
  let prover: Prover
  beforeAll(async () => {
    prover = await Prover.open({ timeout: 600 })
  })
  afterAll(() => prover.close())

  it.each(claims.filter((name) => clusterMask.lemmas(width)[name]!.expected === 'proved'))('%s', async (name) => {
    expect(await prover.prove(clusterMask.lemmas(width)[name]!)).toMatchObject({ verdict: 'proved', vacuous: false })
  })
})

describe('as functions', () => {
  /** The processors that a mask selects, asked one by one. */
  const members = <W extends number | bigint>(masks: ClusterMasks<W>, mask: W, of: number) =>
    Array.from({ length: of }, (_, p) => p).filter((p) => masks.selects(mask, p))

  it('the example of Figure 4.2: 8 of 16 processors become 10, 12 and 16 in larger and larger clusters', () => {
    const masks = clusterMasks(32, 16)
    // The figure's set is drawn, not listed: this one has its numbers.
    const eight = [0, 1, 2, 3, 4, 5, 6, 8].reduce(masks.withProcessor, masks.empty)
    expect(masks.count(eight)).toBe(8)
    const larger = [0, 1, 2, 3].map((order) => masks.coarsened(eight, order))
    expect(larger.map(masks.count)).toEqual([8, 10, 12, 16])
  })

  const grows = <W extends number | bigint>(masks: ClusterMasks<W>) => {
    const ids = fc.array(fc.nat({ max: 1023 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(ids, (set) => {
        const mask = set.reduce(masks.withProcessor, masks.empty)
        const selected = members(masks, mask, 1024)
        for (const p of set) expect(selected).toContain(p)
        expect(masks.count(mask)).toBe(selected.length)
        expect(masks.isMask(mask)).toBe(true)
      }),
      { numRuns: runs(20) },
    )
  }
  it('a set of processors, one after the other: none missing, counted exactly', () => {
    grows(clusterMasks(32, 1024))
    grows(clusterMasks(64, 1024))
  })

  it('merge, intersection and subset against sets of numbers', () => {
    const masks = clusterMasks(32, 64)
    const any = fc.nat({ max: 2 ** 32 - 1 }).map((word) => masks.madeMask(word))
    const setOf = (mask: number) => new Set(members(masks, mask, 64))
    fc.assert(
      fc.property(any, any, (left, right) => {
        const [a, b] = [setOf(left), setOf(right)]
        const merged = setOf(masks.merge(left, right))
        for (const p of [...a, ...b]) expect(merged).toContain(p)
        expect([...setOf(masks.intersection(left, right))]).toEqual([...a].filter((p) => b.has(p)))
        if (masks.isSubset(left, right)) expect([...a].every((p) => b.has(p))).toBe(true)
      }),
      { numRuns: runs(100) },
    )
  })

  it('a number of processors that masks are not for is refused', () => {
    expect(() => clusterMasks(32, 8192)).toThrow('processors: a power of two up to 4096, not 8192')
    expect(() => clusterMasks(32, 12)).toThrow('processors: a power of two up to 4096, not 12')
  })
})

describe('the number of operations on words', () => {
  it('is fixed: the number of processors is a variable of the term', () => {
    const counts = [32, 64].map((width) =>
      Object.fromEntries(Object.entries(clusterMask.operations(width)).map(([name, of]) => [name, operationsOf(of)])),
    )
    expect(counts[0]!.test).toBe(counts[1]!.test)
    expect(counts).toMatchInlineSnapshot(`
      [
        {
          "count": 100,
          "intersection": 298,
          "merge": 508,
          "subset": 299,
          "test": 23,
        },
        {
          "count": 196,
          "intersection": 570,
          "merge": 624,
          "subset": 571,
          "test": 23,
        },
      ]
    `)
  })
})
