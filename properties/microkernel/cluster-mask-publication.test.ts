import { describe, expect, it } from 'vitest'
import { clusterMasks } from '../../models/microkernel/cluster-mask/index.js'
import { clusterMaskPublication } from '../../models/microkernel/cluster-mask/publication.js'
import { processorSet } from '../../spec/index.js'
import { check, withProperties } from '../../src/index.js'
import { explored, holds, shortestViolation } from './verdict.js'

const CLAIM = 'no processor that may hold the translation is missed'
const models = ['sc', 'tso', 'pso'] as const

describe('cluster-mask-publication', () => {
  it.each([
    ['sc', 2, holds(3775, 1348, 23)],
    ['tso', 2, holds(5627, 2045, 27)],
    ['pso', 2, holds(5627, 2045, 27)],
    ['sc', 3, holds(537_108, 127_116, 37)],
    ['tso', 3, holds(866_075, 207_223, 43)],
  ] as const)('holds under %s with %i processors', (memoryModel, cpus, expected) => {
    expect(explored(clusterMaskPublication({ cpus, memoryModel }))).toEqual(expected)
  })

  it.each([
    ['publish the mask before the thread runs', { sc: 8, tso: 10, pso: 10 }],
    ['update the mask by compare-exchange', { sc: 13, tso: 12, pso: 12 }],
    ['let the cleared entry be seen before reading the mask', { tso: 10, pso: 10 }],
  ])('without "%s" a processor is missed', (precaution, steps) => {
    for (const [memoryModel, length] of Object.entries(steps)) {
      const model = clusterMaskPublication({ memoryModel: memoryModel as (typeof models)[number] })
      expect(shortestViolation(model.without(precaution))).toEqual([CLAIM, length])
    }
  })

  it('needs nothing to be seen under sequential consistency, where stores are seen at once', () => {
    expect(clusterMaskPublication({ memoryModel: 'sc' }).precautions).toHaveLength(2)
    expect(clusterMaskPublication({ memoryModel: 'tso' }).precautions).toHaveLength(3)
  })
})

describe('its mask is a set of processors', () => {
  const masks = clusterMasks(6, 4)
  const isSet = 'is a set of processors'

  /** Members are those that have run a thread; who has read the mask has been told what it selects. */
  const judged = (memoryModel: (typeof models)[number], without: readonly string[] = [], cpus = 2) => {
    const all = Array.from({ length: cpus }, (_, cpu) => cpu)
    const whole = clusterMaskPublication({ cpus, memoryModel })
    const model = without.reduce((m, precaution) => m.without(precaution), whole)
    const refining = withProperties({ ...model, properties: {} }, ({ refines }) => ({
      [isSet]: refines(processorSet({ cpus }), (s) => ({
        members: all.filter((cpu) => s.cpu.get(cpu).hasRun),
        told: s.cpu.map((c) => (c.at === 'interrupt' ? all.filter((cpu) => masks.selects(c.mask, cpu)) : null)),
      })),
    }))
    return check(refining).properties.find(({ name }) => name === isSet)!.verdict
  }

  it.each(models)('under %s', (memoryModel) => {
    expect(judged(memoryModel)).toBe('holds')
  })

  it('with larger clusters', { timeout: 120_000 }, () => {
    expect(judged('sc', [], 3)).toBe('holds')
  })

  it.each(['publish the mask before the thread runs', 'update the mask by compare-exchange'])(
    'without "%s" it is none',
    (precaution) => {
      for (const memoryModel of models) expect(judged(memoryModel, [precaution])).toBe('violated')
    },
  )

  it('is one whether or not its reader has cleared the entry: that is the reader’s business', () => {
    const without = ['let the cleared entry be seen before reading the mask']
    expect(judged('tso', without)).toBe('holds')
    expect(shortestViolation(clusterMaskPublication({ memoryModel: 'tso' }).without(...without))).not.toBeNull()
  })
})
