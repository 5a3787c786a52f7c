import { describe, expect, it } from 'vitest'
import { ACKNOWLEDGED } from '../../models/hardware/tlb/in-the-end.js'
import { tlbCombined, tlbEpochBypass, tlbStrict, tlbVersionVector } from '../../models/microkernel/index.js'
import { CLAIM } from '../../models/microkernel/tlb-coherency/claims.js'
import { permissions } from '../../models/microkernel/tlb-coherency/permission.js'
import { check, type Model, withProperties } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'
import { claimed as claimedAlone, explored, holds, shortestViolation } from './verdict.js'

/** The claim alone. */
const claimed = (model: Model) => claimedAlone(model, CLAIM)

describe('tlb-strict', () => {
  it.each([
    [{ objects: 1 }, holds(16725, 4163, 55)],
    [{ takes: 'everything' }, holds(151059, 35763, 59)],
  ] as const)('holds for %o', (parameters, expected) => {
    expect(explored(tlbStrict(parameters))).toEqual(expected)
  })
  it.skipIf(!heavy)('holds for objects of two pages', () => {
    expect(explored(tlbStrict({ objects: 1, pages: 2, takes: 'everything' }))).toEqual(holds(44503, 10159, 58))
  })
  it.skipIf(!heavy)('holds for three processors and two objects', () => {
    expect(claimed(tlbStrict({ cpus: 3, takes: 'everything' }))).toEqual({
      verdict: 'holds',
      generated: 3984145,
      distinct: 627455,
      depth: 63,
    })
  })

  const runs = {
    'wait for the acknowledgements': [CLAIM, 9],
    'acknowledge after invalidating': [CLAIM, 13],
    'serve shoot-downs while waiting for acknowledgements': ['no deadlock', 12],
    'serve shoot-downs while waiting for a lock': ['no deadlock', 9],
  }
  it('asks for these precautions', () => {
    expect(tlbStrict().precautions).toEqual(Object.keys(runs))
  })
  it.each(Object.entries(runs))('goes wrong without: %s', (precaution, broken) => {
    expect(shortestViolation(tlbStrict({ takes: 'everything' }).without(precaution))).toEqual(broken)
  })
})

describe('tlb-combined', () => {
  it('lets the second of two processors that make a page read-only return too early', () => {
    expect(shortestViolation(tlbCombined({ takes: 'write' }))).toEqual([CLAIM, 10])
  })

  it('lets it go back to user mode and write to the page', () => {
    const { properties } = check(tlbCombined({ objects: 1, takes: 'write' }), { keepGoing: true })
    expect(Object.fromEntries(properties.map((p) => [p.name, p.verdict]))).toMatchObject(tlbCombined().expected)
    expect(properties.filter((p) => p.verdict !== p.expected)).toEqual([])
  })
})

describe('tlb-epoch-bypass', () => {
  it.each([
    [{}, holds(122079, 30623, 62)],
    [{ takes: 'everything' }, holds(33921, 11294, 59)],
  ] as const)('holds for %o', (parameters, expected) => {
    expect(explored(tlbEpochBypass(parameters))).toEqual(expected)
  })
  it.skipIf(!heavy).each([
    [{ counters: 'wrapping' }, holds(585663, 146292, 81)],
    [{ pages: 2, takes: 'everything' }, holds(781709, 192248, 68)],
    [{ objects: 2, batches: 'in order', takes: 'everything' }, holds(1416597, 330160, 70)],
    [{ objects: 2, takes: 'everything' }, holds(5569611, 1331796, 79)],
  ] as const)('holds for %o', (parameters, expected) => {
    expect(explored(tlbEpochBypass(parameters))).toEqual(expected)
  })
  it.skipIf(!heavy).each([
    ['everything', { generated: 1602122, distinct: 352235, depth: 81 }],
    ['write', { generated: 8693812, distinct: 1486063, depth: 81 }],
  ] as const)('holds for three processors that take %s', (takes, states) => {
    expect(claimed(tlbEpochBypass({ cpus: 3, takes }))).toEqual({ verdict: 'holds', ...states })
  })

  it.skipIf(!heavy)('holds for three processors that each take two objects twice', () => {
    const model = tlbEpochBypass({ cpus: 3, objects: 2, takes: 'everything', operations: 2 })
    expect(claimed(model)).toEqual({ verdict: 'holds', generated: 2765563, distinct: 997984, depth: 118 })
  })
  it.skipIf(!heavy)('holds for three processors that take two objects for ever', () => {
    const model = tlbEpochBypass({ cpus: 3, objects: 2, takes: 'everything', batches: 'in order', fills: 'at once' })
    expect(claimed(model)).toEqual({ verdict: 'holds', generated: 29024680, distinct: 10047948, depth: 97 })
  })

  const runs = {
    // A run into a loop, as the search has found it: a batch that goes on for ever.
    'serve shoot-downs between the objects of a batch': [ACKNOWLEDGED, 16],
    'take over the entries that are outstanding': [CLAIM, 13],
    'leave the entries that are outstanding with the object': [CLAIM, 17],
    'tag the object with the own epoch': [CLAIM, 28],
    'update the object before releasing its lock': [CLAIM, 12],
    'begin a new epoch after the shoot-down': [CLAIM, 14],
    'wait for the acknowledgements': [CLAIM, 10],
    'acknowledge after invalidating': [CLAIM, 14],
    'serve shoot-downs while waiting for acknowledgements': ['no deadlock', 16],
  }
  it('asks for these precautions', () => {
    expect(tlbEpochBypass().precautions).toEqual(Object.keys(runs))
  })
  it.each(Object.entries(runs))('goes wrong without: %s', (precaution, broken) => {
    expect(shortestViolation(tlbEpochBypass({ takes: 'everything' }).without(precaution))).toEqual(broken)
  })
})

