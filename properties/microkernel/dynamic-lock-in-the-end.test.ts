import { describe, expect, it } from 'vitest'
import { dynamicLock } from '../../models/microkernel/index.js'
import { check, isTemporal, strong } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'

const QUEUE = 2
const SPIN = 0

type Setting = NonNullable<Parameters<typeof dynamicLock>[0]>
type Fairness = ReturnType<typeof dynamicLock>['fairness']

/**
 * Of who waits for the lock beneath, of promotions, of demotions; of the home processor that comes, of who is in the mask
 * as long as that is so, and of who lets itself into the mask.
 */
function verdicts(parameters: Setting, fairness: (declared: Fairness) => Fairness = (f) => f) {
  const model = dynamicLock({ cpus: 2, liveness: true, ...parameters })
  const { properties } = check(model, { keepGoing: true, fairness: fairness(model.fairness) })
  return properties.filter((p) => isTemporal(p)).map((p) => `${p.verdict}${p.vacuous ? ', vacuous' : ''}`)
}

const holds = 'holds'
const fails = 'violated'
/** Whoever is let in may be left out again, by a demotion, before it has come. */
const butForGuests = [holds, holds, holds, holds, holds, fails]
const never = [fails, fails, fails, fails, fails, fails]
const whoFindsItFreeGetsIt = (declared: Fairness) => [...declared, strong('cpu')]

describe('in the end', () => {
  const memories: readonly Setting[] = [
    { memoryModel: 'sc' },
    { memoryModel: 'tso', entries: 1 },
    { memoryModel: 'pso', entries: 1 },
  ]
  const spinning = heavy ? [...memories, { cpus: 3 as const }] : memories.slice(0, 2)

  it.each(memories.slice(0, heavy ? undefined : 1))(
    'a queue lock gives everybody the lock who is let stay, and transitions are completed: %o',
    (parameters) => {
      expect(verdicts({ ...parameters, order: QUEUE })).toEqual(butForGuests)
    },
  )
  it.each(spinning)(
    'a spin lock does not: who waits stops the token, and with it every transition: %o',
    (parameters) => {
      expect(verdicts({ ...parameters, order: SPIN })).toEqual(never)
    },
  )
  it.each(spinning)('it does if whoever finds the lock free again and again gets it: %o', (parameters) => {
    expect(verdicts({ ...parameters, order: SPIN }, whoFindsItFreeGetsIt)).toEqual(butForGuests)
  })

  it('nobody need ask to be let in for that, the last that is assumed', () => {
    const nobodyAsks = (declared: Fairness) => whoFindsItFreeGetsIt(declared.slice(0, -1))
    expect(verdicts({ order: SPIN }, nobodyAsks)).toEqual(butForGuests)
  })

  it('stores have to leave their buffers', () => {
    const mayStay = (declared: Fairness) =>
      whoFindsItFreeGetsIt(declared).filter(({ of }) => of?.[0] !== 'memory.drain')
    expect(verdicts({ memoryModel: 'tso', entries: 1 }, mayStay)).toEqual(never)
  })

  it('a word that wraps may have come round whenever somebody looks', () => {
    expect(verdicts({ counters: 'wrapping' }, whoFindsItFreeGetsIt)).toEqual([holds, fails, fails, holds, fails, fails])
  })
})
