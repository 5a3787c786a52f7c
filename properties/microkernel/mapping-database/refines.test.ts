import { describe, expect, it } from 'vitest'
import { comesUnder, walks } from '../../../models/microkernel/mapping-database/claims.js'
import { mappingDatabase } from '../../../models/microkernel/mapping-database/mapping-database.js'
import { type ScenarioName, scenarios } from '../../../models/microkernel/mapping-database/scenario.js'
import { mappingTree } from '../../../spec/index.js'
import { check, type Model, sequential, withProperties } from '../../../src/index.js'

type Given = { readonly scenario: ScenarioName } & Parameters<typeof mappingDatabase>[0]

/**
 * The database as the abstract tree: what is taken back is gone all at once as soon as the walk begins, with the lock in
 * hand, and so is what is handed on from there in subsystems that the walk has still to come to.
 */
function asTree(given: Given): Model {
  const { spaces } = scenarios[given.scenario]
  return withProperties(mappingDatabase(given), ({ refines }) => ({
    'is a tree of mappings': refines(mappingTree({ spaces }), (s) => ({
      space: s.entry.map(({ node }, space) => {
        const mapped =
          node !== null && s.member.get(node).life === 'valid' && !s.cpu.some((c) => walks(c) && comesUnder(s, c, node))
        const through = mapped ? [...s.member.get(node).through] : []
        return { at: `space ${space}`, mapped, through }
      }),
    })),
  }))
}

type Space = number
type Outcome = 'done' | 'nothing there' | 'occupied' | 'no memory'

/** What the operations give back when each is carried out as a whole. */
function tree({ spaces, mapped }: (typeof scenarios)[ScenarioName]) {
  return sequential('a tree of mappings', {
    state: () => {
      const through: (Space[] | null)[] = Array.from({ length: spaces }, (_, i) => (i === 0 ? [] : null))
      for (const { from, to } of mapped) through[to] = [...through[from]!, from]
      return through
    },
    operations: ({ pick }) => {
      const map = (has: (Space[] | null)[], from: Space, to: Space): Outcome => {
        const above = has[from]!
        if (above === null) return 'nothing there'
        if (has[to] !== null) return 'occupied'
        if (pick.bool()) return 'no memory'
        has[to] = [...above, from]
        return 'done'
      }
      const takeBack = (has: (Space[] | null)[], from: Space, itself: boolean): Outcome => {
        if (has[from] === null) return 'nothing there'
        for (let i = 0; i < has.length; i++) if (has[i]?.includes(from) || (itself && i === from)) has[i] = null
        return 'done'
      }
      return {
        map,
        'map independently': map,
        unmap: (has, from: Space) => takeBack(has, from, true),
        revoke: (has, from: Space) => takeBack(has, from, false),
      }
    },
  })
}

/** An operation is over as soon as nothing is left to do but to release the lock. */
function asObject(given: Given): Model {
  const spec = tree(scenarios[given.scenario])
  return withProperties(mappingDatabase(given), ({ linearizable }) => ({
    'is a tree of mappings': linearizable(spec, {
      processes: (s) => s.cpu,
      pending: (c) => {
        if (c.at === 'user' || c.at === 'unlock' || c.at === 'return') return null
        const { operation, from, to } = c
        return operation === 'unmap' || operation === 'revoke' ? [operation, from] : [operation, from, to]
      },
      result: (c) => (c.outcome === 'none' ? 'done' : c.outcome),
    }),
  }))
}

const judged = (model: Model) => check(model).properties.find((p) => p.name === 'is a tree of mappings')!

const heavy = process.env.SHOOTDOWN_HEAVY === '1'
const small = ['one subsystem', 'two subsystems'] as const
const large = ['two levels', 'two mappings of a frame', 'pages of two sizes', 'overlapping sets', 'one target'] as const

describe('the mapping database', () => {
  it.each([...small, ...(heavy ? large : [])])('refines the abstract tree: %s', (scenario) => {
    expect(judged(asTree({ scenario }))).toMatchObject({ verdict: 'holds', vacuous: false })
  })

  const inOneAtATime = ['two mappings of a frame', 'one target'] as const
  it.each(['one subsystem', ...(heavy ? inOneAtATime : [])] as const)('is linearizable: %s', (scenario) => {
    expect(judged(asObject({ scenario }))).toMatchObject({ verdict: 'holds', vacuous: false })
  })

  it('is linearizable when locks are kept from page to page', () => {
    const result = judged(asObject({ scenario: 'one subsystem', fusing: true }))
    expect(result).toMatchObject({ verdict: 'holds', vacuous: false })
  })

  it('is not linearizable when an operation walks through several subsystems', () => {
    const { verdict, finding } = judged(asObject({ scenario: 'two subsystems' }))
    expect([verdict, finding!.path.length - 1]).toEqual(['violated', 37])
  })
  it('is again when their locks are kept to the end', () => {
    const result = judged(asObject({ scenario: 'two subsystems', release: 'at the end' }))
    expect(result).toMatchObject({ verdict: 'holds', vacuous: false })
  })
})
