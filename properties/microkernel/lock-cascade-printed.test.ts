import { describe, expect, it } from 'vitest'
import { lockCascadePrinted, lockCascadePrintedCas } from '../../models/microkernel/index.js'
import { entryMutexes } from '../../spec/index.js'
import { check, withProperties } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'
import { explored, holds, shortestViolation } from './verdict.js'

type Release = 'as printed' | 'if taken' | 'if not fine'
type Verdict = ReturnType<typeof shortestViolation>

describe('lock-cascade-printed', () => {
  const exclusion = 'an entry is used by one processor at a time'
  const coarseLeft = 'nobody leaves the coarse lock taken'
  const fineLeft = 'nobody leaves a fine lock taken'
  const memory = 'nobody can touch a fine lock when its memory has been released'
  type Start = 'coarse lock' | 'inside' | 'plain stores' | 'one exchange'

  const verdicts: readonly (readonly [start: Start, release: Release, two: Verdict, three: Verdict])[] = [
    ['coarse lock', 'as printed', [exclusion, 35], [exclusion, 30]],
    ['coarse lock', 'if taken', null, null],
    ['coarse lock', 'if not fine', [exclusion, 36], [exclusion, 31]],
    ['inside', 'as printed', [fineLeft, 18], [fineLeft, 18]],
    ['inside', 'if taken', [fineLeft, 18], [fineLeft, 18]],
    ['inside', 'if not fine', [fineLeft, 18], [fineLeft, 18]],
    ['plain stores', 'as printed', [exclusion, 64], [exclusion, 16]],
    ['plain stores', 'if taken', null, [exclusion, 16]],
    ['plain stores', 'if not fine', [coarseLeft, 23], [exclusion, 16]],
    ['one exchange', 'as printed', [exclusion, 46], [exclusion, 33]],
    ['one exchange', 'if taken', null, [exclusion, 33]],
    ['one exchange', 'if not fine', [coarseLeft, 36], [exclusion, 33]],
  ]
  it.each(verdicts)('with two processors: %s, release %s', (start, release, two) => {
    expect(shortestViolation(lockCascadePrinted({ cpus: 2, start, release }))).toEqual(two)
  })
  it.runIf(heavy).each(verdicts)('with three processors: %s, release %s', (start, release, _, three) => {
    expect(shortestViolation(lockCascadePrinted({ cpus: 3, start, release }))).toEqual(three)
  })

  it.each([
    ['plain stores', 19],
    ['one exchange', 33],
  ] as const)('loses the memory that a change begun by %s counts on', (start, steps) => {
    const model = lockCascadePrinted({ cpus: 2, start, release: 'if taken', releases: true })
    expect(shortestViolation(model)).toEqual([memory, steps])
  })
  it('comes to a standstill once the coarse lock is left taken', () => {
    const { properties } = check(lockCascadePrinted({ release: 'if not fine' }), { keepGoing: true })
    expect(properties.find((p) => p.name === 'no deadlock')?.finding?.path).toHaveLength(44)
  })

  it('holds for three if changes are begun with the coarse lock in hand and it is released if taken', () => {
    const model = lockCascadePrinted({ cpus: 3, release: 'if taken', releases: true })
    const specified = withProperties(model, ({ refines }) => ({
      'is a mutex for each entry': refines(entryMutexes({ processes: 3 }), (s) => ({
        process: s.cpu.map((c) => (c.at === '16 critical section' ? c.entry : null)),
      })),
    }))
    const neverTaken = ['cpu: 22 read state', 'cpu: change: exchange state and LockEpoch']
    expect(explored(specified)).toEqual(holds(371245, 123044, 80, { neverTaken }))
  })
})

describe('lock-cascade-printed-cas', () => {
  const lost = 'a plain store replaces the value that it was computed from'
  const coarseLeft = 'nobody leaves the coarse lock taken'
  const line13 = 'cmpxchg without prefix'
  type Start = 'coarse lock' | 'plain stores' | 'one exchange'

  const verdicts: readonly (readonly [start: Start, release: Release, two: Verdict, three: Verdict])[] = [
    ['coarse lock', 'as printed', [lost, 30], [lost, 22]],
    ['coarse lock', 'if taken', null, null],
    ['coarse lock', 'if not fine', [lost, 31], [lost, 23]],
    ['plain stores', 'as printed', [lost, 51], [lost, 18]],
    ['plain stores', 'if taken', null, [lost, 18]],
    ['plain stores', 'if not fine', [coarseLeft, 15], [coarseLeft, 15]],
    ['one exchange', 'as printed', [lost, 40], [lost, 35]],
    ['one exchange', 'if taken', null, [lost, 35]],
    ['one exchange', 'if not fine', [coarseLeft, 28], [coarseLeft, 32]],
  ]
  it.each(verdicts)('with two processors: %s, release %s', (start, release, two) => {
    expect(shortestViolation(lockCascadePrintedCas({ cpus: 2, start, release }))).toEqual(two)
  })
  it.runIf(heavy).each(verdicts)('with three processors: %s, release %s', (start, release, _, three) => {
    expect(shortestViolation(lockCascadePrintedCas({ cpus: 3, start, release }))).toEqual(three)
  })

  it('loses updates, changes or not, if the old value is read before the lock is taken', () => {
    const oldValue = 'before line 2'
    expect(shortestViolation(lockCascadePrintedCas({ release: 'if taken', oldValue }))).toEqual([lost, 14])
  })
  // The prefix that locks the bus is all that can be spared: the comparison cannot, unless the value is read under the lock.
  it.each([2, 3] as const)(
    'loses none then, with %i processors, if line 13 is a cmpxchg without its prefix',
    (cpus) => {
      const model = lockCascadePrintedCas({ cpus, release: 'if taken', oldValue: 'before line 2', line13 })
      expect(shortestViolation(model)).toEqual(null)
    },
  )
  it('loses updates as printed, with such a cmpxchg too', () => {
    expect(shortestViolation(lockCascadePrintedCas({ line13 }))).toEqual([lost, 32])
  })

  it('holds for three if the old value is read with the lock in hand, which is released if taken', () => {
    const neverTaken = [
      'cpu: 1 read object',
      'cpu: 13 compare',
      'cpu: 17 read state',
      'cpu: change: allocate fine locks',
      'cpu: change: exchange state and LockEpoch',
    ]
    const model = lockCascadePrintedCas({ cpus: 3, release: 'if taken' })
    expect(explored(model)).toEqual(holds(174456, 55286, 61, { neverTaken }))
  })
})
