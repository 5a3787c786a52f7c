import { describe, expect, it } from 'vitest'
import { tlbVersionVector } from '../../models/microkernel/index.js'
import { CLAIM } from '../../models/microkernel/tlb-coherency/claims.js'
import { permissions } from '../../models/microkernel/tlb-coherency/permission.js'
import { isGone, type Skips } from '../../models/microkernel/tlb-coherency/skipping.js'
import { memoryPermission } from '../../spec/index.js'
import { check, withProperties } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'
import { claimed, explored, holds, shortestViolation } from './verdict.js'

const byBase = { skips: 'base', spaces: 2 } as const
const byEither = { skips: 'either', spaces: 2 } as const
const neverTaken = ['cpu: others: read lists']

describe('tlb-version-vector that looks at page-table bases', () => {
  it('holds where there is one address space, and the test spares nobody', () => {
    expect(explored(tlbVersionVector({ skips: 'base' }))).toEqual(holds(133663, 43743, 75, { neverTaken }))
  })
  it('holds for two', () => {
    expect(explored(tlbVersionVector(byBase))).toEqual(holds(388729, 151207, 83, { neverTaken }))
  })
  it.skipIf(!heavy)('holds with versions behind it', () => {
    expect(explored(tlbVersionVector(byEither))).toEqual(holds(1207651, 464613, 135, { neverTaken }))
  })
  it.skipIf(!heavy).each([
    [byBase, { generated: 4063418, distinct: 1378176, depth: 91 }],
    [byEither, { generated: 6095151, distinct: 1812894, depth: 107 }],
  ] as const)('keeps the claim for three processors: %o', { timeout: 1_200_000 }, (skips, states) => {
    const model = tlbVersionVector({ cpus: 3, operations: 1, ...skips })
    expect(claimed(model, CLAIM)).toEqual({ verdict: 'holds', ...states })
  })

  const everyTest: readonly { skips: Skips; spaces?: number }[] = [{ skips: 'version' }, byBase, byEither]
  it.each(heavy ? everyTest : everyTest.slice(0, 1))('is a strict page permission: %o', ({ skips, ...sizes }) => {
    const model = tlbVersionVector({ skips, ...sizes })
    const { isGranted, hasCached } = permissions('everything')
    const asked = withProperties({ ...model, properties: {} } as typeof model, ({ refines }) => ({
      strict: refines(memoryPermission({ cpus: 2, pages: 1 }), (s) => ({
        granted: isGranted(s, 0) ? [0] : [],
        // Who is about to load another base, or to reload its own, uses nothing.
        usable: s.cpu.map(({ at }, cpu) => (hasCached(s, cpu, 0) && !isGone(at, skips) ? [0] : [])),
        takes: s.cpu.map(({ takes }) => [...takes]),
      })),
    }))
    expect(check(asked).verdict).toBe('holds')
  })

  const tests = 'test the bases after writing the page table'
  const publishes = 'publish a base before loading it'
  const always = 'interrupt for global pages whatever the base'
  const steps = {
    [tests]: 18,
    'merge the mask that is outstanding': 15,
    'tag the object with the own epoch': 31,
    'update the object before releasing its lock': 13,
    'begin a new epoch after the shoot-down': 16,
    [publishes]: 17,
    'wait for the acknowledgements': 13,
    'acknowledge after invalidating': 17,
  }
  it('asks for these precautions', () => {
    expect(tlbVersionVector(byBase).precautions).toEqual([
      'serve shoot-downs between the objects of a batch',
      ...Object.keys(steps),
      'serve shoot-downs while waiting for acknowledgements',
    ])
    const { precautions } = tlbVersionVector({ ...byBase, global: true })
    expect(precautions).toContain(always)
    expect(precautions).not.toContain(tests)
    expect(precautions).not.toContain(publishes)
  })
  it.each(Object.entries(steps))('goes wrong without: %s', (precaution, length) => {
    expect(shortestViolation(tlbVersionVector(byBase).without(precaution))).toEqual([CLAIM, length])
  })
  it('goes wrong for global pages without looking at all of them', () => {
    const model = tlbVersionVector({ ...byBase, global: true }).without(always)
    expect(shortestViolation(model)).toEqual([CLAIM, 14])
  })
})

describe('interrupts taken when both processors take the same two objects, once', () => {
  const workload = { objects: 2, operations: 1 } as const
  it.each([
    ['tested by base, one address space', { skips: 'base', least: 1, most: 2 }],
    ['tested by base', { ...byBase, least: 0, most: 2 }],
  ] as const)('%s', (_, parameters) => {
    expect(check(tlbVersionVector({ ...workload, ...parameters })).verdict).toBe('holds')
  })
  it.skipIf(!heavy).each([
    ['tested by version', { spaces: 2, least: 0, most: 1 }],
    ['tested by both', { ...byEither, least: 0, most: 1 }],
    ['spared by versions alone', { ...byEither, counted: 'spared by versions alone', least: 0, most: 2 }],
    ['spared by bases alone', { ...byEither, counted: 'spared by bases alone', least: 0, most: 1 }],
  ] as const)('%s', (_, parameters) => {
    expect(check(tlbVersionVector({ ...workload, ...parameters })).verdict).toBe('holds')
  })
})
