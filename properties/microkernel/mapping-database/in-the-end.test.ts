import { describe, expect, it } from 'vitest'
import { mappingDatabase } from '../../../models/microkernel/index.js'
import { check, weak } from '../../../src/index.js'
import { heavy } from '../../../test/heavy.js'

const FREED = 'what has been taken out is freed in the end'

type Given = Parameters<typeof mappingDatabase>[0]

/** What is said of it, by all that is assumed of the locks or by less. */
function judged(given: Given, fairness?: ReturnType<typeof mappingDatabase>['fairness']) {
  const model = mappingDatabase({ liveness: true, ...given })
  const { properties } = check(model, { fairness: fairness ?? model.fairness })
  const { verdict, vacuous } = properties.find(({ name }) => name === FREED)!
  return `${verdict}${vacuous ? ', vacuous' : ''}`
}

describe('what has been taken out of the mapping database', () => {
  const large = ['one target', 'pages of two sizes', 'overlapping sets', 'restriction', 'two levels'] as const
  const others = ['one subsystem', 'two mappings of a frame', 'granting to another subsystem', 'three levels'] as const
  it.each(['two subsystems', 'granting', 'new subsystem', ...(heavy ? [...others, ...large] : [])] as const)(
    'is freed in the end: %s',
    (scenario) => {
      expect(judged({ scenario })).toBe('holds')
    },
  )
  it.skipIf(!heavy).each([
    { scenario: 'one subsystem', fusing: true },
    { scenario: 'over-mapping', overMapping: 'waits' },
    { scenario: 'overlapping sets', cpus: 3, rounds: 1 },
  ] as const)('is freed in the end: %o', (given) => {
    expect(judged(given)).toBe('holds')
  })

  it('may never be, if a processor may be overtaken at a lock for ever', () => {
    const overtaken = [weak('cpu', { except: ['user'] }), weak('clear reference'), weak('free')]
    expect(judged({ scenario: 'two subsystems' }, overtaken)).toBe('violated')
  })
})
