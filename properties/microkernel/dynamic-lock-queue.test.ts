import { describe, expect, it } from 'vitest'
import { beneathFor } from '../../models/microkernel/dynamic-lock/beneath/choice.js'
import { mcsLock } from '../../models/microkernel/dynamic-lock/beneath/mcs-lock.js'
import { spinLock } from '../../models/microkernel/dynamic-lock/beneath/spin-lock.js'
import { dynamicLock } from '../../models/microkernel/index.js'
import { heavy } from '../../test/heavy.js'
import { explored, holds, shortestViolation } from './verdict.js'

const QUEUE = 2

describe('the lock beneath', () => {
  it('is a queue lock from four processors to a bit of the mask on', () => {
    const chosen = [0, 1, 2, 3].map((order) => beneathFor({ order, switches: false }))
    expect(chosen).toEqual([spinLock, spinLock, mcsLock, mcsLock])
  })
})

describe('dynamic-lock over a queue lock', () => {
  const counts = [
    [{ cpus: 2 }, holds(279829, 120736, 85)],
    [{ cpus: 2, memoryModel: 'tso' }, holds(11087236, 3499580, 218)],
    [{ cpus: 2, memoryModel: 'pso' }, holds(23659672, 6461884, 223)],
    [{ cpus: 2, memoryModel: 'rc11', entries: 1 }, holds(56855854, 21798066, 200)],
    [{ cpus: 3 }, holds(133653567, 37646060, 152)],
  ] as const
  it.each(counts.slice(0, heavy ? undefined : 1))('holds for %o', (parameters, expected) => {
    expect(explored(dynamicLock({ order: QUEUE, ...parameters }))).toEqual(expected)
  })

  it.each([
    ['clear the link before queueing', ['no deadlock', 40]],
    ['set the own flag before queueing', ['the lock beneath fits to those who hold it', 12]],
    ['wait for a successor that has not linked itself yet', ['no deadlock', 20]],
    ['only the home processor may use the disabled path', ['mutual exclusion', 6]],
    ['finish a transition only while holding the spin lock', ['mutual exclusion', 38]],
    ['pass the token only at a safe point', ['mutual exclusion', 43]],
  ])('goes wrong for two processors without: %s', (precaution, run) => {
    expect(shortestViolation(dynamicLock({ cpus: 2, order: QUEUE }).without(precaution))).toEqual(run)
  })
})
