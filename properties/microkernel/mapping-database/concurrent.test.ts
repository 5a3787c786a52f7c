import { describe, expect, it } from 'vitest'
import { mappingDatabase, mappingUnmapCoherency } from '../../../models/microkernel/index.js'
import { explored, holds, shortestViolation } from '../verdict.js'

const heavy = process.env.SHOOTDOWN_HEAVY === '1'
const dangling = 'nobody follows a dangling reference'
const gone = 'what was handed on is gone when the operation returns'
const found = 'every mapping is found through the page table'

/** No reference is lost, no lock kept; and in one subsystem there is none to walk through. */
const lost = ['cpu: unlock kept', 'cpu: follow nothing']
const walkedThrough = ['cpu: lock below', 'cpu: go below', 'cpu: unlock below']
const once = { neverTaken: [...lost, ...walkedThrough] }

describe('mapping-database', () => {
  it.each([
    [{ scenario: 'two mappings of a frame' }, holds(221317, 81784, 127, once)],
    [{ scenario: 'one subsystem' }, holds(160593, 63652, 126, once)],
    [{ scenario: 'one target' }, holds(263046, 103610, 102, once)],
    [{ scenario: 'two subsystems' }, holds(154950, 56859, 81, { neverTaken: [...lost, 'cpu: look again'] })],
    [{ scenario: 'one subsystem', reuse: 'tested again' }, holds(115361, 39078, 126, once)],
    [
      { scenario: 'over-mapping', overMapping: 'waits' },
      holds(160371, 55820, 117, { neverTaken: [...lost, 'cpu: look again', ...walkedThrough] }),
    ],
  ] as const)('holds for %o', (parameters, expected) => {
    expect(explored(mappingDatabase(parameters))).toEqual(expected)
  })

  const noneLost = ['cpu: follow nothing']
  it.each([
    [
      { scenario: 'one subsystem', fusing: true },
      holds(438578, 155911, 121, { neverTaken: ['cpu: unlock kept', ...noneLost, ...walkedThrough] }),
    ],
    [
      { scenario: 'two subsystems', fusing: true },
      holds(602027, 186808, 88, { neverTaken: [...noneLost, 'cpu: look again'] }),
    ],
  ] as const)('holds when locks are kept from page to page: %o', (parameters, expected) => {
    expect(explored(mappingDatabase(parameters))).toEqual(expected)
  })

  it.skipIf(!heavy).each([
    [{ scenario: 'two levels' }, holds(2243674, 683259, 128, { neverTaken: lost })],
    [{ scenario: 'pages of two sizes' }, holds(498066, 172747, 168, { neverTaken: lost })],
    [{ scenario: 'overlapping sets' }, holds(1241324, 390748, 132, { neverTaken: lost })],
  ] as const)('holds for %o, at length', (parameters, expected) => {
    expect(explored(mappingDatabase(parameters))).toEqual(expected)
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

  it('makes subsystems wait for each other through a third if locks are kept to the end', () => {
    const model = mappingDatabase({ cpus: 3, scenario: 'two mappings of a frame', release: 'at the end' })
    expect(shortestViolation(model)).toEqual(['nobody waits through another for a subsystem beside the own', 26])
  })
  it.skipIf(!heavy)(
    'holds for three processors that map to one target',
    () => {
      const model = mappingDatabase({ cpus: 3, scenario: 'one target' })
      expect(explored(model)).toEqual(holds(9737968, 3129852, 106, once))
    },
    600_000,
  )

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
  it('asks for these precautions', () => {
    expect(new Set(mappingDatabase().precautions)).toEqual(new Set(Object.keys(runs)))
  })
  it.each(Object.entries(runs))('goes wrong without: %s', (precaution, [scenario, property, steps]) => {
    expect(shortestViolation(mappingDatabase({ scenario }).without(precaution))).toEqual([property, steps])
  })
})

describe('mapping-unmap-coherency', () => {
  const lateRecord = { neverTaken: ['cpu: record late'] }
  it.each([
    [2, holds(7719, 3208, 39, lateRecord)],
    [3, holds(612052, 179412, 57, lateRecord)],
  ])('holds for %i processors', (cpus, expected) => {
    expect(explored(mappingUnmapCoherency({ cpus }))).toEqual(expected)
  })

  const permission = 'the permission is gone everywhere when an operation returns'
  const runs = {
    'keep the page-table reference until the epoch has expired': 8,
    'record what is outstanding with the split node': 13,
    'record it before releasing the lock': 13,
    'shoot at what another has left outstanding': 13,
    'return only when the shoot-down is done': 10,
    'tag the record with the processor that shoots': 36,
  }
  it('asks for these precautions', () => {
    expect(new Set(mappingUnmapCoherency().precautions)).toEqual(new Set(Object.keys(runs)))
  })
  it.each(Object.entries(runs))('goes wrong without: %s', (precaution, steps) => {
    expect(shortestViolation(mappingUnmapCoherency().without(precaution))).toEqual([permission, steps])
  })
})
