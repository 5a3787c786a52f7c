import { describe, expect, it } from 'vitest'
import { isInside } from '../../models/microkernel/dynamic-lock/guarded-data.js'
import { lockCascade } from '../../models/microkernel/index.js'
import { entryMutexes } from '../../spec/index.js'
import { check, withProperties } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'
import { barriersInPage, barriersOf } from './barrier-table.js'
import { explored, holds, shortestViolation } from './verdict.js'

const MINUTES = 60_000

const torn = 'what the locks protect is found whole'
const oneToken = 'exactly one token'
const memory = 'nobody can touch a fine lock when its memory has been released'

const newState = 'have all see the new state before the epoch is read'
const beforeEpoch = 'order everything before the epoch is advanced'
const beforeToken = 'order everything before the token is passed'
const beforeCoarse = 'order everything before the release of the coarse lock'
const beforeFine = 'order the critical section before the release of a fine lock'

/** What both need while the granularity becomes fine, as it is told of them. */
const whileItBecomesFine = ['wait for the epoch while it becomes fine', 'take the fine locks while it becomes fine']

const neverTaken = ['cpu: change: turn back']

describe('lock-cascade on memory', () => {
  const counts = [
    [{ cpus: 2, memoryModel: 'tso', liveness: true }, holds(128203, 45950, 88, { neverTaken })],
    [{ cpus: 2, memoryModel: 'pso', liveness: true }, holds(526759, 145256, 97, { neverTaken })],
    [{ cpus: 2, memoryModel: 'pso', entries: 3 }, holds(1207993, 310276, 97, { neverTaken })],
    [{ cpus: 2, memoryModel: 'pso', stores: 2 }, holds(1098706, 278796, 97, { neverTaken })],
    [{ cpus: 3, memoryModel: 'tso', liveness: true }, holds(6305724, 1526534, 112, { neverTaken })],
    [{ cpus: 3, memoryModel: 'tso', entries: 3 }, holds(19132262, 4364856, 116, { neverTaken })],
    [{ cpus: 3, memoryModel: 'pso' }, holds(27297233, 5539714, 126, { neverTaken })],
  ] as const
  it.each(counts.slice(0, heavy ? undefined : 1))(
    'holds for %o',
    (parameters, expected) => {
      expect(explored(lockCascade(parameters))).toEqual(expected)
    },
    10 * MINUTES,
  )
  it.each((['tso', 'pso'] as const).slice(0, heavy ? undefined : 1))('is a mutex for each entry under %s', (model) => {
    const specified = withProperties(lockCascade({ cpus: 2, memoryModel: model }), ({ refines }) => ({
      'is a mutex for each entry': refines(entryMutexes({ processes: 2 }), (s) => ({
        process: s.cpu.map((c) => (isInside(c) ? c.entry : null)),
      })),
    }))
    const { properties } = check(specified, { keepGoing: true })
    expect(properties.find((p) => p.name === 'is a mutex for each entry')?.verdict).toBe('holds')
  })

  it('asks for barriers where the hardware does not keep the order, and nowhere else', () => {
    const inPage = (memoryModel: 'tso' | 'pso' | 'rc11') =>
      barriersInPage('lock-cascade', memoryModel, 'needed', 'not needed', 'asked for')
    expect(barriersOf(lockCascade({ memoryModel: 'sc' }))).toEqual(new Set())
    for (const memoryModel of ['tso', 'pso', 'rc11'] as const)
      expect(barriersOf(lockCascade({ memoryModel }))).toEqual(inPage(memoryModel))
  })
  it('the table of barriers on the page says what these runs show', () => {
    expect(barriersInPage('lock-cascade', 'tso', 'needed')).toEqual(new Set([newState]))
    expect(barriersInPage('lock-cascade', 'pso', 'needed')).toEqual(new Set([newState, ...runs.map(([name]) => name)]))
    expect(barriersInPage('lock-cascade', 'pso', 'not needed')).toEqual(new Set([beforeEpoch]))
  })

  const runs = [
    [beforeFine, [torn, 15]],
    [beforeCoarse, [torn, 18]],
    [beforeToken, [oneToken, 14]],
  ] as const
  it.each(runs)('goes wrong under pso without: %s', (precaution, run) => {
    expect(shortestViolation(lockCascade({ cpus: 2, memoryModel: 'pso' }).without(precaution))).toEqual(run)
  })
  // Who is inside holds a lock, whose release is ordered; the dynamic lock's home processor holds none.
  it.runIf(heavy).each([beforeEpoch, newState])('two processors do not need, under pso: %s', (precaution) => {
    expect(shortestViolation(lockCascade({ cpus: 2, memoryModel: 'pso' }).without(precaution))).toBe(null)
  })
  it.runIf(heavy)(
    'goes wrong even under tso, for three processors, without a fence between the change of state and the epoch',
    () => {
      const model = lockCascade({ cpus: 3, memoryModel: 'tso' }).without(newState)
      expect(shortestViolation(model)).toEqual([memory, 45])
    },
    10 * MINUTES,
  )

  // One after the other, and then both: from coarse to fine nobody has to wait, on weaker memory neither.
  it
    .runIf(heavy)
    .each([
      [{ cpus: 2, memoryModel: 'tso' }],
      [{ cpus: 2, memoryModel: 'pso' }],
      [{ cpus: 3, memoryModel: 'tso' }],
    ] as const)(
    'needs nothing while it becomes fine: %o',
    (parameters) => {
      expect(shortestViolation(lockCascade(parameters).without(...whileItBecomesFine))).toBe(null)
    },
    10 * MINUTES,
  )
})
