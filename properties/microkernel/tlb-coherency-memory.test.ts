import { describe, expect, it } from 'vitest'
import { ACKNOWLEDGED } from '../../models/hardware/tlb/in-the-end.js'
import { tlbStoreBuffers } from '../../models/microkernel/index.js'
import { memoryOf } from '../../models/microkernel/tlb-coherency/buffered-memory.js'
import { CLAIM } from '../../models/microkernel/tlb-coherency/claims.js'
import { isAboutToReload } from '../../models/microkernel/tlb-coherency/reload.js'
import { memoryPermission } from '../../spec/index.js'
import { check, withProperties } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'
import { explored, holds, shortestViolation } from './verdict.js'

const entrySeen = 'have the entry seen before versions are read'
const requestSeen = 'have the request seen before the interrupt'
const storesSeen = 'have all stores seen before a flush'
const releases = 'order what the lock protects before its release'

type Parameters = NonNullable<globalThis.Parameters<typeof tlbStoreBuffers>[0]>

describe('tlb-store-buffers', () => {
  const once = { operations: 1 } as const
  const versioning = { versions: true, ...once } as const
  const tso = { memoryModel: 'tso' } as const
  const pso = { memoryModel: 'pso' } as const
  const neverTaken = ['switch: reload', 'record version', 'write vector', 'test version'].map((l) => `cpu: ${l}`)

  it.each<[Parameters, ReturnType<typeof holds>]>([
    [once, holds(25071, 7714, 51, { neverTaken })],
    [{ ...once, ...tso }, holds(149485, 36506, 71, { neverTaken })],
  ])('holds for %o', (parameters, expected) => {
    expect(explored(tlbStoreBuffers(parameters))).toEqual(expected)
  })
  it.skipIf(!heavy).each<[Parameters, ReturnType<typeof holds>]>([
    [{}, holds(267969, 78880, 105, { neverTaken })],
    [tso, holds(1758241, 412968, 143, { neverTaken })],
    [pso, holds(1836633, 425560, 143, { neverTaken })],
    [versioning, holds(1333017, 368876, 92)],
    [{ ...versioning, ...tso }, holds(8760657, 2011304, 129)],
    [{ ...once, objects: 2 }, holds(1018733, 204566, 80, { neverTaken })],
    [{ ...once, objects: 2, ...tso }, holds(10372585, 1720906, 115, { neverTaken })],
    [{ ...once, objects: 2, ...pso }, holds(10570565, 1748388, 115, { neverTaken })],
  ])('holds for %o', (parameters, expected) => {
    expect(explored(tlbStoreBuffers(parameters))).toEqual(expected)
  })
  it.skipIf(!heavy).each<[Parameters, { generated: number; distinct: number; depth: number }]>([
    [
      { ...versioning, ...pso },
      { generated: 9781007, distinct: 2216764, depth: 129 },
    ],
    [
      { ...versioning, objects: 2 },
      { generated: 64277309, distinct: 12288146, depth: 121 },
    ],
  ])('keeps the claim for %o', { timeout: 600_000 }, (parameters, states) => {
    const model = tlbStoreBuffers(parameters)
    const result = check({ ...model, properties: { [CLAIM]: model.properties[CLAIM]! } })
    expect({ verdict: result.verdict, ...result.states }).toEqual({ verdict: 'holds', ...states })
  })
  it('has room enough in four entries', () => {
    const { states } = check(tlbStoreBuffers({ ...once, ...tso, entries: 6 }))
    expect(states.distinct).toBe(36506)
  })

  it('asks for barriers where they make a difference', () => {
    const precautions = (parameters: Parameters) => tlbStoreBuffers(parameters).precautions
    expect(precautions({})).toEqual([])
    expect(precautions(tso)).toEqual([requestSeen, storesSeen])
    expect(precautions({ ...tso, versions: true })).toEqual([entrySeen, requestSeen, storesSeen])
    expect(precautions(pso)).toEqual([requestSeen, storesSeen, releases])
  })
  it.each<[Parameters, string, [string, number]]>([
    // A run into a loop, as the search has found it.
    [{ ...once, ...tso }, requestSeen, [ACKNOWLEDGED, 19]],
    [tso, storesSeen, [CLAIM, 24]],
    [{ ...versioning, ...tso }, entrySeen, [CLAIM, 25]],
    [{ ...versioning, ...tso }, storesSeen, [CLAIM, 23]],
    [pso, releases, [CLAIM, 19]],
    [pso, storesSeen, [CLAIM, 24]],
  ])('goes wrong for %o without: %s', (parameters, precaution, broken) => {
    expect(shortestViolation(tlbStoreBuffers(parameters).without(precaution))).toEqual(broken)
  })
})

/**
 * Whether it is a strict page permission. A permission is given back when the entry is stored, and taken when the entry is
 * cleared in memory: so it is granted as long as memory or somebody sees it.
 */
function refines(parameters: Parameters, without: readonly string[] = []) {
  const whole = tlbStoreBuffers(parameters)
  const model = without.reduce((m, precaution) => m.without(precaution), whole)
  const { cpus = 2, objects = 1, versions = false, memoryModel = 'sc', entries = 4 } = parameters
  const memory = memoryOf({ cpus, objects, versions, memoryModel, entries })
  const pages = Array.from({ length: objects }, (_, object) => object)
  const asked = withProperties({ ...model, properties: {} } as typeof model, ({ refines }) => ({
    strict: refines(memoryPermission({ cpus, pages: objects }), (s) => {
      const isGranted = (object: number) =>
        s.memory.entry.get(object) || s.cpu.some((_, cpu) => memory.load(s.memory as never, cpu, 'entry', object))
      return {
        granted: pages.filter(isGranted),
        usable: s.cpu.map((c) => (versions && isAboutToReload(c.at) ? [] : [...c.cached])),
        // An operation takes what it has come to when the entry is cleared, and has to have done so when it returns.
        takes: s.cpu.map((c) => [...c.takes].filter((object) => c.at === 'returned' || !isGranted(object))),
      }
    }),
  }))
  return check(asked).properties.find(({ name }) => name === 'strict')!.verdict
}

describe('tlb-store-buffers is a strict page permission', () => {
  const small: readonly Parameters[] = [
    { operations: 1 },
    { operations: 1, memoryModel: 'tso' },
    { operations: 1, memoryModel: 'pso' },
  ]
  const large: readonly Parameters[] = [
    { memoryModel: 'tso' },
    { memoryModel: 'pso' },
    { operations: 1, versions: true },
    { operations: 1, versions: true, memoryModel: 'tso' },
    { operations: 1, objects: 2 },
    { operations: 1, objects: 2, memoryModel: 'tso' },
  ]
  it.each(heavy ? [...small, ...large] : small)('with %o', (parameters) => {
    expect(refines(parameters)).toBe('holds')
  })
  it.each<[Parameters, string, string]>([
    [{ memoryModel: 'tso', operations: 1 }, requestSeen, 'holds'],
    [{ memoryModel: 'tso' }, storesSeen, 'violated'],
    [{ memoryModel: 'tso', versions: true, operations: 1 }, entrySeen, 'violated'],
    [{ memoryModel: 'pso' }, releases, 'violated'],
  ])('or not: with %o without "%s" it %s', (parameters, precaution, verdict) => {
    expect(refines(parameters, [precaution])).toBe(verdict)
  })
})
