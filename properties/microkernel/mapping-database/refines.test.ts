import { describe, expect, it } from 'vitest'
import { mappingDatabase } from '../../../models/microkernel/mapping-database/mapping-database.js'
import { check } from '../../../src/index.js'

type Given = Parameters<typeof mappingDatabase>[0]

const TREE = 'is a tree of mappings'
const ONE_BY_ONE = 'cannot be told from operations one after the other'

function judged(given: Given, property: string) {
  return check(mappingDatabase(given)).properties.find((p) => p.name === property)!
}

const heavy = process.env.SHOOTDOWN_HEAVY === '1'
const small = ['one subsystem', 'two subsystems', 'granting'] as const
const parallel = ['two mappings of a frame', 'pages of two sizes', 'overlapping sets', 'one target'] as const
const large = [...parallel, 'restriction', 'granting to another subsystem'] as const

describe('the mapping database', () => {
  it.each([...small, ...(heavy ? (['two levels', ...large] as const) : [])])(
    'refines the abstract tree: %s',
    (scenario) => {
      expect(judged({ scenario, refinement: true }, TREE)).toMatchObject({ verdict: 'holds', vacuous: false })
    },
  )

  it.each(['one subsystem', 'granting', ...(heavy ? large : [])] as const)('is linearizable: %s', (scenario) => {
    const result = judged({ scenario, linearizability: true }, ONE_BY_ONE)
    expect(result).toMatchObject({ verdict: 'holds', vacuous: false })
  })

  it.each(['one target', ...(heavy ? (['two levels', ...parallel.slice(0, 3)] as const) : [])] as const)(
    'refines it with three processors and an operation each: %s',
    (scenario) => {
      const result = judged({ cpus: 3, rounds: 1, scenario, refinement: true }, TREE)
      expect(result).toMatchObject({ verdict: 'holds', vacuous: false })
    },
  )
  it.each(['one target', ...(heavy ? (['two levels', 'overlapping sets'] as const) : [])] as const)(
    'is linearizable with three processors and an operation each: %s',
    (scenario) => {
      const result = judged({ cpus: 3, rounds: 1, scenario, linearizability: true }, ONE_BY_ONE)
      expect(result).toMatchObject({ verdict: 'holds', vacuous: false })
    },
  )
  it.each([
    ['two mappings of a frame', 30],
    ['pages of two sizes', 34],
  ] as const)('is not when two of three look into a subsystem each: %s', (scenario, steps) => {
    const { verdict, finding } = judged({ cpus: 3, rounds: 1, scenario, linearizability: true }, ONE_BY_ONE)
    expect([verdict, finding!.path.length - 1]).toEqual(['violated', steps])
  })

  it('is linearizable when locks are kept from page to page', () => {
    const result = judged({ scenario: 'one subsystem', linearizability: true, fusing: true }, ONE_BY_ONE)
    expect(result).toMatchObject({ verdict: 'holds', vacuous: false })
  })

  it('is not linearizable when an operation walks through several subsystems', () => {
    const { verdict, finding } = judged({ scenario: 'two subsystems', linearizability: true }, ONE_BY_ONE)
    expect([verdict, finding!.path.length - 1]).toEqual(['violated', 37])
  })
  it.each(['one by one', 'at the end'] as const)(
    'nor when somebody hands on to a place that was cleared before, with locks released %s',
    (release) => {
      const { verdict, finding } = judged({ linearizability: true, release }, ONE_BY_ONE)
      expect([verdict, finding!.path.length - 1]).toEqual(['violated', 28])
    },
  )
  it('is, where nobody does that, when the locks are kept to the end', () => {
    const given = { scenario: 'two subsystems', linearizability: true, release: 'at the end' } as const
    expect(judged(given, ONE_BY_ONE)).toMatchObject({ verdict: 'holds', vacuous: false })
  })
})
