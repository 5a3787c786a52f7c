import { describe, expect, it } from 'vitest'
import { mappingDatabase } from '../../../models/microkernel/index.js'
import { heavy } from '../../../test/heavy.js'
import { explored, holds, shortestViolation } from '../verdict.js'
import { granted, inOrder, lost, noneLost, once, restricted, walkedThrough } from './never-taken.js'

const dangling = 'nobody follows a dangling reference'
const gone = 'what was handed on is gone when the operation returns'
const found = 'every mapping is found through the page table'

describe('mapping-database', () => {
  it.each([
    [{ scenario: 'two mappings of a frame' }, holds(221317, 81784, 127, once)],
    [{ scenario: 'two subsystems' }, holds(154950, 56859, 81, { neverTaken: [...lost, 'cpu: look again'] })],
    [{ scenario: 'one subsystem', reuse: 'tested again' }, holds(115361, 39078, 126, once)],
    [
      { scenario: 'granting' },
      holds(105423, 42356, 135, { neverTaken: [...noneLost, ...walkedThrough, ...restricted] }),
    ],
    [
      { scenario: 'over-mapping', overMapping: 'waits' },
      holds(160371, 55820, 117, { neverTaken: [...lost, 'cpu: look again', ...walkedThrough] }),
    ],
  ] as const)('holds for %o', (parameters, expected) => {
    expect(inOrder(explored(mappingDatabase(parameters)))).toEqual(inOrder(expected))
  })

  it.skipIf(!heavy).each([
    [{ scenario: 'one subsystem' }, holds(160593, 63652, 126, once)],
    [{ scenario: 'one target' }, holds(263046, 103610, 102, once)],
    [{ scenario: 'two levels' }, holds(2243674, 683259, 128, { neverTaken: lost })],
    [{ scenario: 'three levels' }, holds(566279, 193095, 164, { neverTaken: lost })],
    [{ scenario: 'restriction' }, holds(741672, 291851, 128, { neverTaken: [...noneLost, ...granted] })],
    [
      { scenario: 'granting to another subsystem' },
      holds(240161, 96414, 130, { neverTaken: [...noneLost, ...walkedThrough, ...restricted] }),
    ],
    [{ scenario: 'pages of two sizes' }, holds(498066, 172747, 168, { neverTaken: lost })],
    [{ scenario: 'overlapping sets' }, holds(1241324, 390748, 132, { neverTaken: lost })],
  ] as const)('holds for %o, at length', (parameters, expected) => {
    expect(inOrder(explored(mappingDatabase(parameters)))).toEqual(inOrder(expected))
  })

  const keeping = ['cpu: follow nothing', ...granted, ...restricted]
  it.skipIf(!heavy).each([
    [
      { scenario: 'one subsystem', fusing: true },
      holds(438578, 155911, 121, { neverTaken: ['cpu: unlock kept', ...keeping, ...walkedThrough] }),
    ],
    [
      { scenario: 'two subsystems', fusing: true },
      holds(602027, 186808, 88, { neverTaken: [...keeping, 'cpu: look again'] }),
    ],
  ] as const)('holds when locks are kept from page to page: %o', (parameters, expected) => {
    expect(inOrder(explored(mappingDatabase(parameters)))).toEqual(inOrder(expected))
  })

  it.each([
    ['one subsystem', 17],
    ['two levels', 32],
  ] as const)('follows a dangling reference if nodes are freed as printed: %s', (scenario, steps) => {
    expect(shortestViolation(mappingDatabase({ scenario, reuse: 'as printed' }))).toEqual([dangling, steps])
  })

  it('loses track of an operation under way if its reference is overwritten, as printed', () => {
    expect(shortestViolation(mappingDatabase({ scenario: 'over-mapping' }))).toEqual([gone, 31])
  })

  const runs = {
    'test the validity of the node after locking': [
      'two levels',
      'what is acted on is the own mapping, valid and locked',
      30,
    ],
    'wait for the epoch before clearing the reference': ['two levels', gone, 34],
    'keep the page-table reference until the epoch has expired': ['two levels', gone, 29],
    'leave the reference to the split node in an invalid node': ['two levels', 'no reference is lost', 22],
    'free a split node only after the nodes that refer to it': ['two levels', dangling, 32],
    'lock a split node before walking what is below it': ['two levels', 'lists are in order', 16],
    'clear the reference by compare-exchange': ['two levels', found, 58],
    'overwrite the reference by compare-exchange': ['one target', found, 16],
  } as const
  const granting = 'granting to another subsystem'
  const whereGranted = {
    'test after locking that the node has not been granted away': [
      { scenario: 'granting' },
      'what is acted on is the own mapping, valid and locked',
      16,
    ],
    'tell a place that a grant has in hand from one that is taken': [
      { scenario: granting, linearizability: true },
      'cannot be told from operations one after the other',
      23,
    ],
  } as const
  it('asks for two more where mappings are granted', () => {
    const all = [...Object.keys(runs), ...Object.keys(whereGranted)]
    expect(new Set(mappingDatabase({ scenario: granting }).precautions)).toEqual(new Set(all))
  })
  it.each(Object.entries(whereGranted))(
    'goes wrong where mappings are granted without: %s',
    (precaution, [at, ...broken]) => {
      expect(shortestViolation(mappingDatabase(at).without(precaution))).toEqual(broken)
    },
  )
  it('makes subsystems wait for each other if a lock is kept while another is taken', () => {
    const model = mappingDatabase({ scenario: 'two subsystems', fusing: true })
    expect(shortestViolation(model.without('release a lock that was kept before taking another'))).toEqual([
      'who waits, waits for the same subsystem or one above it',
      24,
    ])
  })
  it('cannot take rights from a subsystem without its lock', () => {
    const model = mappingDatabase({ scenario: 'restriction' })
    const written = 'what was handed on cannot be written when the restriction returns'
    expect(shortestViolation(model.without('lock a split node before walking what is below it'))).toEqual([written, 21])
  })
  it('asks for these precautions', () => {
    expect(new Set(mappingDatabase().precautions)).toEqual(new Set(Object.keys(runs)))
  })
  it.each(Object.entries(runs))('goes wrong without: %s', (precaution, [scenario, property, steps]) => {
    expect(shortestViolation(mappingDatabase({ scenario }).without(precaution))).toEqual([property, steps])
  })
})
