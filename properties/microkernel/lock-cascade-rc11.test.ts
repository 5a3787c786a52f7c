import { describe, expect, it } from 'vitest'
import { lockCascade } from '../../models/microkernel/index.js'
import { check } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'
import { barriersInPage } from './barrier-table.js'
import { explored, holds, shortestViolation } from './verdict.js'

/** Full fences only rule runs out, and take most of a state: what holds without them holds with them. */
const fences = [
  'have all see the new state before the epoch is read',
  'have all see the new epoch before the token is passed',
]
const torn = 'what the locks protect is found whole'
const oneToken = 'exactly one token'
const cascade = (stores: 1 | 2) => lockCascade({ cpus: 2, entries: 1, memoryModel: 'rc11', stores }).without(...fences)

describe('lock-cascade under rc11', () => {
  it.runIf(heavy).each([
    [1, holds(646_634, 253_246, 96, { neverTaken: ['cpu: change: turn back'] })],
    [2, holds(7_614_137, 2_909_972, 110, { neverTaken: ['cpu: change: turn back'] })],
  ])('holds for two processors: %i entries', (entries, expected) => {
    expect(explored(lockCascade({ cpus: 2, entries, memoryModel: 'rc11' }))).toEqual(expected)
  })

  const unneededByTwo = [
    ...fences,
    'order everything before the epoch is advanced',
    'order everything after the state is read',
    'order everything after the global epoch is read',
    'order everything before a change is finished',
  ]
  it.runIf(heavy).each(unneededByTwo)('two processors with one entry do not need: %s', (precaution) => {
    expect(check(lockCascade({ cpus: 2, entries: 1, memoryModel: 'rc11' }).without(precaution)).verdict).toBe('holds')
  })

  // A token that is seen late takes a message more.
  const runs = [
    ['order everything before the token is passed', 2, [oneToken, 9]],
    ['order everything after the token is found', 2, [oneToken, 9]],
    ['order the critical section after the taking of a lock', 1, [torn, 13]],
    ['order the critical section before the release of a fine lock', 1, [torn, 13]],
    ['order everything before the release of the coarse lock', 1, [torn, 16]],
  ] as const
  it.each(runs)('goes wrong without: %s (%i)', (precaution, stores, run) => {
    expect(shortestViolation(cascade(stores).without(precaution))).toEqual(run)
  })

  it('the table of barriers on the page says so', () => {
    expect(barriersInPage('lock-cascade', 'rc11', 'needed')).toEqual(new Set(runs.map(([name]) => name)))
    expect(barriersInPage('lock-cascade', 'rc11', 'asked for')).toEqual(new Set(unneededByTwo))
  })
})
