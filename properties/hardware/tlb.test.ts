import { describe, expect, it } from 'vitest'
import {
  tlbDirtyPage,
  tlbGlobalPage,
  tlbLazyRepair,
  tlbMutualShootdown,
  tlbSpaceSwitch,
  tlbTableReuse,
  tlbUnmap,
} from '../../models/hardware/index.js'
import { check } from '../../src/index.js'
import { isTemporal } from '../../src/property/temporal.js'
import { heavy } from '../../test/heavy.js'
import { explored, holds, shortestViolation } from '../microkernel/verdict.js'
import { lastState } from './last-state.js'

const cannotUse = 'nobody can use the page when it has been unmapped'

describe('tlb-unmap', () => {
  it.each([
    [{ cpus: 2 }, holds(101, 39, 15)],
    [{ cpus: 3 }, holds(691, 197, 23)],
    [{ cpus: 4 }, holds(5198, 1185, 31)],
    [{ cpus: 2, walk: 'level by level' }, holds(681, 156, 18)],
    [{ cpus: 3, walk: 'level by level' }, holds(9865, 1576, 27)],
  ] as const)('holds for %o', (parameters, expected) => {
    expect(explored(tlbUnmap(parameters))).toEqual(expected)
  })

  const runs = {
    'write the page table before invalidating': [9, 12],
    'invalidate the own translation': [8, 11],
    'interrupt the other processors': [4, 4],
    'wait for the acknowledgements': [5, 5],
    'acknowledge after invalidating': [8, 10],
  }
  it('asks for these precautions', () => {
    expect(tlbUnmap().precautions).toEqual(Object.keys(runs))
  })
  it.each(Object.entries(runs))('goes wrong without: %s', (precaution, [two, three]) => {
    expect(shortestViolation(tlbUnmap({ cpus: 2 }).without(precaution))).toEqual([cannotUse, two])
    expect(shortestViolation(tlbUnmap({ cpus: 3 }).without(precaution))).toEqual([cannotUse, three])
  })
})

describe('tlb-space-switch', () => {
  it.each([
    [{ cpus: 2 }, holds(1081, 290, 23)],
    [{ cpus: 3 }, holds(44923, 8370, 36)],
  ])('holds for %o', (parameters, expected) => {
    expect(explored(tlbSpaceSwitch(parameters))).toEqual(expected)
  })
  it.skipIf(!heavy)('holds for four', () => {
    expect(explored(tlbSpaceSwitch({ cpus: 4 }))).toEqual(holds(2001965, 285650, 49))
  })

  const runs = {
    'enter the mask before loading the base': 8,
    'leave the mask after loading another base': 11,
    'read the mask after writing the page table': 9,
  }
  it('asks for these precautions', () => {
    expect(tlbSpaceSwitch().precautions).toEqual(Object.keys(runs))
  })
  it.each(Object.entries(runs))('goes wrong without: %s', (precaution, steps) => {
    const broken = ['nobody can reach the page when it has been unmapped', steps]
    expect(shortestViolation(tlbSpaceSwitch({ cpus: 2 }).without(precaution))).toEqual(broken)
    expect(shortestViolation(tlbSpaceSwitch({ cpus: 3 }).without(precaution))).toEqual(broken)
  })
})

describe('tlb-global-page', () => {
  it.each([
    [{ cpus: 2 }, holds(237, 78, 16)],
    [{ cpus: 3 }, holds(3441, 788, 25)],
    [{ cpus: 4 }, holds(52881, 9480, 34)],
  ])('holds for %o', (parameters, expected) => {
    expect(explored(tlbGlobalPage(parameters))).toEqual(expected)
  })

  const runs = {
    'interrupt processors in other address spaces too': [7, 8],
    'flush global translations too': [9, 12],
  }
  it('asks for these precautions', () => {
    expect(tlbGlobalPage().precautions).toEqual(Object.keys(runs))
  })
  it.each(Object.entries(runs))('goes wrong without: %s', (precaution, [two, three]) => {
    expect(shortestViolation(tlbGlobalPage({ cpus: 2 }).without(precaution))).toEqual([cannotUse, two])
    expect(shortestViolation(tlbGlobalPage({ cpus: 3 }).without(precaution))).toEqual([cannotUse, three])
  })
})