describe('tlb-version-vector', () => {
  const always = 'interrupt for global pages whatever the version'
  const globalToo = 'flush global translations too'
  const larger = 'skip only who has a larger version, not a different one'
  const mergesEntries = 'merge the entries that are outstanding'
  const countsFirst = 'count a reload before it, not after it'

  it('holds for two processors', () => {
    const neverTaken = ['cpu: others: read lists']
    expect(explored(tlbVersionVector())).toEqual(holds(299953, 98365, 92, { neverTaken }))
  })
  it.each([
    [{}, { generated: 150065, distinct: 49206, depth: 92 }],
    [{ global: true }, { generated: 146080, distinct: 47407, depth: 84 }],
    [
      { entries: 1, batches: 'in order' },
      { generated: 247106, distinct: 74401, depth: 84 },
    ],
  ] as const)('keeps the claim for %o', (parameters, states) => {
    expect(claimed(tlbVersionVector(parameters))).toEqual({ verdict: 'holds', ...states })
  })
  it.skipIf(!heavy).each([
    [{ entries: 1 }, { generated: 572721, distinct: 182783, depth: 115 }],
    [
      { entries: 1, pages: 2, batches: 'in order' },
      { generated: 3082010, distinct: 691905, depth: 102 },
    ],
    [{ versions: 'wrapping' }, { generated: 3935984, distinct: 1246450, depth: 130 }],
    [{ spaces: 2 }, { generated: 343547, distinct: 129637, depth: 100 }],
    [
      { cpus: 3, operations: 1 },
      { generated: 611986, distinct: 168674, depth: 72 },
    ],
    [
      { cpus: 3, operations: 2, switches: false },
      { generated: 2804076, distinct: 863435, depth: 113 },
    ],
    [
      { cpus: 3, operations: 1, versions: 'wrapping', fills: 'at once' },
      { generated: 24004168, distinct: 8030241, depth: 109 },
    ],
  ] as const)('keeps the claim for %o', (parameters, states) => {
    expect(claimed(tlbVersionVector(parameters))).toEqual({ verdict: 'holds', ...states })
  })

  const runs = {
    // A run into a loop, as the search has found it.
    'serve shoot-downs between the objects of a batch': [ACKNOWLEDGED, 28],
    'record the versions after writing the page table': [CLAIM, 17],
    'record the own version too, for who takes over': [CLAIM, 24],
    'merge the versions that are outstanding': [CLAIM, 24],
    'merge the mask that is outstanding': [CLAIM, 19],
    'tag the object with the own epoch': [CLAIM, 36],
    'update the object before releasing its lock': [CLAIM, 15],
    'begin a new epoch after the shoot-down': [CLAIM, 18],
    [countsFirst]: [CLAIM, 17],
    'wait for the acknowledgements': [CLAIM, 16],
    'acknowledge after invalidating': [CLAIM, 20],
    'serve shoot-downs while waiting for acknowledgements': ['no deadlock', 31],
  }
  it('asks for these precautions', () => {
    expect(tlbVersionVector().precautions).toEqual(Object.keys(runs))
    const more = (parameters: Parameters<typeof tlbVersionVector>[0]) =>
      tlbVersionVector(parameters).precautions.filter((precaution) => !(precaution in runs))
    expect(more({ global: true })).toEqual([always, globalToo])
    expect(more({ versions: 'wrapping' })).toEqual([larger])
    expect(more({ entries: 1 })).toEqual([mergesEntries])
  })
  it.each(Object.entries(runs))('goes wrong without: %s', (precaution, broken) => {
    expect(shortestViolation(tlbVersionVector().without(precaution))).toEqual(broken)
  })
  it.each([
    [{ global: true }, always, 17],
    [{ global: true }, globalToo, 21],
    [{ versions: 'wrapping' }, larger, 32],
    [{ entries: 1 }, mergesEntries, 26],
  ] as const)('goes wrong for %o without: %s', (parameters, precaution, steps) => {
    expect(shortestViolation(tlbVersionVector(parameters).without(precaution))).toEqual([CLAIM, steps])
  })

  it('may count a reload before it or after it if only two reloads count as one', () => {
    const twice = tlbVersionVector({ versions: 'endless, two reloads' })
    expect(claimed(twice.without(countsFirst)).verdict).toBe('holds')
  })
})

