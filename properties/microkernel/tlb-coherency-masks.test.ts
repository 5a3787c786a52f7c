import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tlbClusterMasks } from '../../models/microkernel/index.js'
import { CLAIM } from '../../models/microkernel/tlb-coherency/claims.js'
import { permissions } from '../../models/microkernel/tlb-coherency/permission.js'
import { type Sharers, sharersTracking } from '../../models/microkernel/tlb-coherency/sharers.js'
import { memoryPermission } from '../../spec/index.js'
import { check, withProperties } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'
import { runs } from '../../test/runs.js'
import { explored, holds, shortestViolation } from './verdict.js'

type Parameters = NonNullable<globalThis.Parameters<typeof tlbClusterMasks>[0]>

/** The claim, and that every record selects whoever may have a translation. */
function claimed(parameters: Parameters) {
  const model = tlbClusterMasks(parameters)
  const { has } = sharersTracking({ cpus: 4, tracking: parameters.tracking ?? 'cluster masks' })
  const isWhole = (sharers: Sharers) => [...sharers.cpus].every((cpu) => has(sharers, cpu))
  const properties = { [CLAIM]: model.properties[CLAIM]! }
  const asked = withProperties({ ...model, properties } as typeof model, ({ always }) => ({
    'nobody is left out of a record': always(
      (s) =>
        s.space.every((space) => isWhole(space)) &&
        s.object.every(({ outstanding }) => isWhole(outstanding)) &&
        s.cpu.every(({ dirty, targets }) => isWhole(dirty) && isWhole(targets)),
    ),
  }))
  const { verdict, states } = check(asked)
  return { verdict, ...states }
}

describe('records of processors', () => {
  const plain = (cpus: readonly number[]) => ({ cpus: new Set(cpus), mask: 0 }) as unknown as Sharers
  const processors = fc.array(fc.nat(3))

  it('select those that were added to them or merged into them, and are empty when cleared', () => {
    fc.assert(
      fc.property(fc.constantFrom('exact sets', 'cluster masks'), fc.array(processors), (tracking, several) => {
        const track = sharersTracking({ cpus: 4, tracking })
        const all = plain([])
        for (const some of several) {
          const one = plain([])
          for (const cpu of some) track.add(one, cpu)
          track.merge(all, one)
        }
        const selected = track.selected(all)
        const added = new Set(several.flat())
        expect(selected).toEqual(expect.arrayContaining([...added]))
        if (tracking === 'exact sets' || added.size <= 1) expect(selected).toHaveLength(added.size)
        track.clear(all)
        expect(track.selected(all)).toEqual([])
      }),
      { numRuns: runs(200) },
    )
  })
})

