import { type System, struct, system, withDefault } from '../../../src/index.js'
import type { MemoryModel } from '../../../src/litmus/models.js'
import { isTrue, keysOf, type Outcome } from '../../../src/litmus/outcome.js'
import type { Instruction, LitmusTest } from '../../../src/litmus/test.js'
import { instructionText } from '../../../src/litmus/text/print.js'
import type { Fields } from '../../../src/schema/type.js'
import { type AnyStep, behaviourTools, type Program } from '../../../src/system/behaviour.js'
import { memory, memoryModel } from '../memory/memory.js'
import type { State } from '../memory/variables.js'
import { type AnyMemory, effectOf } from './interpreter.js'
import { rangeOf } from './range.js'

export type LitmusSystem = System<{ readonly memoryModel: typeof memoryModel }>

/**
 * A litmus test as a system: a process for each program, `P0`, `P1` …, one instruction a step, over a memory of the model
 * that is asked for. Its property is that what the test asks about can happen. There is room for every store, so every run
 * comes to its end.
 */
export function litmusSystem(test: LitmusTest): LitmusSystem {
  const { name, description } = test
  const keys = keysOf(test)
  const built = system(name, {
    ...(description === undefined ? {} : { summary: description }),
    parameters: { memoryModel },
    components: ({ memoryModel }) => ({ memory: memoryFor(test, memoryModel) }),
    state: () => struct(registersOf(test)),
    behaviour: ({ components }) => programsOf(test, components.memory),
    properties: ({ reachable, memoryModel }) => {
      const isFinal = finalIn(test, memoryModel)
      return { exists: reachable((s: State) => isFinal(s) && isTrue(test.exists, keys, outcomeIn(s, keys))) }
    },
  })
  return built as unknown as LitmusSystem
}

/** Tells whether a state is one in which every program has ended and all that it stored has reached memory. */
export function finalIn(test: LitmusTest, model: MemoryModel): (s: State) => boolean {
  const { isSettled } = memoryFor(test, model)
  const families = running(test).map(familyOf)
  return (s) => families.every((family) => s[family].at === 'done') && isSettled(s.memory)
}

/** What a state has for each key of the test. */
export function outcomeIn(s: State, keys: readonly string[]): Outcome {
  return keys.map((key) => {
    const [name, register] = key.split(':') as [string, string | undefined]
    return register === undefined ? s.memory[name] : s[familyOf(Number(name))][register]
  })
}

/** The number of the processor that runs the family of this name; null for no such. */
export function cpuOf(family: string | null): number | null {
  const number = family?.match(/^P(\d+)$/)?.[1]
  return number === undefined ? null : Number(number)
}

const familyOf = (cpu: number) => `P${cpu}`

/** The processors that have something to do. */
function running({ threads }: LitmusTest): number[] {
  return threads.flatMap((thread, cpu) => (thread.length === 0 ? [] : [cpu]))
}

function memoryFor(test: LitmusTest, model: MemoryModel): AnyMemory {
  const { threads, init } = test
  const word = rangeOf(test)
  const locations = keysOf(test).filter((key) => !key.includes(':'))
  const variables = Object.fromEntries(locations.map((loc) => [loc, withDefault(word, init[loc] ?? 0)]))
  const entries = Math.max(1, ...threads.map((thread) => thread.length))
  const messages = Math.max(2, ...locations.map((loc) => 1 + storesTo(loc, threads)))
  return memory({ model, cpus: threads.length, variables, entries, messages, sequential: sequentialIn(threads) })
}

function storesTo(loc: string, threads: LitmusTest['threads']): number {
  return threads.flat().filter((i) => 'loc' in i && i.op !== 'load' && i.loc === loc).length
}

function sequentialIn(threads: LitmusTest['threads']) {
  const isSequential = (i: Instruction) => i.op === 'mfence' || ('order' in i && i.order === 'sc')
  const [fences, accesses] = [false, true].map((access) =>
    threads.flat().some((i) => isSequential(i) && 'loc' in i === access),
  )
  return { fences: fences!, accesses: accesses! }
}

/** For each processor a record of all registers that its program mentions; they start at 0. */
function registersOf(test: LitmusTest): Fields {
  const word = withDefault(rangeOf(test), 0)
  return Object.fromEntries(
    running(test).map((cpu) => {
      const mentioned = JSON.stringify(test.threads[cpu]).matchAll(/"reg":"([^"]+)"/g)
      return [familyOf(cpu), struct(Object.fromEntries([...mentioned].map(([, register]) => [register!, word])))]
    }),
  )
}

function programsOf(test: LitmusTest, memory: AnyMemory): Program[] {
  return running(test).map((cpu) => {
    const steps = test.threads[cpu]!.map((instruction, i) => {
      const effect = effectOf(instruction, memory, cpu)
      const step = (s: State, me: State) => effect(s.memory, me)
      return [labelOf(test.threads[cpu]!.map(instructionText), i), step as AnyStep] as const
    })
    return behaviourTools.program(familyOf(cpu) as never, Object.fromEntries(steps) as never)
  })
}

/** The text of an instruction; where it stands more than once in a program, with a number. */
function labelOf(texts: readonly string[], i: number): string {
  const before = texts.slice(0, i).filter((text) => text === texts[i]).length
  return before === 0 ? texts[i]! : `${texts[i]} (${before + 1})`
}
