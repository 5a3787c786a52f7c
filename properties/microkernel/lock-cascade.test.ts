import { describe, expect, it } from 'vitest'
import { isInside } from '../../models/microkernel/dynamic-lock/guarded-data.js'
import { lockCascade } from '../../models/microkernel/index.js'
import { entryMutexes } from '../../spec/index.js'
import { check, withProperties } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'
import { explored, holds, shortestViolation } from './verdict.js'

const exclusion = 'an entry is used by one processor at a time'
const memory = 'nobody can touch a fine lock when its memory has been released'
const disabled = 'a lock that is disabled is not touched'
const circle = 'nobody waits in a circle'
const taken = 'the coarse lock is taken exactly while somebody holds it'
const completed = 'a change of granularity is completed'
const oneToken = 'exactly one token'

/** The cascade, held against the abstract specification too. */
function specified(parameters: { readonly cpus?: number; readonly entries?: number; readonly turnsBack?: boolean }) {
  const { cpus = 3, entries = 2 } = parameters
  return withProperties(lockCascade(parameters), ({ refines }) => ({
    'is a mutex for each entry': refines(entryMutexes({ processes: cpus, entries }), (s) => ({
      process: s.cpu.map((c) => (isInside(c) ? c.entry : null)),
    })),
  }))
}

describe('lock-cascade', () => {
  const neverTaken = ['cpu: change: turn back']
  it.each([
    [{ cpus: 2 }, holds(12457, 5605, 58, { neverTaken })],
    [{ cpus: 2, entries: 3 }, holds(15941, 7023, 58, { neverTaken })],
    [{ cpus: 2, turnsBack: true }, holds(22502, 9993, 63)],
    [{ cpus: 3 }, holds(334476, 103580, 72, { neverTaken })],
  ] as const)('holds for %o and refines a mutex for each entry', (parameters, expected) => {
    expect(explored(specified(parameters))).toEqual(expected)
  })
  it.runIf(heavy).each([
    [{ cpus: 3, entries: 3 }, holds(519231, 155469, 72, { neverTaken })],
    [{ cpus: 3, turnsBack: true }, holds(634811, 196142, 79)],
    [{ cpus: 4 }, holds(6983228, 1644633, 86, { neverTaken })],
  ] as const)('holds for %o and refines a mutex for each entry', (parameters, expected) => {
    expect(explored(specified(parameters))).toEqual(expected)
  })

  it.each(
    [
      [{ cpus: 2 }, holds(97822, 43196, 101, { neverTaken })],
      [{ cpus: 3 }, holds(2557606, 776796, 139, { neverTaken })],
    ].slice(0, heavy ? undefined : 1),
  )('holds with counters that wrap, for %o', (parameters, expected) => {
    expect(explored(lockCascade({ ...parameters, counters: 'wrapping' } as never))).toEqual(expected)
  })
  it('compares such counters by their distance', () => {
    const model = lockCascade({ cpus: 2, counters: 'wrapping' })
    expect(shortestViolation(model.without('compare wrapping epochs by their distance'))).toEqual([memory, 21])
  })
  it('need not complete a change with such counters, which may have come round whenever somebody looks', () => {
    const { properties } = check(lockCascade({ cpus: 2, counters: 'wrapping', liveness: true }))
    expect(properties.filter((p) => p.verdict === 'violated').map((p) => p.name)).toEqual([completed])
  })

  it('goes right at random with four processors and four entries', () => {
    const model = lockCascade({ cpus: 4, entries: 4 })
    const { properties } = check(model, { strategy: 'random-walk', samples: 20, steps: 5000, seed: 1 })
    expect(properties.filter((p) => p.verdict === 'violated')).toEqual([])
    // Which shows that the runs have gone far enough: a change takes two rounds of the token.
    expect(properties.find((p) => p.name === 'a change to coarse is finished')?.verdict).toBe('holds')
  })
})

