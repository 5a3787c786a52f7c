import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { outcomesOf } from '../../models/hardware/litmus/outcomes.js'
import { library } from '../../models/hardware/litmus/tests/index.js'
import { testFor } from '../../src/litmus/mapping.js'
import { memoryModels } from '../../src/litmus/models.js'
import { isTrue } from '../../src/litmus/outcome.js'
import { litmusTest } from '../../src/litmus/test.js'
import { resultUnder } from '../../src/litmus/under.js'

/** Litmus tests with orders of C11, with their complete sets of outcomes as herd7 7.57 gave them with its rc11.cat. */
const oracles = JSON.parse(readFileSync(new URL('oracles/litmus-rc11.json', import.meta.url), 'utf8')) as {
  readonly tests: readonly (Record<string, unknown> & {
    readonly name: string
    readonly keys: readonly string[]
    readonly expected: string
    readonly outcomes: readonly (readonly number[])[]
  })[]
}

describe('a test of the library ends as was published', () => {
  const published = library.flatMap(({ test, source, verdicts }) =>
    memoryModels.flatMap((model) => {
      const verdict = verdicts[model]
      return verdict === undefined ? [] : [[test.name, verdict, model, source, test] as const]
    }),
  )
  it.each(published)('%s is %s under %s (%s)', (_name, verdict, model, _source, test) => {
    expect(resultUnder(test, model, outcomesOf).verdict).toBe(verdict)
  })
})

describe('under rc11', () => {
  it.each(oracles.tests.map((oracle) => [oracle.name, oracle] as const))('%s ends as herd7 says', (_, oracle) => {
    const decoded = litmusTest.decode(oracle)
    if (E.isLeft(decoded)) throw new Error(`${oracle.name} is not a litmus test`)
    const { keys, outcomes } = outcomesOf(testFor(decoded.right, 'rc11'), 'rc11')
    expect({ keys, outcomes }).toEqual({ keys: oracle.keys, outcomes: oracle.outcomes })
    const asked = outcomes.some((outcome) => isTrue(decoded.right.exists, keys, outcome))
    expect(asked ? 'allowed' : 'forbidden').toBe(oracle.expected)
  })
})

describe('a run under rc11', () => {
  const runOf = (name: string, outcome: readonly number[]) => {
    const { test } = library.find((one) => one.test.name === name)!
    const steps = outcomesOf(testFor(test, 'rc11'), 'rc11').witness(outcome)!
    return steps.map(({ processor, text }) => `P${processor}: ${text}`)
  }

  it('says before which other store one comes', () => {
    expect(runOf('2+2W', [2, 2])).toEqual(['P0: x = 2', 'P0: y = 1', 'P1: y = 2', 'P1: x = 1 (before x = 2)'])
  })

  it('says what was read, old or new', () => {
    expect(runOf('MP-rlx', [1, 0, 1, 1])).toEqual(['P0: x = 1', 'P0: y = 1', 'P1: r0 = y (1)', 'P1: r1 = x (0)'])
  })
})
