import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { outcomesOf } from '../../models/hardware/litmus/outcomes.js'
import { litmusSystem } from '../../models/hardware/litmus/system.js'
import { check } from '../../src/index.js'
import { isTrue } from '../../src/litmus/outcome.js'
import type { LitmusTest } from '../../src/litmus/test.js'
import { finalValues, graphOf } from './graph.js'
import { type LoopingProgram, loopingSystem } from './looping.js'

const MODELS = ['sc', 'tso', 'pso'] as const
type By<T> = { readonly [model in (typeof MODELS)[number]]: T }

interface X86Test extends LitmusTest {
  readonly keys: readonly string[]
  readonly expected: By<'allowed' | 'forbidden'>
  readonly outcomes: By<readonly (readonly number[])[]>
  readonly machine: By<{ readonly states: number; readonly transitions: number; readonly depth: number }>
}

interface LockProgram extends LoopingProgram {
  readonly results: By<{
    readonly distinct: number
    readonly transitions: number
    readonly depth: number
    readonly max_in_cs: number
    readonly shortest_violation_states: number | null
    readonly deadlocks: number
    readonly cannot_finish: number
    readonly final_memory: readonly { readonly [loc: string]: number }[]
  }>
}

function oracle<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`oracles/${file}`, import.meta.url), 'utf8'))
}

describe.each(oracle<{ tests: X86Test[] }>('litmus-x86.json').tests)('litmus test $name', (test) => {
  it.each(MODELS)('has the outcomes and the states that others found under %s', (model) => {
    const { keys, outcomes, distinct } = outcomesOf(test, model)
    expect({ keys, outcomes }).toEqual({ keys: test.keys, outcomes: test.outcomes[model] })
    const allowed = outcomes.some((outcome) => isTrue(test.exists, keys, outcome))
    expect(allowed ? 'allowed' : 'forbidden').toBe(test.expected[model])
    const { states, properties } = check(litmusSystem(test)({ memoryModel: model }), { keepGoing: true })
    const { states: machine, transitions, depth } = test.machine[model]
    expect(states).toEqual({ distinct: machine, generated: transitions + 1, depth })
    expect(distinct).toBe(machine)
    expect(properties[0]!.finding !== null).toBe(allowed)
  })
})

describe.each(oracle<{ programs: LockProgram[] }>('lock-programs.json').programs)(
  'the looping program $name',
  (one) => {
    it.each(MODELS)('does what another enumeration found under %s', (memoryModel) => {
      const expected = one.results[memoryModel]
      const model = loopingSystem(one)({ memoryModel })
      const { states, properties, ledger } = check(model, { keepGoing: true })
      expect(ledger.coverage).toBe('exhaustive')
      expect(states).toEqual({
        distinct: expected.distinct,
        generated: expected.transitions + 1,
        depth: expected.depth,
      })
      const [exclusion, deadlock] = properties
      expect(exclusion!.finding?.path.length ?? null).toBe(expected.shortest_violation_states)
      expect(exclusion!.verdict === 'violated').toBe(expected.max_in_cs > 1)
      expect(deadlock!.verdict).toBe(expected.deadlocks > 0 ? 'violated' : 'holds')
      const graph = graphOf(model)
      expect(graph.cannotFinish).toBe(expected.cannot_finish)
      expect(finalValues(graph, Object.keys(one.init))).toEqual(expected.final_memory)
    })
  },
)
