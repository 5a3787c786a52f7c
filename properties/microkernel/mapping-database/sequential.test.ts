import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../../../test/runs.js'
import { Bounded } from './bounded.js'
import { agreement } from './commands.js'
import { faulty } from './faulty.js'

const threeSizes = { memory: 8, spaces: 4, sizes: [1, 2, 4] }

describe('the mapping database for one processor', () => {
  it.each([
    ['three sizes, each twice the one before', threeSizes],
    ['three sizes, each four times the one before', { memory: 32, spaces: 3, sizes: [1, 4, 16] }],
    ['one size', { memory: 3, spaces: 5, sizes: [1] }],
  ])('does what the operations mean: %s', (_, configuration) => {
    fc.assert(agreement(configuration), { numRuns: runs(1000) })
  })
  it('changes two references of others at most to insert a mapping or to remove one', () => {
    fc.assert(
      agreement(threeSizes, (configuration) => new Bounded(configuration)),
      { numRuns: runs(300) },
    )
  })
})

describe('the test would notice', () => {
  it.each(Object.entries(faulty))('%s', (_, Faulty) => {
    const { failed, counterexample } = fc.check(
      agreement(threeSizes, (configuration) => new Faulty(configuration)),
      { numRuns: 2000, seed: 1 },
    )
    expect(failed).toBe(true)
    const ran = [...counterexample![0]].length
    expect(ran).toBeLessThanOrEqual(12)
  })
})
