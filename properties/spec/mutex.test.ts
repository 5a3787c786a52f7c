import { describe, expect, it } from 'vitest'
import { mutex } from '../../spec/index.js'
import { explored, holds } from '../microkernel/verdict.js'

describe('the abstract mutex', () => {
  // Each process is idle, waiting or holding, at most one holding: 2^n + n·2^(n-1) states.
  it.each([
    [1, holds(4, 3, 3)],
    [2, holds(15, 8, 4)],
    [3, holds(49, 20, 5)],
    [8, holds(6657, 1280, 10)],
  ])('holds for %i processes', (processes, expected) => {
    expect(explored(mutex({ processes }))).toEqual(expected)
    expect(expected.distinct).toBe(2 ** processes + processes * 2 ** (processes - 1))
  })
})
