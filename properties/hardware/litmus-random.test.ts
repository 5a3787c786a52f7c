import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outcomesOf } from '../../models/hardware/litmus/outcomes.js'
import { library } from '../../models/hardware/litmus/tests/index.js'
import { testFor } from '../../src/litmus/mapping.js'
import { runs } from '../../test/runs.js'
import { axiomaticOutcomes, rc11, x86tso } from './axiomatic.js'
import { cyclicC11, randomC11, randomX86 } from './random-litmus.js'

/** Tests with more candidate executions than that are left out. */
const MOST = 5000

const shapes = [
  { threads: 2, instructions: 5, locations: 2 },
  { threads: 3, instructions: 3, locations: 2 },
  { threads: 3, instructions: 3, locations: 3 },
  { threads: 4, instructions: 2, locations: 2 },
]

describe.each(shapes)('$threads programs of $instructions instructions on $locations locations', (shape) => {
  it('end under rc11 as its axioms say', () => {
    fc.assert(
      fc.property(randomC11(shape), (test) => {
        const expected = axiomaticOutcomes(test, rc11, MOST)
        if (expected !== null) expect(outcomesOf(test, 'rc11').outcomes).toEqual(expected)
      }),
      { numRuns: runs(30) },
    )
  })

  it('end under tso as the axioms of x86 say', () => {
    fc.assert(
      fc.property(randomX86(shape), (test) => {
        const expected = axiomaticOutcomes(test, x86tso, MOST)
        if (expected !== null) expect(outcomesOf(test, 'tso').outcomes).toEqual(expected)
      }),
      { numRuns: runs(20) },
    )
  })
})

describe.each([2, 3, 4])('%i programs that can go round', (threads) => {
  it('end under rc11 as its axioms say', () => {
    fc.assert(
      fc.property(cyclicC11(threads), (test) => {
        const expected = axiomaticOutcomes(test, rc11, MOST)
        if (expected !== null) expect(outcomesOf(test, 'rc11').outcomes).toEqual(expected)
      }),
      { numRuns: runs(threads === 4 ? 6 : 30) },
    )
  })
})

describe('a test of the library ends under rc11 as its axioms say', () => {
  it.each(library.map(({ test }) => [test.name, testFor(test, 'rc11')] as const))('%s', (_, test) => {
    expect(outcomesOf(test, 'rc11').outcomes).toEqual(axiomaticOutcomes(test, rc11, Infinity))
  })
})
