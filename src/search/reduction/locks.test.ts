import { describe, expect, it } from 'vitest'
import { filterLock, mcsTso, reusableBarrier } from '../../../models/classics/index.js'
import { heavy } from '../../../test/heavy.js'
import { check, type Model } from '../../index.js'
import type { ReductionName } from './refusal.js'

/** How many states are looked at with these reductions, where nothing else is to be found than without. */
function distinct(model: Model, ...reductions: ReductionName[]): number {
  const { verdict, states, ledger } = check(model, { reductions })
  expect({ verdict, coverage: ledger.coverage }).toEqual({ verdict: 'holds', coverage: 'exhaustive' })
  return states.distinct
}

describe('of locks and barriers that treat four processes alike, symmetry leaves a tenth of the states or less', () => {
  const four = [
    { name: 'filter lock', model: () => filterLock({ processes: 4 }), without: 9272, reduced: 470, both: 470 },
    {
      name: 'reusable barrier',
      model: () => reusableBarrier({ processes: 4 }),
      without: 1567,
      reduced: 152,
      both: 130,
    },
  ]
  it.each(four)('$name', ({ model, without, reduced, both }) => {
    expect(distinct(model())).toBe(without)
    expect(distinct(model(), 'symmetry')).toBe(reduced)
    expect(distinct(model(), 'symmetry', 'partial-order')).toBe(both)
    expect(without / reduced).toBeGreaterThan(10)
  })

  it.runIf(heavy)('MCS lock on TSO', { timeout: 300_000 }, () => {
    const model = mcsTso({ cpus: 4 })
    const [without, reduced] = [distinct(model), distinct(model, 'symmetry')]
    expect([without, reduced]).toEqual([1_740_793, 75_613])
    expect(without / reduced).toBeGreaterThan(10)
    expect(distinct(model, 'symmetry', 'partial-order')).toBe(41_712)
  })
})
