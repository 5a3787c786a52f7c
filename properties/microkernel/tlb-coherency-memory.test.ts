import { describe, expect, it } from 'vitest'
import { tlbStoreBuffers } from '../../models/microkernel/index.js'
import { CLAIM } from '../../models/microkernel/tlb-coherency/claims.js'
import { check } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'
import { explored, holds, shortestViolation } from './verdict.js'

const acknowledged = 'who waits for acknowledgements gets them'
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
    [{ ...once, ...tso }, requestSeen, [acknowledged, 19]],
    [tso, storesSeen, [CLAIM, 24]],
    [{ ...versioning, ...tso }, entrySeen, [CLAIM, 25]],
    [{ ...versioning, ...tso }, storesSeen, [CLAIM, 23]],
    [pso, releases, [CLAIM, 19]],
    [pso, storesSeen, [CLAIM, 24]],
  ])('goes wrong for %o without: %s', (parameters, precaution, broken) => {
    expect(shortestViolation(tlbStoreBuffers(parameters).without(precaution))).toEqual(broken)
  })
})
