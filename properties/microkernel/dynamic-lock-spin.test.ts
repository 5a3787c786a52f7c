import { describe, expect, it } from 'vitest'
import { dynamicLockPrinted } from '../../models/microkernel/index.js'
import { canAskSpin, shortestRun } from './spin.js'
import { shortestViolation } from './verdict.js'

/** The printed listing asked of Spin: a text of its own, in `bench/findings`, which shares nothing with the model. */
const spin = (...defines: readonly string[]) => shortestRun('dynamic-lock-printed.pml', defines)

describe.runIf(canAskSpin)('Spin', () => {
  it('finds a run of the printed listing as short as ours', () => {
    const steps = Math.min(...[0, 1].map((home) => spin(`HOME=${home}`) ?? Number.POSITIVE_INFINITY))
    expect(shortestViolation(dynamicLockPrinted({ cpus: 2 }))).toEqual(['mutual exclusion', steps])
  })
  it.each([0, 1])('finds none in the repaired listing, where processor %i is the home', (home) => {
    expect(spin(`HOME=${home}`, 'REPAIR')).toBe(null)
    expect(spin(`HOME=${home}`, 'REPAIR', 'BEGINS_ENABLED')).toBe(null)
  })
  const three = ['N=3', 'HOME=1', 'REPAIR', 'TURN_AWAY']
  it('finds a run of three processors if the new state may wait in a store buffer, and none with a fence', () => {
    expect(spin(...three)).toBe(null)
    expect(spin(...three, 'BUFFER')).not.toBe(null)
    expect(spin(...three, 'BUFFER', 'FENCE')).toBe(null)
  })
})
