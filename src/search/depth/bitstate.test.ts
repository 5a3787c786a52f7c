import { describe, expect, it } from 'vitest'
import { array, int, struct, system } from '../../index.js'
import { check } from '../check.js'
import { Random } from '../sampled/random.js'
import { BitArray } from './bitstate.js'

describe('a bit array', () => {
  it.each([
    { bytes: 2 ** 12, hashes: 1, states: 8_000 },
    { bytes: 2 ** 14, hashes: 2, states: 40_000 },
    { bytes: 2 ** 14, hashes: 3, states: 40_000 },
    { bytes: 2 ** 14, hashes: 5, states: 20_000 },
  ])('turns away as many new states as it expects: %o', ({ bytes, hashes, states }) => {
    const bits = new BitArray(bytes, hashes, 1)
    const random = new Random(hashes)
    for (let i = 0; i < states; i++) bits.add(random.below(2 ** 32) | 0, random.below(2 ** 32) | 0)
    const omitted = states - bits.size
    expect(omitted).toBeGreaterThan(50)
    expect(Math.abs(bits.expectedOmissions / omitted - 1)).toBeLessThan(4 / Math.sqrt(omitted))
  })
})

/** All ways to count up in five places: 9^5 states. */
const counters = system('counters', {
  state: () => struct({ counter: array(5, struct({ n: int(0, 8) })) }),
  behaviour: ({ program }) => [
    program('counter', {
      count: (_, me) => {
        if (me.n === 8) return 'done'
        me.n++
        return 'count'
      },
    }),
  ],
  properties: ({ always, reachable }) => ({
    'far from the end': always((s) => !s.counter.every((c) => c.n === 8)),
    'at the end': reachable((s) => s.counter.every((c) => c.n === 8)),
  }),
  mayStop: () => true,
})

describe('bitstate search', () => {
  const all = check(counters(), { keepGoing: true }).states.distinct

  it('sees everything in an array that is large enough, and claims nothing for what it did not find', () => {
    const { states, properties, ledger } = check(counters(), { strategy: 'bitstate', keepGoing: true })
    expect(states.distinct).toBe(all)
    expect(ledger).toMatchObject({ coverage: 'sampled', storage: 'bits' })
    expect(ledger.scope).toMatchObject({ bits: 2 ** 29, hashes: 3 })
    expect(properties.map((p) => p.verdict)).toEqual(['violated', 'holds', 'inconclusive'])
  })

  it('says what it is likely to have missed in one that is too small', () => {
    const { states, ledger } = check(counters(), { strategy: 'bitstate', bitstateBytes: 2 ** 15, keepGoing: true })
    const { scope } = ledger
    if (scope?.tag !== 'bitstate') throw new Error('a bitstate search has the scope of one')
    expect(states.distinct).toBeLessThan(all)
    // States that only omitted ones lead to are missing besides, but here almost every state can be reached otherwise.
    expect(scope.expectedOmissions).toBeGreaterThan((all - states.distinct) / 2)
    expect(scope.expectedOmissions).toBeLessThan((all - states.distinct) * 2)
  })

  it('misses other states with another seed', () => {
    const seen = [1, 2, 3, 4].map(
      (seed) =>
        check(counters(), { strategy: 'bitstate', bitstateBytes: 2 ** 15, keepGoing: true, seed }).states.distinct,
    )
    expect(new Set(seen).size).toBeGreaterThan(1)
  })
})
