import { describe, expect, it } from 'vitest'
import { mappingDatabase } from '../../../models/microkernel/index.js'
import { heavy } from '../../../test/heavy.js'
import { explored, holds, shortestViolation } from '../verdict.js'
import { dependent, granted, inOrder, lost, noneLost, once, restricted, walkedThrough } from './never-taken.js'

const dangling = 'nobody follows a dangling reference'
const gone = 'what was handed on is gone when the operation returns'
const found = 'every mapping is found through the page table'

describe('mapping-database', () => {
  it.each([
    [{ scenario: 'two mappings of a frame' }, holds(224197, 83006, 131, once)],
    [
      { scenario: 'two subsystems' },
      holds(155164, 56961, 82, { neverTaken: [...lost, ...dependent, 'cpu: look again'] }),
    ],
    [{ scenario: 'one subsystem', reuse: 'tested again' }, holds(129661, 44328, 148, once)],
    [{ scenario: 'one target', reuse: 'tested again', overMapping: 'waits' }, holds(91748, 31424, 126, once)],
    [{ scenario: 'new subsystem' }, holds(86934, 34194, 93, { neverTaken: [...lost, ...walkedThrough] })],
    [
      { scenario: 'granting' },
      holds(107932, 43509, 140, { neverTaken: [...noneLost, ...dependent, ...walkedThrough, ...restricted] }),
    ],
    [
      { scenario: 'over-mapping', overMapping: 'waits' },
      holds(162769, 56818, 120, { neverTaken: [...lost, ...dependent, 'cpu: look again', ...walkedThrough] }),
    ],
  ] as const)('holds for %o', (parameters, expected) => {
    expect(inOrder(explored(mappingDatabase(parameters)))).toEqual(inOrder(expected))
  })

  it.skipIf(!heavy).each([
    [{ scenario: 'one subsystem' }, holds(161847, 64240, 130, once)],
    [{ scenario: 'one target' }, holds(266654, 105206, 105, once)],
    [{ scenario: 'two levels' }, holds(2270836, 692193, 132, { neverTaken: [...lost, ...dependent] })],
    [{ scenario: 'three levels' }, holds(569895, 194498, 172, { neverTaken: lost })],
    [{ scenario: 'restriction' }, holds(747398, 294512, 132, { neverTaken: [...noneLost, ...dependent, ...granted] })],
    [
      { scenario: 'granting to another subsystem' },
      holds(246994, 99482, 135, { neverTaken: [...noneLost, ...dependent, ...walkedThrough, ...restricted] }),
    ],
    [{ scenario: 'pages of two sizes' }, holds(501471, 174069, 176, { neverTaken: lost })],
    [{ scenario: 'overlapping sets' }, holds(1257568, 396236, 136, { neverTaken: [...lost, ...dependent] })],
  ] as const)('holds for %o, at length', (parameters, expected) => {
    expect(inOrder(explored(mappingDatabase(parameters)))).toEqual(inOrder(expected))
  })

  const keeping = ['cpu: follow nothing', ...dependent, ...granted, ...restricted]
  it.skipIf(!heavy).each([
    [
      { scenario: 'one subsystem', fusing: true },
      holds(441236, 157169, 125, { neverTaken: ['cpu: unlock kept', ...keeping, ...walkedThrough] }),
    ],
    [
      { scenario: 'two subsystems', fusing: true },
      holds(602276, 186929, 89, { neverTaken: [...keeping, 'cpu: look again'] }),
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

  it.each([
    ['one target', 53],
    ['granting to another subsystem', 52],
  ] as const)('overwrites a reference that has come back, if nodes are used again at once: %s', (scenario, steps) => {
    expect(shortestViolation(mappingDatabase({ scenario, reuse: 'tested again' }))).toEqual([found, steps])
  })

  it('loses track of an operation under way if its reference is overwritten, as printed', () => {
    expect(shortestViolation(mappingDatabase({ scenario: 'over-mapping' }))).toEqual([gone, 32])
  })

  const runs = {
    'test the validity of the node after locking': [
      'two levels',
      'what is acted on is the own mapping, valid and locked',
      30,
    ],
    'wait for the epoch before clearing the reference': ['two levels', gone, 35],
    'keep the page-table reference until the epoch has expired': ['two levels', gone, 30],
    'leave the reference to the split node in an invalid node': ['two levels', 'no reference is lost', 22],
    'free a split node only after the nodes that refer to it': ['two levels', dangling, 32],
    'lock a split node before walking what is below it': ['two levels', 'lists are in order', 16],
    'clear the reference by compare-exchange': ['two levels', found, 59],
    'overwrite the reference by compare-exchange': ['one target', found, 16],
  } as const
  const granting = 'granting to another subsystem'
  const whereGranted = {
    'test after locking that the node has not been granted away': [
      { scenario: 'granting' },
      'what is acted on is the own mapping, valid and locked',
      17,
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
  it('leaves a page mapped without a node if a new split node can be locked before the entry is set', () => {
    const model = mappingDatabase({ scenario: 'new subsystem' })
    const precaution = 'hold the lock of a new split node until its entry is set'
    const all = Object.keys(runs)
    expect(new Set(model.precautions)).toEqual(new Set([...all, precaution]))
    expect(shortestViolation(model.without(precaution))).toEqual(['a permission is that of a valid mapping', 16])
  })
  it('makes subsystems wait for each other if a lock is kept while another is taken', () => {
    const model = mappingDatabase({ scenario: 'two subsystems', fusing: true })
    expect(shortestViolation(model.without('release a lock that was kept before taking another'))).toEqual([
      'who waits, waits for the same subsystem, one above, or on a walk one below',
      25,
    ])
  })
  it('cannot take rights from a subsystem without its lock', () => {
    const model = mappingDatabase({ scenario: 'restriction' })
    const written = 'what was handed on cannot be written when the restriction returns'
    expect(shortestViolation(model.without('lock a split node before walking what is below it'))).toEqual([written, 22])
  })
  it('asks for these precautions', () => {
    expect(new Set(mappingDatabase().precautions)).toEqual(new Set(Object.keys(runs)))
  })
  it.each(Object.entries(runs))('goes wrong without: %s', (precaution, [scenario, property, steps]) => {
    expect(shortestViolation(mappingDatabase({ scenario }).without(precaution))).toEqual([property, steps])
  })
})