describe('tlb-table-reuse', () => {
  it.each([
    [{ cpus: 2 }, holds(85, 37, 15)],
    [{ cpus: 3 }, holds(669, 197, 19)],
    [{ cpus: 4 }, holds(7747, 1579, 23)],
  ])('holds for %o', (parameters, expected) => {
    expect(explored(tlbTableReuse(parameters))).toEqual(expected)
  })

  const runs = {
    'free the table after the shoot-down': [3, 3],
    'take the table out before the shoot-down': [8, 11],
  }
  it('asks for these precautions', () => {
    expect(tlbTableReuse().precautions).toEqual(Object.keys(runs))
  })
  it.each(Object.entries(runs))('goes wrong without: %s', (precaution, [two, three]) => {
    const claim = 'nobody is on the way to a table that is free'
    expect(shortestViolation(tlbTableReuse({ cpus: 2 }).without(precaution))).toEqual([claim, two])
    expect(shortestViolation(tlbTableReuse({ cpus: 3 }).without(precaution))).toEqual([claim, three])
  })
  it.each(Object.keys(runs))('lets a processor into another address space without: %s', (precaution) => {
    const { properties } = check(tlbTableReuse().without(precaution), { keepGoing: true })
    const claim = properties.find((p) => p.name === 'nobody reaches the memory of another address space')
    expect(claim?.verdict).toBe('violated')
  })
  it.each(Object.keys(runs))('cannot tell with walks in one step: %s', (precaution) => {
    expect(shortestViolation(tlbTableReuse({ walk: 'one step' }).without(precaution))).toBe(null)
  })
})

describe('tlb-lazy-repair', () => {
  it.each([
    [{ cpus: 2 }, holds(205, 51, 6)],
    [{ cpus: 3 }, holds(3475, 579, 9)],
    [{ cpus: 4 }, holds(56185, 7023, 12)],
  ])('holds for %o', (parameters, expected) => {
    expect(explored(tlbLazyRepair(parameters))).toEqual(expected)
  })

  it('goes wrong without: look at the page table before refusing an access', () => {
    const looks = 'look at the page table before refusing an access'
    expect(tlbLazyRepair().precautions).toEqual([looks])
    expect(shortestViolation(tlbLazyRepair().without(looks))).toEqual(['no access is refused that was permitted', 3])
  })

  it('is not enough when the page becomes writable in another frame: who reads does not fault', () => {
    const copied = tlbLazyRepair({ extension: 'to a copy' })
    expect(shortestViolation(copied)).toEqual(['nobody reads a frame that the page has left', 2])
    const others = check(copied, { keepGoing: true }).properties.filter((p) => !(p.name in copied.expected))
    expect(others.map((p) => p.verdict)).toEqual(others.map(() => 'holds'))
  })
})

describe('tlb-dirty-page', () => {
  // Where the entry is exchanged, it is not cleared by a step of its own.
  const neverTaken = ['cpu: clear entry']
  it.each([
    [{ cpus: 2 }, holds(287, 87, 16, { neverTaken })],
    [{ cpus: 3 }, holds(3363, 705, 25, { neverTaken })],
    [{ cpus: 4 }, holds(42965, 6801, 33, { neverTaken })],
  ])('holds for %o', (parameters, expected) => {
    expect(explored(tlbDirtyPage(parameters))).toEqual(expected)
  })

  const runs = {
    'read and clear the entry in one exchange': [4, 4],
    'write to disk after the shoot-down': [10, 13],
  }
  it('asks for these precautions', () => {
    expect(tlbDirtyPage().precautions).toEqual(Object.keys(runs))
  })
  it.each(Object.entries(runs))('goes wrong without: %s', (precaution, [two, three]) => {
    expect(shortestViolation(tlbDirtyPage({ cpus: 2 }).without(precaution))).toEqual(['nothing is lost', two])
    expect(shortestViolation(tlbDirtyPage({ cpus: 3 }).without(precaution))).toEqual(['nothing is lost', three])
  })
})

