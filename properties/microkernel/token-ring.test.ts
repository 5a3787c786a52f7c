import { describe, expect, it } from 'vitest'
import { tokenRing, tokenRingTimed, tokenSubRings } from '../../models/microkernel/index.js'
import { check } from '../../src/index.js'
import { explored, holds, shortestViolation } from './verdict.js'

type Fairness = ReturnType<typeof tokenRing>['fairness']

const quiescent = 'when the epoch has passed e + 1, everybody has been quiescent since epoch e'

describe('token-ring', () => {
  it.each([
    [{ cpus: 2, every: 1 }, holds(9663, 4000, 40)],
    [{ cpus: 2, every: 2 }, holds(36642, 14949, 47)],
    [{ cpus: 2, every: 3 }, holds(79189, 32129, 52)],
    [{ cpus: 3, every: 1 }, holds(377745, 103582, 54)],
    [{ cpus: 3, every: 2 }, holds(2663651, 721533, 62)],
  ])('holds for %o', (parameters, expected) => {
    expect(explored(tokenRing(parameters))).toEqual(expected)
  })

  const runs = {
    'clear the own token field before writing the next': [
      ['exactly one token', 7],
      ['exactly one token', 10],
    ],
    'advance the epoch before passing the token': [
      [quiescent, 16],
      [quiescent, 20],
    ],
    'pass the token only at a safe point': [
      [quiescent, 17],
      [quiescent, 21],
    ],
    'wait for e + 2 rather than e + 1': [
      ['nothing is used after it has been freed', 26],
      ['nothing is used after it has been freed', 21],
    ],
    // Two processors cannot show this one: the epoch only advances when the reader itself, or the writer, passes the token.
    'read the epoch after taking the object out': [null, ['nothing is used after it has been freed', 30]],
  }
  it('asks for these precautions', () => {
    expect(tokenRing().precautions).toEqual(expect.arrayContaining(Object.keys(runs)))
    expect(tokenRing().precautions).toHaveLength(Object.keys(runs).length)
  })
  it.each(Object.entries(runs))('goes wrong without: %s', (precaution, [two, three]) => {
    expect(shortestViolation(tokenRing({ cpus: 2, every: 1 }).without(precaution))).toEqual(two)
    expect(shortestViolation(tokenRing({ cpus: 3, every: 1 }).without(precaution))).toEqual(three)
  })
})

describe('in the end', () => {
  const verdict = (parameters: Parameters<typeof tokenRing>[0], fairness?: Fairness) => {
    const model = tokenRing({ every: 1, liveness: true, ...parameters })
    const { properties } = check(model, { keepGoing: true, fairness: fairness ?? model.fairness })
    const { verdict, vacuous } = properties.find(({ name }) => name === 'what waits to be freed is freed')!
    return `${verdict}${vacuous ? ', vacuous' : ''}`
  }
  it.each([
    { cpus: 2 },
    { cpus: 3 },
    { cpus: 2, memoryModel: 'tso', entries: 1 },
    { cpus: 2, memoryModel: 'pso', entries: 1 },
  ] as const)('what waits to be freed is freed: %o', (parameters) => {
    expect(verdict(parameters)).toBe('holds')
  })
  it.each([
    ['processors need not go on', 0],
    ['a processor may stay in user mode without ticks', 1],
    ['who waits need not enter the kernel', 2],
    ['who waits need not look at the epoch', 3],
  ] as const)('not where %s', (_, omitted) => {
    const { fairness } = tokenRing({ liveness: true })
    expect(fairness).toHaveLength(4)
    expect(
      verdict(
        { cpus: 2 },
        fairness.filter((_, i) => i !== omitted),
      ),
    ).toBe('violated')
  })
})

describe('token-ring-timed', () => {
  const bound = 'a round takes at most 2·n·tick'

  // How often kernel entries test for the token makes no difference to the longest round.
  it.each([
    [{ cpus: 2, every: 1 }, holds(773, 367, 12)],
    [{ cpus: 2, every: 2 }, holds(3524, 1776, 20)],
    [{ cpus: 2, every: 3 }, holds(7772, 3967, 24)],
    [{ cpus: 3, every: 2 }, holds(153433, 60786, 32)],
    [{ cpus: 3, every: 3 }, holds(518442, 206729, 37)],
  ])('holds for %o', (parameters, expected) => {
    expect(explored(tokenRingTimed(parameters))).toEqual(expected)
  })

  it('depends on operations that are not longer than a tick', () => {
    expect(shortestViolation(tokenRingTimed({ cpus: 2, tick: 2, longest: 3 }))).toBe(null)
    expect(shortestViolation(tokenRingTimed({ cpus: 2, tick: 2, longest: 4 }))).toEqual([bound, 18])
    expect(shortestViolation(tokenRingTimed({ cpus: 2, tick: 3, longest: 4 }))).toBe(null)
    expect(shortestViolation(tokenRingTimed({ cpus: 2, tick: 3, longest: 5 }))).toEqual([bound, 22])
  })

  it('goes wrong without: test at timer ticks too', () => {
    expect(tokenRingTimed().precautions).toEqual(['test at timer ticks too'])
    expect(shortestViolation(tokenRingTimed({ cpus: 2 }).without('test at timer ticks too'))).toEqual([bound, 17])
    expect(shortestViolation(tokenRingTimed({ cpus: 3 }).without('test at timer ticks too'))).toEqual([bound, 31])
  })
})

describe('token-sub-rings', () => {
  it.each([
    [{ rings: 2, size: 1 }, holds(1001, 434, 62)],
    [{ rings: 3, size: 1 }, holds(13421, 3878, 88)],
    [{ rings: 2, size: 2 }, holds(71538, 14477, 100)],
    [{ rings: 2, size: 3 }, holds(2567163, 340976, 138)],
  ])('holds for %o', (parameters, expected) => {
    expect(explored(tokenSubRings(parameters))).toEqual(expected)
  })

  it('goes wrong when the token of the leaders does not wait for a whole round', () => {
    const precaution = 'keep the token of the leaders for a whole round of the sub-ring'
    expect(tokenSubRings().precautions).toEqual([precaution])
    expect(shortestViolation(tokenSubRings().without(precaution))).toEqual([quiescent, 23])
  })
})
