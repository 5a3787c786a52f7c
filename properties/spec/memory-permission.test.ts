import { describe, expect, it } from 'vitest'
import { tlbCombined, tlbEpochBypass, tlbStrict } from '../../models/microkernel/index.js'
import { CLAIM } from '../../models/microkernel/tlb-coherency/claims.js'
import { permissions, type Taken } from '../../models/microkernel/tlb-coherency/permission.js'
import type { Coherency } from '../../models/microkernel/tlb-coherency/state.js'
import { memoryPermission } from '../../spec/index.js'
import { check, type Model, withProperties } from '../../src/index.js'
import { explored } from '../microkernel/verdict.js'

describe('the abstract page permission', () => {
  // A granted page is usable by any set of processors, and one that is not by any set as long as some operation takes it:
  // 2^c + (2^c - 1)·2^c + 1 = 4^c + 1 states for each page, all of them independent.
  it.each([
    [1, 1],
    [2, 1],
    [2, 2],
    [3, 2],
  ])('holds for %i processors and %i pages', (cpus, pages) => {
    const { verdict, distinct, neverTaken } = explored(memoryPermission({ cpus, pages }))
    expect({ verdict, distinct, neverTaken }).toEqual({
      verdict: 'holds',
      distinct: (4 ** cpus + 1) ** pages,
      neverTaken: [],
    })
  })
})

const isStrict = 'is a strict page permission'

/** The system with two questions: the claim, and whether it does nothing that the abstract one cannot do. */
function refining(model: Model, { cpus, pages, takes }: { cpus: number; pages: number; takes: Taken }) {
  const permission = permissions(takes)
  const all = Array.from({ length: pages }, (_, page) => page)
  const claim = { ...model, properties: { [CLAIM]: model.properties[CLAIM]! } } as Model<Coherency>
  return withProperties(claim, ({ refines }) => ({
    [isStrict]: refines(memoryPermission({ cpus, pages }), (s) => ({
      granted: all.filter((page) => permission.isGranted(s, page)),
      usable: [...s.cpu].map((_, cpu) => all.filter((page) => permission.hasCached(s, cpu, page))),
      takes: [...s.cpu].map(({ takes }) => [...takes]),
    })),
  }))
}

const judged = (model: Model, name: string) =>
  check(model, { keepGoing: true }).properties.find((p) => p.name === name)!

const sizes = { cpus: 2, objects: 1, pages: 1 } as const

describe.each([tlbStrict, tlbEpochBypass].map((system) => [system.system.name, system] as const))('%s', (_, system) => {
  it.each(['write', 'everything'] as const)('refines it: %s', (takes) => {
    const model = refining(system({ ...sizes, takes }), { ...sizes, takes })
    expect(judged(model, isStrict)).toMatchObject({ verdict: 'holds', vacuous: false })
  })

  // Some precautions are there so that processors do not wait for ever; the abstract system waits as long as it likes.
  const takes = 'everything'
  it.each(system().precautions)('without "%s", refines it exactly if the claim holds', (precaution) => {
    const model = refining(system({ ...sizes, takes }).without(precaution), { ...sizes, takes })
    expect(judged(model, isStrict).verdict).toBe(judged(model, CLAIM).verdict)
  })
})

describe('tlb-combined', () => {
  it('does not refine it: an operation returns while a processor can use what it took', () => {
    const takes = 'write'
    const { finding } = judged(refining(tlbCombined({ ...sizes, takes }), { ...sizes, takes }), isStrict)
    expect(finding).toMatchObject({ why: { abstract: 'memory-permission' } })
  })
})
