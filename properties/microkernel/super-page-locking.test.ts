import { describe, expect, it } from 'vitest'
import { superPageLocking } from '../../models/microkernel/index.js'
import { worksOn } from '../../models/microkernel/super-page-locking/operations.js'
import { superPage } from '../../spec/index.js'
import { check, withProperties } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'
import { explored, holds, shortestViolation } from './verdict.js'

const exclusion = 'nobody works on what another works on'
const whole = 'who works on a sub-page finds it as the last one has left it'
const freed = 'nobody can touch the array when its memory has been freed'
const fine = 'where sub-pages are locked there is an array'
const removed = 'the array is removed only when nothing is mapped through it'
const refined = 'is a lock for the super page and its sub-pages'

/** The model, held against the abstract specification too. */
function specified({ cpus = 2, pages = 2 }: { readonly cpus?: number; readonly pages?: number } = {}) {
  return withProperties(superPageLocking({ cpus, pages }), ({ refines }) => ({
    [refined]: refines(superPage({ processes: cpus, pages }), (s) => ({
      process: s.cpu.map((c) => worksOn(c, pages)),
      mapped: s.memory.entry.map((entry) => s.memory.array && entry === 'mapped'),
    })),
  }))
}

const neverTaken = ['cpu: change: turn back']

describe('super-page-locking', () => {
  const counts = [
    [{}, holds(294157, 146694, 80, { neverTaken })],
    [{ pages: 3 }, holds(1058049, 530586, 90, { neverTaken })],
    [{ cpus: 3 }, holds(20402386, 7204423, 97, { neverTaken })],
  ] as const
  it.each(counts.slice(0, heavy ? undefined : 1))(
    'holds for %o and refines the abstract lock',
    (parameters, expected) => {
      expect(explored(specified(parameters))).toEqual(expected)
    },
  )

  it.each([
    ['take the locks of all sub-pages before the first is changed', [exclusion, 9]],
    ['clear the array before it is found', [whole, 12]],
    ['remove the array only when nothing is mapped through it', [removed, 35]],
    ['wait for the epoch while it becomes coarse', [freed, 21]],
    ['wait for LockEpoch + 1 rather than LockEpoch', [freed, 26]],
    ['take the fine locks while it becomes coarse', [exclusion, 17]],
    // Not needed by the cascade alone: here the super page's lock alone would let the array be removed meanwhile.
    ['take the fine locks while it becomes fine', [fine, 52]],
    ['take the coarse lock before the fine ones', ['nobody waits in a circle', 17]],
    ['release the coarse lock after the fine ones', [freed, 42]],
    ['begin a change with the coarse lock in hand', [fine, 34]],
    ['finish a change with the coarse lock in hand', [freed, 21]],
    ['pass the token only at a safe point', [freed, 33]],
  ])('goes wrong without: %s', (precaution, run) => {
    expect(shortestViolation(superPageLocking().without(precaution))).toEqual(run)
  })

  const onMemory = [
    [{ pages: 1, memoryModel: 'tso' }, holds(363017, 141934, 110, { neverTaken })],
    [{ pages: 1, memoryModel: 'pso' }, holds(1196753, 371418, 114, { neverTaken })],
    [{ pages: 2, memoryModel: 'tso' }, holds(1975615, 750269, 117, { neverTaken })],
    [{ pages: 2, memoryModel: 'pso' }, holds(11522456, 3071131, 123, { neverTaken })],
    [{ cpus: 3, pages: 1, memoryModel: 'tso' }, holds(17601551, 4896265, 133, { neverTaken })],
  ] as const
  it.each(onMemory.slice(0, heavy ? undefined : 1))('holds for %o', (parameters, expected) => {
    expect(explored(superPageLocking(parameters))).toEqual(expected)
  })
  it('spoils what comes to be in the memory under pso, unless it is freed behind all stores', () => {
    const model = superPageLocking({ pages: 1, memoryModel: 'pso' })
    const run = ['another object keeps what has been put there', 36]
    expect(shortestViolation(model.without('order everything before the memory is freed'))).toEqual(run)
  })

  it.runIf(heavy)(
    'is freed too soon under tso, by three, without a fence between the change of state and the epoch',
    () => {
      const model = superPageLocking({ cpus: 3, pages: 1, memoryModel: 'tso' })
      const fence = 'have all see the new state before the epoch is read'
      const { properties } = check(model.without(fence))
      const broken = properties.find((p) => p.name === freed)
      expect([broken?.verdict, broken?.finding?.path.length]).toEqual(['violated', 51])
    },
  )

  const inTheEnd = (pages: number) => superPageLocking({ pages, liveness: true })
  it.each(heavy ? [1, 2] : [1])('completes changes and gives everybody his lock in the end, with %i pages', (pages) => {
    expect(check(inTheEnd(pages)).verdict).toBe('holds')
  })
  it('completes no change unless the lock of the super page is taken while it becomes fine', () => {
    const model = inTheEnd(1).without('take the coarse lock while it becomes fine')
    expect(shortestViolation(model)).toEqual(['a change of granularity is completed', 48])
  })

  it('is no such lock if the locks of the sub-pages are taken one after the other', () => {
    const model = specified().without('take the locks of all sub-pages before the first is changed')
    const { properties } = check(model, { keepGoing: true })
    expect(properties.find((p) => p.name === refined)?.verdict).toBe('violated')
  })
})