describe('tlb-mutual-shootdown', () => {
  const forLock = 'serve shoot-downs while waiting for a lock'
  const forOthers = 'serve shoot-downs while waiting for acknowledgements'

  it.each([
    [{ cpus: 2, pages: 1 }, holds(2205, 712, 47)],
    [{ cpus: 2, pages: 2 }, holds(48765, 9846, 53)],
    [{ cpus: 3, pages: 1 }, holds(70645, 16558, 61)],
  ])('holds for %o', (parameters, expected) => {
    expect(explored(tlbMutualShootdown(parameters))).toEqual(expected)
  })
  it.skipIf(!heavy)('holds for three processors and two pages', () => {
    const model = tlbMutualShootdown({ cpus: 3, pages: 2 })
    expect(explored(model)).toEqual(holds(6583843, 995452, 56))
    const safety = Object.entries(model.properties).filter(([, property]) => !isTemporal(property))
    const reduced = check({ ...model, properties: Object.fromEntries(safety) }, { reductions: ['symmetry'] })
    expect(reduced).toMatchObject({ verdict: 'holds', states: { generated: 1113948, distinct: 167886, depth: 56 } })
  })

  it('asks for these precautions', () => {
    expect(tlbMutualShootdown().precautions).toEqual([forLock, forOthers])
  })
  it('deadlocks when a processor waits for a lock and serves nobody', () => {
    expect(shortestViolation(tlbMutualShootdown({ cpus: 2, pages: 1 }).without(forLock))).toEqual(['no deadlock', 7])
    expect(shortestViolation(tlbMutualShootdown({ cpus: 3, pages: 1 }).without(forLock))).toEqual(['no deadlock', 8])
    // With another page mapped, the hardware goes on fetching and dropping its translations: nothing stops, but they do.
    const [property, steps] = shortestViolation(tlbMutualShootdown({ cpus: 2 }).without(forLock))!
    expect([property, steps]).toEqual(['who waits for acknowledgements gets them', 7])
  })
  it('deadlocks when processors wait for each other and serve nobody', () => {
    expect(shortestViolation(tlbMutualShootdown({ cpus: 2 }).without(forOthers))).toEqual(['no deadlock', 12])
    expect(shortestViolation(tlbMutualShootdown({ cpus: 3 }).without(forOthers))).toEqual(['no deadlock', 16])
  })
  it('need not serve while it waits for acknowledgements if there is one lock for all', () => {
    expect(shortestViolation(tlbMutualShootdown({ cpus: 2, pages: 1 }).without(forOthers))).toBe(null)
    expect(shortestViolation(tlbMutualShootdown({ cpus: 3, pages: 1 }).without(forOthers))).toBe(null)
  })
})

describe('classic failures', () => {
  const withoutEntry = { directory: [[{ table: 0 }]], table: [[{ rights: [] }]] }
  const stale = { rights: ['present', 'writable', 'user'] }

  it.each([
    ['of another processor', 'interrupt the other processors', [{ entry: [null] }, { entry: [stale] }]],
    ['of its own', 'invalidate the own translation', [{ entry: [stale] }, { entry: [null] }]],
  ])('a stale translation %s is used after a missing invalidation', (_, precaution, cpu) => {
    const { broken, state } = lastState(tlbUnmap().without(precaution))
    expect(broken).toBe(cannotUse)
    expect(state).toMatchObject({ tlb: { ...withoutEntry, cpu }, cpu: [{ at: 'unmapped' }, {}] })
  })

  it('a global translation outlives the base reload that should have flushed it', () => {
    const { state } = lastState(tlbGlobalPage().without('flush global translations too'))
    const [own] = (state as { tlb: { cpu: { entry: unknown[] }[] } }).tlb.cpu
    expect(own?.entry).toEqual([expect.objectContaining({ rights: expect.arrayContaining(['global']) })])
  })

  it('two processors wait for each other, with interrupts off', () => {
    const { broken, state } = lastState(
      tlbMutualShootdown().without('serve shoot-downs while waiting for acknowledgements'),
    )
    expect(broken).toBe('no deadlock')
    const deaf = { mode: 'off', pending: ['shootdown'] }
    expect(state).toMatchObject({
      interrupts: { cpu: [deaf, deaf] },
      cpu: [
        { at: 'wait', requests: [1] },
        { at: 'wait', requests: [0] },
      ],
    })
  })
})
