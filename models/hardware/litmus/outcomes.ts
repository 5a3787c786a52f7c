import { check, runAlong, withProperties } from '../../../src/index.js'
import type { OutcomesOf, WitnessStep } from '../../../src/litmus/models.js'
import { keysOf, type Outcome } from '../../../src/litmus/outcome.js'
import type { Instruction, LitmusTest } from '../../../src/litmus/test.js'
import { instructionText } from '../../../src/litmus/text/print.js'
import type { Event } from '../../../src/search/expansion.js'
import type { Run } from '../../../src/trace/run.js'
import type { State } from '../memory/variables.js'
import { operand, type Registers } from './interpreter.js'
import { cpuOf, finalIn, litmusSystem, outcomeIn } from './system.js'

/** All that a test can end with under a memory model, by exhaustive search, and a shortest run to each. */
export const outcomesOf: OutcomesOf = (test, memoryModel) => {
  const model = litmusSystem(test)({ memoryModel })
  const keys = keysOf(test)
  const isFinal = finalIn(test, memoryModel)
  const found = new Map<string, Outcome>()
  // A search asks an invariant of every state: so this one is shown all of them.
  const noting = withProperties({ ...model, properties: {} }, ({ always }) => ({
    'is noted': always((s: State) => {
      if (isFinal(s)) {
        const outcome = outcomeIn(s, keys)
        found.set(outcome.join(' '), outcome)
      }
      return true
    }),
  }))
  const { verdict, states, properties } = check(noting, { storage: 'exact' })
  if (verdict !== 'holds') throw new Error(`${test.name} under ${memoryModel}: ${JSON.stringify(properties)}`)
  return {
    keys,
    outcomes: [...found.values()].sort(ascending),
    distinct: states.distinct,
    witness(outcome) {
      const wanted = outcome.join(' ')
      const asking = withProperties({ ...model, properties: {} }, ({ reachable }) => ({
        outcome: reachable((s: State) => isFinal(s) && outcomeIn(s, keys).join(' ') === wanted),
      }))
      const finding = check(asking).properties[0]!.finding
      return finding === null ? null : witnessOf(test, runAlong(model, finding.path))
    },
  }
}

function ascending(a: Outcome, b: Outcome): number {
  const at = a.findIndex((value, i) => value !== b[i])
  return at < 0 ? 0 : a[at]! - b[at]!
}

/** The run as its steps read: each instruction with what it got, and each store when it reaches memory. */
function witnessOf({ threads }: LitmusTest, { initial, steps }: Run): WitnessStep[] {
  const next = threads.map((thread) => thread[Symbol.iterator]())
  return steps.map(({ event, picked, state }, i) => {
    const before = (i === 0 ? initial : steps[i - 1]!.state) as State
    const processor = cpuOf(event.process)
    if (processor === null) return drainText(event.arguments, before)
    const instruction = next[processor]!.next().value!
    const register = 'reg' in instruction ? instruction.reg : undefined
    const got = register === undefined ? '' : ` (${(state as State)[event.process!][register]})`
    const order = orderText(instruction, before[event.process!], picked, before)
    return { processor, text: `${instructionText(instruction)}${got}${order}` }
  })
}

/** That a store is not the newest one to its location, but comes in before another (under C11, where it chooses). */
function orderText(instruction: Instruction, registers: Registers, picked: readonly string[], before: State): string {
  if (!('loc' in instruction) || instruction.op === 'load' || picked.length === 0) return ''
  const { oldest, newer } = before.memory.history[instruction.loc]
  const behind = Number(picked[0])
  const found = behind === 0 ? oldest : newer[behind - 1]
  const stores = instruction.op !== 'cmpxchg' || found.value === operand(instruction.expect, registers)
  return stores && behind < newer.length ? ` (before ${instruction.loc} = ${newer[behind].value})` : ''
}

/** The store that is about to leave its buffer, the only one of its processor or that of a location. */
function drainText({ cpu, at }: Event['arguments'], before: State): WitnessStep {
  const buffer = before.memory.buffer[cpu as number]
  const { at: location = at, value } = at === undefined ? buffer[0] : buffer.waiting[at as string][0]
  return { processor: cpu as number, text: `${location} = ${value} reaches memory` }
}