/** What goes wrong with two processors and with three; null if nothing does. */
const runs = {
  'take the coarse lock while it becomes coarse': [
    [memory, 30],
    [memory, 32],
  ],
  'take the fine locks while it becomes coarse': [
    [exclusion, 18],
    [exclusion, 18],
  ],
  'wait for the epoch while it becomes coarse': [
    [memory, 16],
    [memory, 16],
  ],
  // Only who holds the coarse lock finishes a change.
  'take the coarse lock while it becomes fine': [
    [completed, 32],
    [completed, 40],
  ],
  'wait for LockEpoch + 1 rather than LockEpoch': [
    [memory, 21],
    [memory, 19],
  ],
  'decide on the fine locks with the coarse lock in hand': [
    [memory, 30],
    [memory, 32],
  ],
  'take the coarse lock before the fine ones': [
    [circle, 19],
    [circle, 19],
  ],
  'release the coarse lock after the fine ones': [
    [memory, 38],
    [memory, 40],
  ],
  'release the coarse lock only if it was taken': [
    [taken, 6],
    [taken, 6],
  ],
  'begin a change with the coarse lock in hand': [
    [memory, 23],
    [memory, 13],
  ],
  'finish a change with the coarse lock in hand': [
    [memory, 19],
    [memory, 12],
  ],
  // Not needed by two processors, but by three: the token has to pass one of them between the reading and the change.
  'read the epoch after changing the state': [null, [memory, 32]],
  // The ring's.
  'pass the token only at a safe point': [
    [memory, 29],
    [memory, 33],
  ],
  'clear the own token field before writing the next': [
    [oneToken, 7],
    [oneToken, 10],
  ],
  'advance the epoch before passing the token': [null, [memory, 34]],
}

/** Of these the design has no need, as long as the decision on the fine locks is made with the coarse lock in hand. */
const spare = ['take the fine locks while it becomes fine', 'wait for the epoch while it becomes fine']
const decides = 'decide on the fine locks with the coarse lock in hand'

describe('the precautions of lock-cascade', () => {
  it('are these', () => {
    const all = [...Object.keys(runs), ...spare]
    expect(lockCascade().precautions).toEqual(expect.arrayContaining(all))
    expect(lockCascade().precautions).toHaveLength(all.length)
  })
  it.each(Object.entries(runs))('it goes wrong without: %s', (precaution, [two, three]) => {
    expect(shortestViolation(lockCascade({ cpus: 2 }).without(precaution))).toEqual(two)
    if (two === null || heavy) expect(shortestViolation(lockCascade({ cpus: 3 }).without(precaution))).toEqual(three)
  })

  it.each([[spare.slice(0, 1)], [spare.slice(1)], [spare]])('it holds without: %o', (precautions) => {
    expect(check(specified({ cpus: 2 }).without(...precautions)).verdict).toBe('holds')
    if (heavy) expect(check(specified({ cpus: 3 }).without(...precautions)).verdict).toBe('holds')
  })
  it.each([
    ['take the fine locks while it becomes fine', 38],
    ['wait for the epoch while it becomes fine', 24],
  ])('but not if the decision is made on the way in, and without: %s', (precaution, steps) => {
    const { properties } = check(lockCascade({ cpus: 2 }).without(decides, precaution), { keepGoing: true })
    expect(properties.find((p) => p.name === exclusion)?.finding?.path).toHaveLength(steps + 1)
  })
  it('keep all but the memory safe if the decision is made on the way in', () => {
    const { properties } = check(lockCascade({ cpus: 2 }).without(decides), { keepGoing: true })
    expect(properties.filter((p) => p.verdict === 'violated').map((p) => p.name)).toEqual([memory, disabled])
  })
})

describe('a change of granularity', () => {
  const model = lockCascade({ cpus: 2 })
  const verdictWithout = (assumption: number) => {
    const fairness = model.fairness.filter((_, i) => i !== assumption)
    return check(model, { fairness }).properties.find((p) => p.name === completed)?.verdict
  }
  it.each([
    ['who is in the kernel goes on', 0],
    ['who could get a lock again and again gets it', 1],
    ['who goes from entry to entry is done at last', 2],
    ['every processor is interrupted again and again', 3],
    ['somebody uses the object again and again', 4],
  ])('need not be completed unless %s', (_, assumption) => {
    expect(verdictWithout(assumption)).toBe('violated')
  })
})
