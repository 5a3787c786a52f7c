import { describe, expect, it } from 'vitest'
import { tlbVersionMasks } from '../../models/microkernel/index.js'
import { CLAIM } from '../../models/microkernel/tlb-coherency/claims.js'
import { permissions } from '../../models/microkernel/tlb-coherency/permission.js'
import { memoryPermission } from '../../spec/index.js'
import { check, withProperties } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'
import { explored, holds, shortestViolation } from './verdict.js'

type Parameters = NonNullable<globalThis.Parameters<typeof tlbVersionMasks>[0]>

const small = { fills: 'at once', begin: 'neighbours' } as const

/** The claim alone. */
function claimed(parameters: Parameters) {
  const model = tlbVersionMasks(parameters)
  const { verdict, states } = check({ ...model, properties: { [CLAIM]: model.properties[CLAIM]! } })
  return { verdict, ...states }
}

describe('tlb-version-masks', () => {
  it('holds for three processors, two of them in the space', () => {
    expect(check(tlbVersionMasks(small))).toMatchObject({ verdict: 'holds', states: { distinct: 14726 } })
  })
  it.skipIf(!heavy)('holds when TLBs fill whenever they like', { timeout: 600_000 }, () => {
    expect(explored(tlbVersionMasks())).toEqual(holds(2839225, 736990, 128))
  })
  it.skipIf(!heavy).each([
    [{ fills: 'at once' }, { generated: 1109888, distinct: 376467, depth: 127 }],
    [
      { fills: 'at once', tracking: 'exact sets' },
      { generated: 226911, distinct: 82819, depth: 91 },
    ],
    [
      { ...small, pages: 2 },
      { generated: 3710869, distinct: 1287576, depth: 133 },
    ],
    [
      { ...small, versions: 'wrapping' },
      { generated: 453359, distinct: 218845, depth: 145 },
    ],
  ] as const)('keeps the claim for %o', { timeout: 600_000 }, (parameters, states) => {
    expect(claimed(parameters)).toEqual({ verdict: 'holds', ...states })
  })

  it('is a strict page permission, as far as what is in a TLB is used', () => {
    const model = tlbVersionMasks({ begin: 'neighbours' })
    const { isGranted, hasCached } = permissions('everything')
    const asked = withProperties({ ...model, properties: {} } as typeof model, ({ refines }) => ({
      strict: refines(memoryPermission({ cpus: 3, pages: 1 }), (s) => ({
        granted: isGranted(s, 0) ? [0] : [],
        usable: s.cpu.map(({ at }, cpu) => (hasCached(s, cpu, 0) && !at.endsWith(': reload') ? [0] : [])),
        takes: s.cpu.map(({ takes }) => [...takes]),
      })),
    }))
    expect(check(asked).verdict).toBe('holds')
  })

  const steps = {
    'take over the mask that is outstanding': 19,
    'merge the versions of all that the old mask selects': 43,
    'merge the versions that are outstanding': 43,
    'count a reload before it, not after it': 29,
  }
  it('asks for these precautions', () => {
    expect(tlbVersionMasks().precautions).toEqual(Object.keys(steps))
  })
  it.each(Object.entries(steps))('goes wrong without: %s', (precaution, length) => {
    expect(shortestViolation(tlbVersionMasks(small).without(precaution))).toEqual([CLAIM, length])
  })
})
