import { describe, expect, it } from 'vitest'
import { mappingLookup } from '../../../models/microkernel/index.js'
import { heavy } from '../../../test/heavy.js'
import { explored, holds, shortestViolation } from '../verdict.js'

const found = 'every mapping is found through the page table'
const dangling = 'nobody follows a dangling reference'
const valid = 'what is taken out is valid, and locked by nobody else'
const present = 'what is mapped is present, and nothing else'

/** What can happen under tso can happen under pso. */
const models = heavy ? (['sc', 'tso', 'pso'] as const) : (['sc', 'pso'] as const)

describe('mapping-lookup', () => {
  const neverTaken = ['cpu: follow nothing']
  const expected = {
    sc: holds(14415, 6611, 64, { neverTaken }),
    tso: holds(79079, 27559, 85, { neverTaken }),
    pso: holds(100953, 34016, 85, { neverTaken }),
  }
  it.each(models)('holds under %s', (memoryModel) => {
    expect(explored(mappingLookup({ memoryModel }))).toEqual(expected[memoryModel])
  })

  const runs = {
    sc: {
      'test the validity of the node after locking': [valid, 21],
      'clear the reference by compare-exchange': [found, 29],
      'wait for another epoch before freeing the node': [dangling, 26],
      'overwrite the reference by compare-exchange': [found, 12],
    },
    tso: {
      'test the validity of the node after locking': [valid, 28],
      'clear the reference by compare-exchange': [dangling, 35],
      'wait for another epoch before freeing the node': [dangling, 31],
      'overwrite the reference by compare-exchange': [found, 7],
    },
    pso: {
      'test the validity of the node after locking': [valid, 28],
      'clear the reference by compare-exchange': [dangling, 34],
      'wait for another epoch before freeing the node': [dangling, 30],
      'overwrite the reference by compare-exchange': [found, 6],
      'order the clearing of the entry before the mark': [present, 36],
      'order what the lock protects before its release': [present, 23],
    },
  } as const
  const each = models.flatMap((model) =>
    Object.entries(runs[model]).map(([precaution, broken]) => [model, precaution, broken] as const),
  )
  it.each(each)('goes wrong under %s without: %s', (memoryModel, precaution, broken) => {
    expect(shortestViolation(mappingLookup({ memoryModel }).without(precaution))).toEqual(broken)
  })
  it.each(['sc', 'tso', 'pso'] as const)('asks for these precautions under %s, and no others', (memoryModel) => {
    expect(new Set(mappingLookup({ memoryModel }).precautions)).toEqual(new Set(Object.keys(runs[memoryModel])))
  })
})
