import { describe, expect, it } from 'vitest'
import { superPage } from '../../spec/index.js'
import { check } from '../../src/index.js'

/** In how many ways some of the processes can be on different sub-pages. */
function placements(processes: number, pages: number): number {
  if (processes === 0) return 1
  return placements(processes - 1, pages) + (pages === 0 ? 0 : pages * placements(processes - 1, pages - 1))
}

describe('the abstract lock of a super page and its sub-pages', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [2, 3],
    [4, 4],
  ])('holds for %i processes and %i sub-pages', (processes, pages) => {
    const { verdict, states } = check(superPage({ processes, pages }))
    const onTheSuperPage = processes
    expect([verdict, states.distinct]).toEqual(['holds', (placements(processes, pages) + onTheSuperPage) * 2 ** pages])
  })
})
