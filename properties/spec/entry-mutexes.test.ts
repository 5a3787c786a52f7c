import { describe, expect, it } from 'vitest'
import { entryMutexes } from '../../spec/index.js'
import { check } from '../../src/index.js'
import { placements } from '../../test/placements.js'

describe('the abstract mutexes, one for each entry', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [2, 3],
    [4, 4],
  ])('hold for %i processes and %i entries', (processes, entries) => {
    const { verdict, states } = check(entryMutexes({ processes, entries }))
    expect([verdict, states.distinct]).toEqual(['holds', placements(processes, entries)])
  })
})
