import { describe, expect, it } from 'vitest'
import { mappingDatabase } from '../../../models/microkernel/mapping-database/mapping-database.js'
import { check } from '../../../src/index.js'
import { heavy } from '../../../test/heavy.js'

type Given = Parameters<typeof mappingDatabase>[0]

const TREE = 'is a tree of mappings'
const ONE_BY_ONE = 'cannot be told from operations one after the other'

function judged(given: Given, property: string) {
  return check(mappingDatabase(given)).properties.find((p) => p.name === property)!
}

/** The same, whatever else breaks. */
function judgedAlone(given: Given, property: string) {
  const model = mappingDatabase(given)
  const properties = { [property]: model.properties[property]! }
  return check({ ...model, properties, expected: {} }).properties.find((p) => p.name === property)!
}

const short = ['granting', 'new subsystem'] as const
const parallel = ['two mappings of a frame', 'pages of two sizes', 'overlapping sets', 'one target'] as const
const large = [...parallel, 'restriction', 'granting to another subsystem', 'three levels'] as const

describe('the mapping database', () => {
  it.each([...short, ...(heavy ? (['one subsystem', 'two subsystems', 'two levels', ...large] as const) : [])])(
    'refines the abstract tree: %s',
    (scenario) => {
      expect(judged({ scenario, refinement: true }, TREE)).toMatchObject({ verdict: 'holds', vacuous: false })
    },
  )
  it.skipIf(!heavy).each(['one subsystem', 'two subsystems'] as const)(
    'refines it when locks are kept from page to page: %s',
    (scenario) => {
      const result = judged({ scenario, refinement: true, fusing: true }, TREE)
      expect(result).toMatchObject({ verdict: 'holds', vacuous: false })
    },
  )

  it.each([...short, ...(heavy ? (['one subsystem', ...large] as const) : [])] as const)(
    'is linearizable: %s',
    (scenario) => {
      const result = judged({ scenario, linearizability: true }, ONE_BY_ONE)
      expect(result).toMatchObject({ verdict: 'holds', vacuous: false })
    },
  )
  it.skipIf(!heavy)('is linearizable when locks are kept from page to page', () => {
    const result = judged({ scenario: 'one subsystem', linearizability: true, fusing: true }, ONE_BY_ONE)
    expect(result).toMatchObject({ verdict: 'holds', vacuous: false })
  })

  it.each([
    'one target',
    ...(heavy ? (['two levels', 'three levels', ...parallel.slice(0, 3)] as const) : []),
  ] as const)('refines it with three processors and an operation each: %s', (scenario) => {
    const result = judged({ cpus: 3, rounds: 1, scenario, refinement: true }, TREE)
    expect(result).toMatchObject({ verdict: 'holds', vacuous: false })
  })
  it.each(['one target', ...(heavy ? (['two levels', 'three levels', 'overlapping sets'] as const) : [])] as const)(
    'is linearizable with three processors and an operation each: %s',
    (scenario) => {
      const result = judged({ cpus: 3, rounds: 1, scenario, linearizability: true }, ONE_BY_ONE)
      expect(result).toMatchObject({ verdict: 'holds', vacuous: false })
    },
  )
})

describe('the mapping database with three processors and an operation each', () => {
  it.each(['granting', 'granting to another subsystem', 'restriction', 'new subsystem'] as const)(
    'refines the abstract tree and is linearizable: %s',
    (scenario) => {
      const { properties } = check(
        mappingDatabase({ cpus: 3, rounds: 1, scenario, refinement: true, linearizability: true }),
      )
      const asked = properties.filter(({ name }) => name === TREE || name === ONE_BY_ONE)
      expect(asked.map(({ verdict, vacuous }) => [verdict, vacuous])).toEqual([
        ['holds', false],
        ['holds', false],
      ])
    },
  )
})

describe('a walk through several subsystems', () => {
  it.each([
    [{ scenario: 'two subsystems' }, 37],
    [{ scenario: 'two mappings of a frame', cpus: 3, rounds: 1 }, 30],
    [{ scenario: 'pages of two sizes', cpus: 3, rounds: 1 }, 35],
    [{ scenario: 'two levels', release: 'one by one' }, 29],
    [{ scenario: 'two levels', release: 'at the end' }, 29],
  ] as const)('is not all at once: %o', (given, steps) => {
    const { verdict, finding } = judged({ linearizability: true, ...given }, ONE_BY_ONE)
    expect([verdict, finding!.path.length - 1]).toEqual(['violated', steps])
  })
  it('is, where nobody hands on to a place that it has cleared, when the locks are kept to the end', () => {
    const given = { scenario: 'two subsystems', linearizability: true, release: 'at the end' } as const
    expect(judged(given, ONE_BY_ONE)).toMatchObject({ verdict: 'holds', vacuous: false })
  })

  const first = [
    { scenario: 'two subsystems' },
    { scenario: 'two levels', rounds: 2 },
    { scenario: 'two levels' },
    { scenario: 'three levels' },
    { scenario: 'two mappings of a frame', cpus: 3, rounds: 1 },
    { scenario: 'pages of two sizes', cpus: 3, rounds: 1 },
    { scenario: 'two levels', cpus: 3, rounds: 1 },
    { scenario: 'three levels', cpus: 3, rounds: 1 },
  ] as const
  it.each(first.slice(0, heavy ? first.length : 1))('is, if it takes all the locks first: %o', (given) => {
    const release = 'at the end, taken first'
    const { verdict, vacuous } = judgedAlone({ linearizability: true, release, ...given }, ONE_BY_ONE)
    expect([verdict, vacuous]).toEqual(['holds', false])
  })
})
