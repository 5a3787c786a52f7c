import { describe, expect, it } from 'vitest'
import { dynamicLockAssembler, dynamicLockPrinted } from '../../models/microkernel/index.js'
import { askSpin, askSpinOfWholeRuns, canAskSpin, shortestRun } from './spin.js'
import { shortestViolation } from './verdict.js'

/** The findings about the dynamic lock, asked of Spin: texts of their own, in `bench/findings`, which share nothing with the models. */
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
  it('finds a run as short as ours if those who come too early are turned away, and all release the spin lock', () => {
    const steps = [0, 1].map((home) => spin(`HOME=${home}`, 'TURN_AWAY'))
    const model = dynamicLockAssembler({ cpus: 2, promotion: 'turned away' })
    expect(steps.map((n) => ['mutual exclusion', n])).toEqual([shortestViolation(model), shortestViolation(model)])
    expect([0, 1].map((home) => spin(`HOME=${home}`, 'TURN_AWAY', 'REPAIR'))).toEqual([null, null])
  })
  it.each([0, 1])('finds the spin lock left taken if it is released unless disabled, where %i is the home', (home) => {
    expect(spin(`HOME=${home}`, 'REPAIR', 'TESTED')).not.toBe(null)
  })
  it.each([0, 1])(
    'finds a deadlock if the spin lock is kept until a promotion is over, where %i is the home',
    (home) => {
      const asked = (...more: readonly string[]) =>
        askSpin('dynamic-lock-printed.pml', [`HOME=${home}`, 'REPAIR', ...more], ['-A'])
      expect([asked('HOLD'), asked()]).toEqual(['invalid end state', 'no errors'])
    },
  )
  const three = ['N=3', 'HOME=1', 'REPAIR', 'TURN_AWAY']
  it('finds a run of three processors if the new state may wait in a store buffer, and none with a fence', () => {
    expect(spin(...three)).toBe(null)
    expect(spin(...three, 'BUFFER')).not.toBe(null)
    expect(spin(...three, 'BUFFER', 'FENCE')).toBe(null)
  })

  it.each([
    [[], 'no errors', 'no errors'],
    [['NO_RELEASE'], 'assertion violated', 'assertion violated'],
    [['NO_LOCAL'], 'assertion violated', 'assertion violated'],
    [['NO_TOKEN'], 'no errors', 'assertion violated'],
    [['NO_EPOCH'], 'assertion violated', 'no errors'],
  ] as const)(
    'says where stores overtake each other, %o, with each processor as the home: %s, %s',
    (without, ...said) => {
      const verdicts = [0, 1].map((home) => askSpin('dynamic-lock-pso.pml', [`HOME=${home}`, ...without], ['-E']))
      expect(verdicts).toEqual(said)
    },
  )

  it.each([2, 3])('finds that a spin lock that starves one of %i processors stops a transition for ever', (n) => {
    const asked = (...more: readonly string[]) => askSpinOfWholeRuns('dynamic-lock-starves.pml', [`N=${n}`, ...more])
    expect([asked(), asked('QUEUE')]).toEqual(['acceptance cycle', 'no errors'])
  })
})
