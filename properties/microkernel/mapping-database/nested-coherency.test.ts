import { describe, expect, it } from 'vitest'
import { mappingNestedCoherency } from '../../../models/microkernel/index.js'
import { check, type Model } from '../../../src/index.js'
import { heavy } from '../../../test/heavy.js'
import { claimed, explored, holds, shortestViolation } from '../verdict.js'

const gone = 'the permission is gone everywhere when an operation returns'
const within = 'nobody shoots for a subsystem that is not within the own'
const neverTaken = ['cpu: mark invalid']
const taken = 'record with a split node what is taken further within'
const found = 'record with a split node what is found outstanding further within'
const tags = 'tag a record with the processor that shoots'

/** Processors that are interchangeable are taken for the same. */
function exploredOnce(model: Model) {
  const { verdict, states, ledger } = check(model, { reductions: ['symmetry'] })
  const { generated, distinct, depth } = states
  return { verdict, generated, distinct, depth, neverTaken: ledger.neverTaken }
}

describe('mapping-nested-coherency', () => {
  const settings = [
    [{ nesting: 'two nested' }, holds(79267, 31388, 64)],
    [{ operation: 'restrict' }, holds(293055, 114146, 107, { neverTaken })],
    [{ nesting: 'three nested' }, holds(1314219, 453040, 88)],
    [{ nesting: 'two in one' }, holds(1664949, 589104, 97)],
  ] as const
  it.each(settings.slice(0, heavy ? 4 : 3))('holds for %o', (parameters, expected) => {
    expect(explored(mappingNestedCoherency(parameters))).toEqual(expected)
  })
  it.skipIf(!heavy).each([
    [{ nesting: 'three nested' }, holds(8889327, 3168216, 186, { neverTaken })],
    [{ nesting: 'two in one' }, holds(10175915, 3459358, 192, { neverTaken })],
  ] as const)('holds for restrictions and %o', (parameters, expected) => {
    expect(explored(mappingNestedCoherency({ operation: 'restrict', ...parameters }))).toEqual(expected)
  })
  // Three in a row were not through after 24 million states.
  it.skipIf(!heavy).each([
    [{}, holds(2140102, 658809, 90)],
    [{ operation: 'restrict' }, holds(7858353, 2291567, 173, { neverTaken })],
  ] as const)('holds for three processors: %o', (parameters, expected) => {
    expect(exploredOnce(mappingNestedCoherency({ cpus: 3, ...parameters }))).toEqual(expected)
  })

  const nestings = ['two nested', 'three nested', 'two in one'] as const
  it.each(nestings.slice(0, heavy ? 3 : 1))(
    'makes an operation shoot for others if all that a walk has come upon is recorded everywhere: %s',
    (nesting) => {
      const model = mappingNestedCoherency({ nesting, recorded: 'all so far' })
      expect(shortestViolation(model)).toEqual([within, 21])
      expect(claimed(model, gone).verdict).toBe('holds')
    },
  )

  const runs = {
    'keep the page-table reference until the epoch has expired': 9,
    'look into the record of the own split node': 18,
    'look into the record of each split node that is walked': 34,
    'look into a record with the lock in hand': 18,
    'record what is outstanding with the own split node': 18,
    'record it with each split node that is walked': 24,
    'record it before releasing the own lock': 18,
    'record it before releasing the lock of a split node that is walked': 23,
    [taken]: 31,
    'flush the whole TLB of those whom a record names': 21,
    'return only when the shoot-down is done': 14,
  }
  it('asks for these precautions', () => {
    expect(new Set(mappingNestedCoherency().precautions)).toEqual(new Set([...Object.keys(runs), found, tags]))
  })
  it.each(Object.entries(runs))('goes wrong without: %s', (precaution, steps) => {
    expect(shortestViolation(mappingNestedCoherency().without(precaution))).toEqual([gone, steps])
  })
  it('takes a third processor to go wrong where what is found within is not passed on', () => {
    expect(claimed(mappingNestedCoherency().without(found), gone).verdict).toBe('holds')
    expect(claimed(mappingNestedCoherency({ cpus: 3 }).without(found), gone)).toMatchObject({
      verdict: 'violated',
      depth: 41,
    })
  })
  it('goes wrong without the tag where the permission comes back, and not where nothing is mapped again', () => {
    expect(shortestViolation(mappingNestedCoherency({ operation: 'restrict' }).without(tags))).toEqual([gone, 35])
    expect(claimed(mappingNestedCoherency().without(tags), gone).verdict).toBe('holds')
  })
  it.each([taken, found])('does not need it where every walk goes all the way: %s', (precaution) => {
    const model = mappingNestedCoherency({ operation: 'restrict' }).without(precaution)
    expect(claimed(model, gone).verdict).toBe('holds')
  })
})
