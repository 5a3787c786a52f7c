import { describe, expect, it } from 'vitest'
import { processorSet } from '../../spec/index.js'
import { check } from '../../src/index.js'

describe('the abstract set of processors', () => {
  // Whatever has been told may be older than the members: any set of members, and of each what it has been told, if anything.
  it.each([1, 2, 3])('holds for %i processors', (cpus) => {
    const { verdict, states, ledger } = check(processorSet({ cpus }))
    expect(verdict).toBe('holds')
    expect(ledger.neverTaken).toEqual([])
    expect(states.distinct).toBe(2 ** cpus * (2 ** cpus + 1) ** cpus)
  })
})