describe('tlb-cluster-masks', () => {
  it('holds', () => {
    expect(explored(tlbClusterMasks())).toEqual(holds(190051, 52135, 71))
  })
  it.skipIf(!heavy)('holds with exact sets', () => {
    expect(explored(tlbClusterMasks({ tracking: 'exact sets' }))).toEqual(holds(91457, 25346, 67))
  })
  it('keeps the claim for two objects', () => {
    expect(claimed({ objects: 2, takers: 1 })).toEqual({
      verdict: 'holds',
      generated: 63172,
      distinct: 13894,
      depth: 64,
    })
  })
  it.skipIf(!heavy).each([
    [{ takers: 3 }, { generated: 2179051, distinct: 559791, depth: 63 }],
    [
      { pages: 2, begin: 'neighbours' },
      { generated: 1539884, distinct: 375626, depth: 85 },
    ],
    [
      { switches: true, takers: 1 },
      { generated: 667762, distinct: 166993, depth: 83 },
    ],
    [
      { switches: true, takers: 1, tracking: 'exact sets' },
      { generated: 350286, distinct: 83439, depth: 80 },
    ],
    [
      { switches: true, takers: 1, begin: 'anywhere' },
      { generated: 1311264, distinct: 321900, depth: 80 },
    ],
    [{ switches: true }, { generated: 20782194, distinct: 5085571, depth: 92 }],
    [
      { cpus: 4, takers: 1, switches: true, operations: 1, most: 3 },
      { generated: 2019046, distinct: 469214, depth: 56 },
    ],
  ] as const)('keeps the claim for %o', (parameters, states) => {
    expect(claimed(parameters)).toEqual({ verdict: 'holds', ...states })
  })

  it.each(heavy ? (['cluster masks', 'exact sets'] as const) : (['cluster masks'] as const))(
    'is a strict page permission with %s',
    (tracking) => {
      const model = tlbClusterMasks({ tracking })
      const { isGranted, hasCached } = permissions('everything')
      const asked = withProperties({ ...model, properties: {} } as typeof model, ({ refines }) => ({
        strict: refines(memoryPermission({ cpus: 3, pages: 1 }), (s) => ({
          granted: isGranted(s, 0) ? [0] : [],
          usable: s.cpu.map((_, cpu) => (hasCached(s, cpu, 0) ? [0] : [])),
          takes: s.cpu.map(({ takes }) => [...takes]),
        })),
      }))
      expect(check(asked).verdict).toBe('holds')
    },
  )

  const grows = 'grow the mask of a space, never replace it'
  const keeps = 'keep a processor in the mask when it leaves the space'
  const aligns = 'align two masks before merging them'
  const mergesSpaces = 'merge the masks of all spaces that have changed'
  const mergesBatch = 'merge the masks of all objects of a batch'
  const takesOver = 'take over the mask that is outstanding'
  const leaves = 'leave the mask that is outstanding with the object'
  it.each([
    [
      { pages: 2, begin: 'neighbours' },
      { [mergesSpaces]: 18, [takesOver]: 17, [aligns]: 18 },
    ],
    [{ takers: 3 }, { [takesOver]: 14, [leaves]: 19 }],
    [
      { switches: true, takers: 1, begin: 'anywhere' },
      { [grows]: 12, [keeps]: 17, [aligns]: 11 },
    ],
    [{ objects: 2, takers: 1 }, { [mergesBatch]: 33 }],
  ] as const)('goes wrong for %o without a precaution', (parameters, steps) => {
    const model = tlbClusterMasks(parameters)
    expect(model.precautions).toEqual(Object.keys(steps))
    for (const [precaution, length] of Object.entries(steps))
      expect(shortestViolation(model.without(precaution))).toEqual([CLAIM, length])
  })
  it('does without two of them with exact sets', () => {
    const { precautions } = tlbClusterMasks({ switches: true, takers: 1, tracking: 'exact sets' })
    expect(precautions).toEqual([grows])
  })
})

describe('interrupts when the first processor takes a page from the first space', () => {
  const sets = { tracking: 'exact sets' } as const
  const counting = (parameters: Parameters, numbers: Parameters) =>
    tlbClusterMasks({ operations: 1, takers: 1, ...parameters, ...numbers })
  const exactly = (count: number) => ({ least: count, most: count })
  it.each<[Parameters, ReturnType<typeof exactly>]>([
    [{ begin: 'neighbours', ...sets }, exactly(1)],
    [{ begin: 'neighbours' }, exactly(1)],
    [{ begin: 'apart', ...sets }, exactly(1)],
    [{ begin: 'apart' }, exactly(2)],
    [{ begin: 'apart', counted: 'needless' }, exactly(1)],
    [{ cpus: 4, begin: 'apart', ...sets }, exactly(1)],
    [{ cpus: 4, begin: 'apart' }, exactly(3)],
    [{ cpus: 4, begin: 'apart', counted: 'needless' }, exactly(2)],
  ])('%o: %o', (parameters, numbers) => {
    expect(check(counting(parameters, numbers)).verdict).toBe('holds')
  })
  it.skipIf(!heavy).each<[Parameters, ReturnType<typeof exactly>]>([
    [
      { begin: 'apart', switches: true, ...sets },
      { least: 1, most: 2 },
    ],
    [{ begin: 'apart', switches: true }, exactly(2)],
    [
      { begin: 'apart', switches: true, counted: 'needless' },
      { least: 0, most: 1 },
    ],
  ])('%o: %o', (parameters, numbers) => {
    expect(check(counting(parameters, numbers)).verdict).toBe('holds')
  })
})
