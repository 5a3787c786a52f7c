import { describe, expect, it } from 'vitest'
import { tlbClusterMasks, tlbStoreBuffers, tlbVersionVector } from '../../models/microkernel/index.js'
import { CLAIM } from '../../models/microkernel/tlb-coherency/claims.js'
import { type CheckOptions, check, isTemporal, type Model } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'

/** Systems that are too large to be exhausted, and precautions whose absence a small sample of their runs shows. */
const systems: readonly [string, Model, readonly string[]][] = [
  [
    'tlb-version-vector, 4 processors',
    tlbVersionVector({ cpus: 4 }),
    [
      'merge the versions that are outstanding',
      'merge the mask that is outstanding',
      'tag the object with the own epoch',
      'wait for the acknowledgements',
    ],
  ],
  [
    'tlb-cluster-masks, 4 processors that all take pages',
    tlbClusterMasks({ cpus: 4, takers: 4, switches: true, begin: 'anywhere' }),
    [
      'grow the mask of a space, never replace it',
      'take over the mask that is outstanding',
      'leave the mask that is outstanding with the object',
      'align two masks before merging them',
    ],
  ],
  [
    'tlb-store-buffers, 3 processors',
    tlbStoreBuffers({ cpus: 3, versions: true, memoryModel: 'pso' }),
    ['have the entry seen before versions are read', 'order what the lock protects before its release'],
  ],
]

const samples = heavy ? 5000 : 60
const priorities: CheckOptions = { strategy: 'pct', bugDepth: 4, samples, steps: 400, seed: 1 }
const walks: CheckOptions = { strategy: 'random-walk', samples, steps: 400, seed: 1 }

/** The properties that a sample of runs broke; no sample shows that one holds. */
function broken(model: Model, options: CheckOptions): readonly string[] {
  const properties = Object.fromEntries(Object.entries(model.properties).filter(([, p]) => !isTemporal(p)))
  const result = check({ ...model, properties }, options)
  return result.properties.filter(({ verdict }) => verdict === 'violated').map(({ name }) => name)
}

describe.each(systems)('%s', (_, model, precautions) => {
  it.each([priorities, walks])('breaks nothing in runs of $strategy', { timeout: 1_200_000 }, (options) => {
    expect(broken(model, options)).toEqual([])
  })
  it.each(precautions)('breaks the claim in some of these runs without: %s', (precaution) => {
    expect(broken(model.without(precaution), { ...priorities, samples: 300 })).toEqual([CLAIM])
  })
})
