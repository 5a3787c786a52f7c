import { describe, expect, it } from 'vitest'
import { interruptRequests, interruptSleep } from '../../models/hardware/index.js'
import { check } from '../../src/index.js'
import { explored, holds, shortestViolation } from '../microkernel/verdict.js'
import { lastState } from './last-state.js'

describe('interrupt-requests', () => {
  const served = 'who asks is served'
  const plain = { neverTaken: ['cpu: exchange flag', 'handler: clear flag'] }
  it.each([
    [{ cpus: 1, flag: true }, holds(89, 51, 24)],
    [{ cpus: 2, flag: true }, holds(1023, 404, 28)],
    [{ cpus: 3, flag: true }, holds(11659, 3580, 32)],
    [{ cpus: 4, flag: true }, holds(141881, 36336, 36)],
    [{ cpus: 1, flag: false }, holds(66, 38, 20, plain)],
    [{ cpus: 2, flag: false }, holds(659, 260, 24, plain)],
    [{ cpus: 3, flag: false }, holds(6483, 1980, 28, plain)],
    [{ cpus: 4, flag: false }, holds(67833, 17264, 32, plain)],
  ])('holds for %o', (parameters, expected) => {
    expect(explored(interruptRequests(parameters))).toEqual(expected)
  })

  const posts = 'post the request before the interrupt'
  const all = 'serve every request, not one for each interrupt'
  const clears = 'clear the flag before looking for requests'
  it('asks for these precautions', () => {
    expect(interruptRequests().precautions).toEqual([posts, all, clears])
    expect(interruptRequests({ flag: false }).precautions).toEqual([posts, all])
    expect(interruptRequests({ cpus: 1 }).precautions).toEqual([posts, clears])
  })
  it.each([
    [
      posts,
      true,
      [
        ['no deadlock', 8],
        ['no deadlock', 11],
        ['no deadlock', 14],
      ],
    ],
    [
      clears,
      true,
      [
        ['no deadlock', 14],
        ['no deadlock', 17],
        ['no deadlock', 20],
      ],
    ],
    [
      posts,
      false,
      [
        ['no deadlock', 6],
        ['no deadlock', 9],
        ['no deadlock', 12],
      ],
    ],
  ] as const)('goes wrong without: %s (flag %s)', (precaution, flag, expected) => {
    const found = [1, 2, 3].map((cpus) => shortestViolation(interruptRequests({ cpus, flag }).without(precaution)))
    expect(found).toEqual(expected)
  })
  it.each([
    [true, 13],
    [false, 11],
  ])('goes wrong without: serve every request (flag %s)', (flag, steps) => {
    for (const cpus of [2, 3])
      expect(shortestViolation(interruptRequests({ cpus, flag }).without(all))).toEqual([served, steps])
  })

  it('is lost without a trace if two come to one and one request is served', () => {
    const { broken, state } = lastState(interruptRequests({ flag: false }).without(all))
    expect(broken).toBe(served)
    // Somebody waits, his request is there, and no interrupt is on its way.
    expect(state).toMatchObject({
      requests: [expect.any(Number)],
      handler: { at: 'idle' },
      interrupts: { cpu: [{ mode: 'on', pending: [], inService: null }] },
    })
  })
})

describe('interrupt-sleep', () => {
  it('holds', () => {
    const neverTaken = ['cpu: switch interrupts on']
    expect(explored(interruptSleep())).toEqual(holds(114, 61, 18, { neverTaken }))
  })

  const steps = {
    'post the work before the interrupt': 8,
    'test for work with interrupts off': 8,
    'switch interrupts on and sleep in one step': 9,
  }
  it('asks for these precautions', () => {
    expect(interruptSleep().precautions).toEqual(Object.keys(steps))
  })
  it.each(Object.entries(steps))('goes wrong without: %s', (precaution, length) => {
    const model = interruptSleep().without(precaution)
    expect(shortestViolation(model)).toEqual(['no deadlock', length])
    // The lost wake-up: asleep with work to do, and the interrupt has come and gone.
    expect(lastState(model).state).toMatchObject({
      work: true,
      interrupts: { cpu: [{ mode: 'halted', pending: [], inService: null }] },
    })
  })
  it('is a matter of liveness too, where something else goes on all the time', () => {
    const model = interruptSleep().without('test for work with interrupts off')
    const { properties } = check({ ...model, mayStop: () => true })
    expect(properties.find((p) => p.name === 'work is done')?.verdict).toBe('violated')
  })
})
