import { describe, expect, it } from 'vitest'
import { mappingUnmapCoherency } from '../../../models/microkernel/index.js'
import { heavy } from '../../../test/heavy.js'
import { explored, holds, shortestViolation } from '../verdict.js'

const gone = 'the permission is gone everywhere when an operation returns'
const mapped = 'who uses the page when a map operation has returned uses what was mapped'
const late = 'cpu: record late'
const maps = ['cpu: lock to map', 'cpu: test target', 'cpu: exchange', 'clear reference']

describe('mapping-unmap-coherency', () => {
  it.each([
    [{ cpus: 2 }, holds(7719, 3208, 39, { neverTaken: [late, ...maps] })],
    [{ cpus: 3 }, holds(612052, 179412, 57, { neverTaken: [late, ...maps] })],
    [{ maps: 'out of the same subsystem' }, holds(35623, 13728, 61, { neverTaken: [late] })],
    [{ maps: 'out of the same subsystem', overMapping: 'waits' }, holds(36775, 14174, 62, { neverTaken: [late] })],
    [{ maps: 'out of another', overMapping: 'waits' }, holds(84799, 31886, 77, { neverTaken: [late] })],
  ] as const)('holds for %o', (parameters, expected) => {
    expect(explored(mappingUnmapCoherency(parameters))).toEqual(expected)
  })
  it.skipIf(!heavy).each([
    [{ maps: 'out of the same subsystem' }, holds(4714966, 1276779, 80, { neverTaken: [late] })],
    [{ maps: 'out of another', overMapping: 'waits' }, holds(15548008, 4201404, 92, { neverTaken: [late] })],
  ] as const)('holds for three processors and %o', (parameters, expected) => {
    expect(explored(mappingUnmapCoherency({ cpus: 3, ...parameters }))).toEqual(expected)
  })

  it('leaves the page to be seen that was there before if it is mapped over from another subsystem, as printed', () => {
    expect(shortestViolation(mappingUnmapCoherency({ maps: 'out of another' }))).toEqual([mapped, 12])
  })

  const runs = {
    'keep the page-table reference until the epoch has expired': 8,
    'record what is outstanding with the split node': 13,
    'record it before releasing the lock': 13,
    'shoot at what another has left outstanding': 13,
    'return only when the shoot-down is done': 10,
    'tag the record with the processor that shoots': 36,
  }
  it('asks for these precautions', () => {
    expect(new Set(mappingUnmapCoherency().precautions)).toEqual(new Set(Object.keys(runs)))
  })
  it.each(Object.entries(runs))('goes wrong without: %s', (precaution, steps) => {
    expect(shortestViolation(mappingUnmapCoherency().without(precaution))).toEqual([gone, steps])
  })
  it('asks for one more where processors map, too', () => {
    const model = mappingUnmapCoherency({ maps: 'out of the same subsystem' })
    const more = 'shoot at it when mapping, too'
    expect(new Set(model.precautions)).toEqual(new Set([...Object.keys(runs), more]))
    expect(shortestViolation(model.without(more))).toEqual([mapped, 13])
  })
})
