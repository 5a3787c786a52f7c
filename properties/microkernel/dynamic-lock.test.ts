import { describe, expect, it } from 'vitest'
import { dynamicLock, dynamicLockAssembler, dynamicLockPrinted } from '../../models/microkernel/index.js'
import { heavy } from '../../test/heavy.js'
import { explored, holds, shortestViolation } from './verdict.js'

const exclusion = 'mutual exclusion'
const oneToken = 'exactly one token'

describe('dynamic-lock', () => {
  it.each([
    [{ cpus: 2 }, holds(27256, 11856, 42)],
    [{ cpus: 3 }, holds(1287514, 376224, 58)],
    [{ cpus: 2, counters: 'wrapping' }, holds(91480, 39332, 110)],
    [{ cpus: 2, looksAgain: true }, holds(26722, 11607, 42)],
  ] as const)('holds for %o', (parameters, expected) => {
    expect(explored(dynamicLock(parameters))).toEqual(expected)
  })

  it.runIf(heavy)('holds for four processors', () => {
    expect(explored(dynamicLock({ cpus: 4 }))).toEqual(holds(39666664, 8766684, 74))
  })

  const runs = {
    'only the home processor may use the disabled path': [
      [exclusion, 6],
      [exclusion, 6],
    ],
    'wait for the epoch when promoting remotely': [
      [exclusion, 19],
      [exclusion, 19],
    ],
    'wait for the epoch when demoting': [
      [exclusion, 22],
      [exclusion, 22],
    ],
    'wait for LockEpoch + 1 rather than LockEpoch': [
      [exclusion, 24],
      [exclusion, 22],
    ],
    'finish a transition only while holding the spin lock': [
      [exclusion, 35],
      [exclusion, 36],
    ],
    'narrow the mask before the demotion starts': [
      [exclusion, 35],
      [exclusion, 37],
    ],
    // Not needed by two processors, but by three: the token has to pass one of them between the reading and the change.
    'read the epoch after changing the state': [null, [exclusion, 35]],
    // The ring's.
    'pass the token only at a safe point': [
      [exclusion, 36],
      [exclusion, 38],
    ],
    'clear the own token field before writing the next': [
      [oneToken, 7],
      [oneToken, 10],
    ],
    'advance the epoch before passing the token': [null, [exclusion, 37]],
  }
  it('asks for these precautions', () => {
    expect(dynamicLock().precautions).toEqual(expect.arrayContaining(Object.keys(runs)))
    expect(dynamicLock().precautions).toHaveLength(Object.keys(runs).length)
  })
  it.each(Object.entries(runs))('goes wrong without: %s', (precaution, [two, three]) => {
    expect(shortestViolation(dynamicLock({ cpus: 2 }).without(precaution))).toEqual(two)
    expect(shortestViolation(dynamicLock({ cpus: 3 }).without(precaution))).toEqual(three)
  })

  it('need not wait for the epoch when demoting if processors look again at the mask with the spin lock in hand', () => {
    const waits = 'wait for the epoch when demoting'
    expect(explored(dynamicLock({ cpus: 2, looksAgain: true }).without(waits))).toEqual(holds(33561, 14526, 52))
    expect(explored(dynamicLock({ cpus: 3, looksAgain: true }).without(waits))).toEqual(holds(1523264, 448904, 72))
  })

  it('must compare wrapping epochs by their distance: LockEpoch + 1 may be 0', () => {
    const byDistance = 'compare wrapping epochs by their distance'
    expect(shortestViolation(dynamicLock({ cpus: 2, counters: 'wrapping' }).without(byDistance))).toEqual([
      exclusion,
      42,
    ])
  })
})

/** What the search says of a listing, for each way to read what is not printed. */
type Verdicts = readonly (readonly [
  promotion: 'nobody waits' | 'outside the mask' | 'spin lock held',
  start: 'spin lock' | 'plain stores' | 'one exchange',
  release: 'as printed' | 'if taken' | 'if not disabled',
  verdict: ReturnType<typeof shortestViolation>,
])[]

describe('dynamic-lock-printed', () => {
  const verdicts: Verdicts = [
    ['nobody waits', 'spin lock', 'as printed', [exclusion, 19]],
    ['nobody waits', 'spin lock', 'if taken', [exclusion, 19]],
    ['nobody waits', 'one exchange', 'as printed', [exclusion, 16]],
    ['outside the mask', 'spin lock', 'as printed', [exclusion, 24]],
    ['outside the mask', 'spin lock', 'if taken', null],
    ['outside the mask', 'spin lock', 'if not disabled', ['nobody leaves the spin lock taken', 33]],
    ['outside the mask', 'plain stores', 'as printed', null],
    ['outside the mask', 'one exchange', 'as printed', null],
    ['spin lock held', 'spin lock', 'as printed', ['no deadlock', 10]],
  ]
  it.each(verdicts)('with two processors: %s, %s, release %s', (promotion, start, release, verdict) => {
    expect(shortestViolation(dynamicLockPrinted({ cpus: 2, promotion, start, release }))).toEqual(verdict)
  })

  it('holds for three if others stay outside the mask and promotions begin with one exchange', () => {
    const model = dynamicLockPrinted({ cpus: 3, promotion: 'outside the mask', start: 'one exchange' })
    const neverTaken = [
      'cpu: 12 test state',
      'cpu: promote: change state',
      'cpu: promote: write LockEpoch',
      'cpu: promote: wait for epoch',
      'cpu: promote: enable',
    ]
    expect(explored(model)).toEqual(holds(1379756, 398552, 66, { neverTaken }))
  })
  it('fails for three if they begin with two plain stores', () => {
    const model = dynamicLockPrinted({ cpus: 3, promotion: 'outside the mask', start: 'plain stores' })
    expect(shortestViolation(model)).toEqual([exclusion, 55])
  })
})

describe('dynamic-lock-assembler', () => {
  const verdicts = [
    ['nobody waits', 'spin lock', 'as printed', [exclusion, 19]],
    ['turned away', 'spin lock', 'as printed', [exclusion, 24]],
    ['turned away', 'spin lock', 'if taken', null],
    ['turned away', 'spin lock', 'if not disabled', ['nobody leaves the spin lock taken', 33]],
    ['turned away', 'one exchange', 'as printed', [exclusion, 38]],
    ['outside the mask', 'spin lock', 'as printed', [exclusion, 24]],
    ['outside the mask', 'spin lock', 'if taken', null],
    ['outside the mask', 'one exchange', 'as printed', null],
    ['spin lock held', 'spin lock', 'as printed', ['no deadlock', 11]],
  ] as const
  it.each(verdicts)('with two processors: %s, %s, release %s', (promotion, start, release, verdict) => {
    expect(shortestViolation(dynamicLockAssembler({ cpus: 2, promotion, start, release }))).toEqual(verdict)
  })

  it('holds for three if others stay outside the mask and promotions begin with one exchange', () => {
    const model = dynamicLockAssembler({ cpus: 3, promotion: 'outside the mask', start: 'one exchange' })
    const { verdict, generated, distinct, depth } = explored(model)
    expect({ verdict, generated, distinct, depth }).toEqual({
      verdict: 'holds',
      generated: 1914676,
      distinct: 570919,
      depth: 66,
    })
  })
})
