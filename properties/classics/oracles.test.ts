import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import * as classics from '../../models/classics/index.js'
import { check, type Model } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'
import { type Space, shortestRuns, spaces } from './oracles.js'

// Models are looked up by name.
const systems = { ...classics }

type Configuration = Pick<Space, 'model' | 'parameters' | 'without'>

function modelOf({ model, parameters = {}, without = [] }: Configuration): Model {
  const configured = systems[model].configure(parameters, without)
  if (E.isLeft(configured)) throw new Error(`${model}: ${JSON.stringify(configured.left)}`)
  return configured.right
}

function title({ model, parameters = {}, without = [] }: Configuration): string {
  const values = Object.entries(parameters).map(([name, value]) => `${name} ${value}`)
  return [model, ...values, ...without.map((precaution) => `without "${precaution}"`)].join(', ')
}

describe('the state space is as large as another checker found it', () => {
  for (const space of spaces) {
    const { distinct, generated, depth, source } = space
    test.skipIf(space.heavy && !heavy)(`${title(space)} [${source}]`, () => {
      const { states, ledger } = check(modelOf(space), { keepGoing: true })
      expect(ledger.coverage).toBe('exhaustive')
      expect(states).toMatchObject({
        distinct,
        ...(generated === undefined ? {} : { generated }),
        ...(depth === undefined ? {} : { depth }),
      })
    })
  }
})

describe('the shortest run is as long as another checker found it', () => {
  for (const run of shortestRuns)
    test(`${title(run)}: ${run.property} [${run.source}]`, () => {
      const result = check(modelOf(run)).properties.find((p) => p.name === run.property)
      expect(result?.finding?.path.length).toBe(run.states)
    })
})

describe.each(Object.entries(systems))('%s', (_, system) => {
  const model = system()

  test('holds, and every step of it can be taken', () => {
    const { verdict, ledger } = check(model)
    expect(verdict).toBe('holds')
    expect(ledger.neverTaken).toEqual([])
  })

  // A fault is not what a precaution is against: without it a claim must break, and not the model.
  test.each(model.precautions)('needs the precaution "%s"', (precaution) => {
    const broken = check(model.without(precaution)).properties.filter((p) => p.verdict === 'violated')
    expect(broken).not.toEqual([])
    expect(broken.filter((p) => p.kind === 'model')).toEqual([])
  })
})
