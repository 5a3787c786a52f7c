import { describe, expect, it } from 'vitest'
import { tlbVersionVector } from '../../models/microkernel/index.js'
import { CLAIM } from '../../models/microkernel/tlb-coherency/claims.js'
import { check } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'
import { claimed, explored, holds, shortestViolation } from './verdict.js'

const perObject = { vectors: 'one per object' } as const

describe('tlb-version-vector with a vector for each object', () => {
  it('holds for two processors', () => {
    const neverTaken = ['cpu: others: read lists']
    expect(explored(tlbVersionVector(perObject))).toEqual(holds(254931, 83601, 96, { neverTaken }))
  })
  it.skipIf(!heavy).each([
    [
      { versions: 'wrapping', fills: 'at once' },
      { generated: 427728, distinct: 203762, depth: 99 },
    ],
    [
      { objects: 2, batches: 'in order', fills: 'at once' },
      { generated: 680313, distinct: 320531, depth: 112 },
    ],
    [
      { cpus: 3, operations: 1 },
      { generated: 402330, distinct: 122221, depth: 72 },
    ],
    [
      { cpus: 3, operations: 2, switches: false, fills: 'at once' },
      { generated: 3165198, distinct: 993189, depth: 110 },
    ],
  ] as const)('keeps the claim for %o', { timeout: 600_000 }, (parameters, states) => {
    const model = tlbVersionVector({ ...perObject, ...parameters })
    expect(claimed(model, CLAIM)).toEqual({ verdict: 'holds', ...states })
  })

  const readsAll = 'merge the vectors of all objects of a batch'
  const two = { ...perObject, objects: 2, batches: 'in order', fills: 'at once' } as const
  it('merges nothing when a shoot-down is taken over, but all vectors of a batch', () => {
    const { precautions } = tlbVersionVector(two)
    expect(precautions.filter((precaution) => precaution.includes('merge'))).toEqual([
      readsAll,
      'merge the mask that is outstanding',
    ])
    expect(tlbVersionVector(perObject).precautions).not.toContain(readsAll)
  })
  it.each([
    ['record the own version too, for who takes over', 23],
    [readsAll, 31],
  ] as const)('goes wrong for two objects without: %s', (precaution, steps) => {
    expect(shortestViolation(tlbVersionVector(two).without(precaution))).toEqual([CLAIM, steps])
  })
})

describe('interrupts that one vector per object saves', () => {
  const saved = { counted: 'spared by one vector per object', operations: 1, objects: 2 } as const
  const full = { fills: 'at once', switches: false } as const
  const counted = (parameters: NonNullable<Parameters<typeof tlbVersionVector>[0]>) => {
    const { properties, ...model } = tlbVersionVector({ ...saved, ...parameters })
    const kept = Object.entries(properties).filter(([name]) => name === CLAIM || / run takes /.test(name))
    return check({ ...model, properties: Object.fromEntries(kept) }, { reductions: ['symmetry'] }).verdict
  }

  it('are none if both processors take the same two objects, once', () => {
    expect(counted({ least: 0, most: 0 })).toBe('holds')
    const sent = tlbVersionVector({ ...saved, ...perObject, counted: 'sent', least: 0, most: 1 })
    expect(check(sent).verdict).toBe('holds')
  })
  it('are there if operations take any of the objects, twice', () => {
    expect(counted({ ...full, operations: 2, whole: false, least: 0, most: 1 })).toBe('holds')
  })
  it.skipIf(!heavy)('are none for three processors that take the same', { timeout: 600_000 }, () => {
    expect(counted({ ...full, cpus: 3, least: 0, most: 0 })).toBe('holds')
  })
  it.skipIf(!heavy)('are there for three processors that take any', { timeout: 1_200_000 }, () => {
    expect(counted({ ...full, cpus: 3, whole: false, least: 0, most: 2 })).toBe('holds')
  })
})