describe('tlb-version-vector, user mode alone', () => {
  const page = 0
  const { isGranted, canUse } = permissions('everything')

  /** Whether nobody in user mode can ever use what was taken away by an operation that has returned, until it is granted again. */
  function keepsUserMode(model: ReturnType<typeof tlbVersionVector>) {
    const asked = withProperties({ ...model, properties: {} }, ({ remembering }) => ({
      'nobody in user mode': remembering({
        start: () => false,
        next: (gone: boolean, _, after) =>
          !isGranted(after, page) && (gone || after.cpu.some((c) => c.at === 'returned' && c.takes.has(page))),
        holds: (gone, s) =>
          !gone || !s.cpu.some((_, cpu) => s.interrupts.cpu.get(cpu).mode === 'on' && canUse(s, cpu, page)),
      }),
    }))
    return check(asked).verdict
  }

  it('is kept', () => expect(keepsUserMode(tlbVersionVector())).toBe('holds'))
  it.each([
    ['record the own version too, for who takes over', 'holds'],
    ['merge the versions that are outstanding', 'holds'],
    ['count a reload before it, not after it', 'violated'],
    ['record the versions after writing the page table', 'violated'],
  ])('by two processors without: %s', (precaution, verdict) => {
    expect(keepsUserMode(tlbVersionVector().without(precaution))).toBe(verdict)
  })
  // Two processors only ever take over from each other, and whoever is taken over from flushes its TLB itself.
  it.each([
    ['record the own version too, for who takes over', 'holds'],
    ['merge the versions that are outstanding', 'violated'],
  ])('by three without: %s', (precaution, verdict) => {
    expect(keepsUserMode(tlbVersionVector({ cpus: 3, operations: 1 }).without(precaution))).toBe(verdict)
  })
})

describe('interrupts taken when every processor takes the same two objects, once', () => {
  const workload = { objects: 2, takes: 'everything', operations: 1 } as const
  const each = { shootsDown: 'after each object' } as const
  const alone = { switches: false } as const
  const verdict = (model: Model) => check(model).verdict

  it.each([
    ['tlb-strict, after each object', tlbStrict({ ...workload, ...each, least: 2, most: 2 })],
    ['tlb-strict', tlbStrict({ ...workload, least: 1, most: 1 })],
    ['tlb-epoch-bypass', tlbEpochBypass({ ...workload, least: 1, most: 2 })],
    ['tlb-version-vector without context switches', tlbVersionVector({ ...workload, ...alone, least: 0, most: 1 })],
    ['tlb-version-vector', tlbVersionVector({ ...workload, least: 0, most: 1 })],
  ])('two processors: %s', (_, model) => {
    expect(verdict(model)).toBe('holds')
  })
  it.skipIf(!heavy).each([
    ['tlb-strict, after each object', tlbStrict({ cpus: 3, ...workload, ...each, least: 4, most: 4 })],
    ['tlb-strict', tlbStrict({ cpus: 3, ...workload, least: 2, most: 2 })],
    ['tlb-epoch-bypass', tlbEpochBypass({ cpus: 3, ...workload, least: 2, most: 6 })],
  ])('three processors: %s', (_, model) => {
    expect(verdict(model)).toBe('holds')
  })
  it.skipIf(!heavy)('three processors: tlb-version-vector', () => {
    const { properties, ...model } = tlbVersionVector({ cpus: 3, ...workload, ...alone, least: 0, most: 3 })
    const kept = Object.fromEntries(
      Object.entries(properties).filter(([name]) => name === CLAIM || / run takes /.test(name)),
    )
    expect(check({ ...model, properties: kept }, { reductions: ['symmetry'] })).toMatchObject({
      verdict: 'holds',
      states: { distinct: 418722 },
    })
  })
})
