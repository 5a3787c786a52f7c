import { describe, expect, it } from 'vitest'
import { lockCascadeMemory } from '../../models/microkernel/index.js'
import { entryMutexes } from '../../spec/index.js'
import { check, withProperties } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'
import { explored, holds, shortestViolation } from './verdict.js'

const exclusion = 'an entry is used by one processor at a time'
const freed = 'nobody can touch a fine lock when its memory has been freed'
const finds = 'who needs a fine lock finds it'
const fineLocks = 'what is found is fine locks'
const keeps = 'another object keeps what has been put there'
const waits = 'wait for the epoch while it becomes coarse'

function specified(parameters: { readonly cpus?: number; readonly entries?: number; readonly blocks?: number }) {
  const { cpus = 2, entries = 2 } = parameters
  return withProperties(lockCascadeMemory(parameters), ({ refines }) => ({
    'is a mutex for each entry': refines(entryMutexes({ processes: cpus, entries }), (s) => ({
      process: s.cpu.map((c) => (c.at === 'critical' ? c.entry : null)),
    })),
  }))
}

const neverTaken = ['cpu: change: turn back']

describe('lock-cascade-memory', () => {
  it.each([
    [{}, holds(102204, 44173, 119, { neverTaken })],
    [{ entries: 3 }, holds(131417, 56297, 120, { neverTaken })],
    [{ blocks: 1 }, holds(18232, 8210, 68, { neverTaken })],
  ])('holds for %o and refines a mutex for each entry', (parameters, expected) => {
    expect(explored(specified(parameters))).toEqual(expected)
  })
  it.runIf(heavy)('holds for three processors', () => {
    expect(explored(specified({ cpus: 3 }))).toEqual(holds(3602886, 1059627, 145, { neverTaken }))
  })

  it.each([
    [waits, [finds, 19]],
    ['wait for LockEpoch + 1 rather than LockEpoch', [finds, 24]],
    ['clear the fine locks before they are found', [fineLocks, 51]],
    ['release the coarse lock after the fine ones', [freed, 41]],
    ['take the coarse lock while it becomes coarse', [finds, 33]],
    ['take the fine locks while it becomes coarse', [exclusion, 19]],
    ['decide on the fine locks with the coarse lock in hand', [finds, 37]],
    ['begin a change with the coarse lock in hand', [finds, 29]],
    ['finish a change with the coarse lock in hand', [finds, 24]],
    ['pass the token only at a safe point', [freed, 33]],
  ])('goes wrong without: %s', (precaution, run) => {
    expect(shortestViolation(lockCascadeMemory().without(precaution))).toEqual(run)
  })

  const onMemory = [
    [{ blocks: 1, memoryModel: 'tso', liveness: true }, holds(212244, 74863, 109, { neverTaken })],
    [{ memoryModel: 'tso' }, holds(1488843, 510015, 217, { neverTaken })],
    [{ blocks: 1, memoryModel: 'pso' }, holds(901736, 249663, 117, { neverTaken })],
    [{ memoryModel: 'pso' }, holds(9195842, 2394939, 224, { neverTaken })],
    [{ cpus: 3, entries: 1, blocks: 1, memoryModel: 'tso' }, holds(3430957, 890445, 125, { neverTaken })],
  ] as const
  it.each(onMemory.slice(0, heavy ? undefined : 1))('holds for %o', (parameters, expected) => {
    expect(explored(lockCascadeMemory(parameters))).toEqual(expected)
  })
  it.runIf(heavy)('needs no barrier before the memory is freed, under pso', () => {
    const model = lockCascadeMemory({ blocks: 1, memoryModel: 'pso' })
    expect(shortestViolation(model.without('order everything before the memory is freed'))).toBe(null)
  })

  it('completes changes and gives everybody his lock, in the end', () => {
    expect(check(lockCascadeMemory({ liveness: true })).verdict).toBe('holds')
  })
  it('completes no change unless the coarse lock is taken while it becomes fine', () => {
    const model = lockCascadeMemory({ liveness: true }).without('take the coarse lock while it becomes fine')
    expect(shortestViolation(model)).toEqual(['a change of granularity is completed', 32])
  })
  it.runIf(heavy).each([
    ['advance the epoch before passing the token', [finds, 37]],
    ['read the epoch after changing the state', [finds, 35]],
  ] as const)('goes wrong for three processors without: %s', (precaution, run) => {
    expect(shortestViolation(lockCascadeMemory({ cpus: 3 }).without(precaution))).toEqual(run)
  })

  it('spoils what another object has put there, without the wait for the epoch', () => {
    const { properties } = check(lockCascadeMemory().without(waits), { keepGoing: true })
    const broken = properties.filter((p) => p.verdict === 'violated').map((p) => p.name)
    expect(broken).toEqual(expect.arrayContaining([exclusion, freed, finds, keeps]))
  })
})
