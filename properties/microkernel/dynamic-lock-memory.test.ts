import { describe, expect, it } from 'vitest'
import { dynamicLockMemory } from '../../models/microkernel/index.js'
import { heavy } from '../../test/heavy.js'
import { explored, holds, shortestViolation } from './verdict.js'

describe('dynamic-lock-memory', () => {
  const counts = [
    [{ cpus: 2 }, holds(83880, 35474, 70)],
    [{ cpus: 2, memoryModel: 'tso' }, holds(1321712, 456084, 222)],
    [{ cpus: 3 }, holds(5851055, 1701779, 98)],
    [{ cpus: 3, memoryModel: 'tso' }, holds(88182549, 21550464, 295)],
    [{ cpus: 2, memoryModel: 'pso' }, holds(11119432, 2361480, 224)],
  ] as const
  it.each(counts.slice(0, heavy ? undefined : 2))('holds for %o', (parameters, expected) => {
    expect(explored(dynamicLockMemory(parameters))).toEqual(expected)
  })

  it('goes wrong without: wait for the epoch before freeing the memory', () => {
    expect(shortestViolation(dynamicLockMemory().without('wait for the epoch before freeing the memory'))).toEqual([
      'nobody can touch the lock when its memory is freed',
      13,
    ])
  })

  const runs = [
    ['order everything before the token is passed', ['exactly one token', 14]],
    ['order the making of the object before it is published', ['mutual exclusion', 55]],
    ['order the critical section before the release', ['mutual exclusion', 55]],
    ['order everything before the epoch is advanced', ['mutual exclusion', 96]],
  ] as const
  it.each(runs.slice(0, heavy ? undefined : 1))('goes wrong under pso without: %s', (barrier, run) => {
    expect(shortestViolation(dynamicLockMemory({ memoryModel: 'pso' }).without(barrier))).toEqual(run)
  })
})
