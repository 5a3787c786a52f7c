import { describe, expect, it } from 'vitest'
import { entryMutexes } from '../../spec/index.js'
import { check } from '../../src/index.js'

/** In how many ways some of the processes can be in different entries: k of them, one after the other, in k entries. */
function placements(processes: number, entries: number): number {
  if (processes === 0) return 1
  return placements(processes - 1, entries) + (entries === 0 ? 0 : entries * placements(processes - 1, entries - 1))
}

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
