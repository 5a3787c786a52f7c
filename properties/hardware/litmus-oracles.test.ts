import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { outcomesOf } from '../../models/hardware/litmus/index.js'
import { memoryModels } from '../../src/litmus/models.js'
import { isTrue } from '../../src/litmus/outcome.js'
import { litmusTest } from '../../src/litmus/test.js'

/**
 * Litmus tests for x86 with their verdicts and complete sets of outcomes under `sc`, `tso` and `pso`, as two enumerations
 * of their own (operational and axiomatic) and herd7 7.57 gave them, all in agreement.
 */
const oracles = JSON.parse(readFileSync(new URL('oracles/litmus-x86.json', import.meta.url), 'utf8')) as {
  readonly tests: readonly (Record<string, unknown> & {
    readonly name: string
    readonly keys: readonly string[]
    readonly expected: Record<string, string>
    readonly outcomes: Record<string, readonly (readonly number[])[]>
  })[]
}

describe.each(memoryModels)('under %s', (model) => {
  it.each(oracles.tests.map((oracle) => [oracle.name, oracle] as const))('%s ends as the oracles say', (_, oracle) => {
    const decoded = litmusTest.decode(oracle)
    if (E.isLeft(decoded)) throw new Error(`${oracle.name} is not a litmus test`)
    const { keys, outcomes } = outcomesOf(decoded.right, model)
    const inOrder = outcomes.map((outcome) => oracle.keys.map((key) => outcome[keys.indexOf(key)]))
    expect(inOrder.toSorted(ascending)).toEqual(oracle.outcomes[model]!.toSorted(ascending))
    const asked = outcomes.some((outcome) => isTrue(decoded.right.exists, keys, outcome))
    expect(asked ? 'allowed' : 'forbidden').toBe(oracle.expected[model])
  })
})

function ascending(a: readonly (number | undefined)[], b: readonly (number | undefined)[]): number {
  const at = a.findIndex((value, i) => value !== b[i])
  return at < 0 ? 0 : a[at]! - b[at]!
}
