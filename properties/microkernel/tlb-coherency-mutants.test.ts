import { describe, expect, it } from 'vitest'
import {
  tlbClusterMasks,
  tlbEpochBypass,
  tlbStoreBuffers,
  tlbStrict,
  tlbVersionMasks,
  tlbVersionVector,
} from '../../models/microkernel/index.js'
import { check, type Model, mutantsOf } from '../../src/index.js'

/** What becomes of one property. */
function judged(model: Model, property: string) {
  const properties = { [property]: model.properties[property]! }
  return check({ ...model, properties }).properties.find(({ name }) => name === property)!.verdict
}

const full = { fills: 'at once' } as const
const everything = { takes: 'everything' } as const

/** Properties that no precaution is there for: each is broken by a change of the model. */
describe("nobody waits for another's whole batch", () => {
  const property = "nobody waits for another's whole batch"
  const keepingLocks = (model: Model) =>
    mutantsOf(model, ['skip']).find(({ name }) => name === "cpu: skip 'release lock'")!.model

  it.each<[string, Model]>([
    ['tlb-epoch-bypass', tlbEpochBypass({ ...full, ...everything })],
    ['tlb-version-vector', tlbVersionVector({ ...full, operations: 1 })],
    ['tlb-cluster-masks', tlbClusterMasks({ ...full, begin: 'neighbours' })],
    ['tlb-version-masks', tlbVersionMasks({ ...full, begin: 'neighbours' })],
  ])('but if %s keeps its locks', (_, model) => {
    expect(judged(model, property)).toBe('holds')
    expect(judged(keepingLocks(model), property)).toBe('violated')
  })
  it('is not asked where only one processor ever takes a lock', () => {
    for (const system of [tlbClusterMasks, tlbVersionMasks])
      expect(system({ takers: 1 }).properties).not.toHaveProperty([property])
  })
})

describe('a translation outlives the permission', () => {
  const property = 'a translation outlives the permission'
  const neverFetching = (model: Model) => ({
    ...model,
    behaviour: model.behaviour.filter(({ name }) => !/^(tlb\.)?fetch$/.test(name)),
  })

  it.each<[string, Model]>([
    ['tlb-strict', tlbStrict({ ...everything, objects: 1 })],
    ['tlb-epoch-bypass', tlbEpochBypass(everything)],
    ['tlb-version-vector', tlbVersionVector()],
    ['tlb-cluster-masks', tlbClusterMasks({ takers: 1 })],
    ['tlb-version-masks', tlbVersionMasks({ takers: 1, begin: 'neighbours' })],
    ['tlb-store-buffers', tlbStoreBuffers({ operations: 1 })],
  ])('but if TLBs fetch nothing: %s', (_, model) => {
    expect(judged(model, property)).toBe('holds')
    expect(judged(neverFetching(model), property)).toBe('violated')
  })
})
