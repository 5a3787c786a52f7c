import { describe, expect, it } from 'vitest'
import { mappingDatabase } from '../../../models/microkernel/index.js'
import { heavy } from '../../../test/heavy.js'
import { explored, holds, shortestViolation } from '../verdict.js'

/** Which steps are never taken is told of two processors. */
const counted = (model: ReturnType<typeof mappingDatabase>) => ({ ...explored(model), neverTaken: [] })

describe('mapping-database, with three processors', () => {
  const figure = {
    a: 'two mappings of a frame',
    b: 'two levels',
    c: 'pages of two sizes',
    d: 'overlapping sets',
  } as const
  const oneEach = [
    ['d', holds(128040, 45618, 64)],
    ['a', holds(312400, 107577, 86)],
    ['b', holds(269822, 90626, 68)],
    ['c', holds(272556, 95829, 73)],
  ] as const
  it.each(oneEach.slice(0, heavy ? 4 : 1))(
    'holds for three processors with an operation each: Figure 5.6%s',
    (part, expected) => {
      expect(counted(mappingDatabase({ cpus: 3, scenario: figure[part], rounds: 1 }))).toEqual(expected)
    },
  )
  it.skipIf(!heavy).each([
    ['a', holds(63137675, 16611410, 108)],
    ['b', holds(19055616, 5478406, 97)],
    ['c', holds(26584557, 7725172, 108)],
    ['d', holds(19415237, 5824782, 99)],
  ] as const)('holds for three processors with two operations each: Figure 5.6%s', (part, expected) => {
    expect(counted(mappingDatabase({ cpus: 3, scenario: figure[part], rounds: 2 }))).toEqual(expected)
  })

  it.each([
    ['where rights are taken', 'restriction', holds(32917, 12434, 47)],
    ['where a subsystem is made', 'new subsystem', holds(21034, 8292, 62)],
  ] as const)('holds for three processors with an operation each, %s', (_, scenario, expected) => {
    expect(counted(mappingDatabase({ cpus: 3, scenario, rounds: 1 }))).toEqual(expected)
  })

  it('makes subsystems wait for each other through a third if locks are kept to the end', () => {
    const model = mappingDatabase({ cpus: 3, scenario: 'three subsystems', release: 'at the end' })
    expect(shortestViolation(model)).toEqual(['nobody waits through another for a subsystem beside the own', 26])
  })
  // Again and again. "three levels" was not through after eleven million states; the figure has two operations each, above.
  it.skipIf(!heavy).each([
    [{ scenario: 'one subsystem' }, holds(6916091, 2191775, 137)],
    [{ scenario: 'one target' }, holds(9826724, 3161048, 109)],
    [{ scenario: 'two subsystems' }, holds(24314017, 6697615, 136)],
    [{ scenario: 'three subsystems' }, holds(9093345, 2628091, 214)],
    [{ scenario: 'granting' }, holds(3193744, 1027300, 174)],
    [{ scenario: 'granting to another subsystem' }, holds(15595548, 4860653, 131)],
    [{ scenario: 'over-mapping', overMapping: 'waits' }, holds(4639161, 1336240, 127)],
    [{ scenario: 'restriction', rounds: 2 }, holds(2348350, 800603, 80)],
  ] as const)('holds for three processors: %o', (parameters, expected) => {
    expect(counted(mappingDatabase({ cpus: 3, ...parameters }))).toEqual(expected)
  })
})
