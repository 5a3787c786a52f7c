import { describe, expect, it } from 'vitest'
import { superPage } from '../../spec/index.js'
import { check } from '../../src/index.js'
import { placements } from '../../test/placements.js'

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
