import { describe, expect, it } from 'vitest'
import { dynamicLock } from '../../models/microkernel/index.js'
import { check, isTemporal, strong } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'
import { explored, holds, shortestViolation } from './verdict.js'

const fits = 'the lock beneath fits to those who hold it'

describe('dynamic-lock over a lock that is changed at run time', () => {
  it.runIf(heavy)('holds for two processors', () => {
    expect(explored(dynamicLock({ cpus: 2, switches: true }))).toEqual(holds(2452354, 1140155, 238))
  })

  it.each([
    ['take both locks while one gives way to the other', [fits, 12]],
    ['wait for the epoch while one lock gives way to the other', [fits, 25]],
  ])('goes wrong for two processors without: %s', (precaution, run) => {
    expect(shortestViolation(dynamicLock({ cpus: 2, switches: true }).without(precaution))).toEqual(run)
  })

  // The spin lock is part of it; and while the lock is disabled, nobody takes what is beneath.
  it.runIf(heavy)('changes come to their end if whoever finds the spin lock free again and again gets it', () => {
    const model = dynamicLock({ cpus: 2, switches: true, liveness: true })
    const broken = (fairness: typeof model.fairness) => {
      const { properties } = check(model, { keepGoing: true, fairness })
      const temporal = properties.filter((p) => isTemporal(p))
      return { of: temporal.length, broken: temporal.filter((p) => p.verdict === 'violated').map((p) => p.name) }
    }
    expect(broken(model.fairness).broken).toHaveLength(7)
    expect(broken([...model.fairness, strong('cpu')])).toEqual({
      of: 7,
      broken: ['who lets itself into the mask gets in'],
    })
  })
})
