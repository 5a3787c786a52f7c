import { describe, expect, it } from 'vitest'
import { dynamicLock } from '../../models/microkernel/index.js'
import { check, isTemporal, strong } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'

const QUEUE = 2
const SPIN = 0

type Setting = NonNullable<Parameters<typeof dynamicLock>[0]>
type Fairness = ReturnType<typeof dynamicLock>['fairness']

/** Of who waits for the lock beneath, of promotions, and of demotions. */
function verdicts(parameters: Setting, fairness: (declared: Fairness) => Fairness = (f) => f) {
  const model = dynamicLock({ cpus: 2, liveness: true, ...parameters })
  const { properties } = check(model, { keepGoing: true, fairness: fairness(model.fairness) })
  return properties.filter((p) => isTemporal(p)).map((p) => `${p.verdict}${p.vacuous ? ', vacuous' : ''}`)
}

const always = ['holds', 'holds', 'holds']
const never = ['violated', 'violated', 'violated']
const whoFindsItFreeGetsIt = (declared: Fairness) => [...declared, strong('cpu')]

describe('in the end', () => {
  const memories: readonly Setting[] = [
    { memoryModel: 'sc' },
    { memoryModel: 'tso', entries: 1 },
    { memoryModel: 'pso', entries: 1 },
  ]
  const spinning = heavy ? [...memories, { cpus: 3 as const }] : memories.slice(0, 2)

  it.each(memories.slice(0, heavy ? undefined : 1))(
    'a queue lock gives everybody the lock, and transitions are completed: %o',
    (parameters) => {
      expect(verdicts({ ...parameters, order: QUEUE })).toEqual(always)
    },
    900_000,
  )
  it.each(spinning)(
    'a spin lock does not: who waits stops the token, and with it every transition: %o',
    (parameters) => {
      expect(verdicts({ ...parameters, order: SPIN })).toEqual(never)
    },
  )
  it.each(spinning)('it does if whoever finds the lock free again and again gets it: %o', (parameters) => {
    expect(verdicts({ ...parameters, order: SPIN }, whoFindsItFreeGetsIt)).toEqual(always)
  })

  it('stores have to leave their buffers', () => {
    const mayStay = (declared: Fairness) =>
      whoFindsItFreeGetsIt(declared).filter(({ of }) => of?.[0] !== 'memory.drain')
    expect(verdicts({ memoryModel: 'tso', entries: 1 }, mayStay)).toEqual(never)
  })

  it('a word that wraps may have come round whenever somebody looks', () => {
    expect(verdicts({ counters: 'wrapping' }, whoFindsItFreeGetsIt)).toEqual(['holds', 'violated', 'violated'])
  })
})
