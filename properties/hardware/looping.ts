import { effectOf, operand, type Registers } from '../../models/hardware/litmus/interpreter.js'
import { memory, memoryModel } from '../../models/hardware/memory/memory.js'
import { int, struct, system, withDefault } from '../../src/index.js'
import type { Instruction, Value } from '../../src/litmus/test.js'
import type { Fields } from '../../src/schema/type.js'
import { type AnyStep, behaviourTools } from '../../src/system/behaviour.js'

/** What a program can do besides its memory operations: jump, set a register, be in its critical section. */
type Control =
  | { readonly op: 'goto'; readonly goto: string }
  | {
      readonly op: 'if'
      readonly reg: string
      readonly rel: '==' | '!=' | '<' | '>'
      readonly to: Value
      readonly goto: string
    }
  | { readonly op: 'set'; readonly reg: string; readonly val: Value }
  | { readonly op: 'cs' }

type Statement = Instruction | Control

/** A text among the statements is a label. */
export interface LoopingProgram {
  readonly name: string
  readonly init: { readonly [loc: string]: number }
  readonly threads: readonly (readonly (Statement | string)[])[]
}

// biome-ignore lint/suspicious/noExplicitAny: registers and locations have the names that the program gives them
type Part = any

/** Programs that loop, as a system: a process for each, one statement a step, as for a litmus test. */
export function loopingSystem({ name, init, threads }: LoopingProgram) {
  const word = int(-8, 127)
  const variables = Object.fromEntries(Object.entries(init).map(([loc, value]) => [loc, withDefault(word, value)]))
  const cpus = threads.length
  const families = threads.map((_, cpu) => `P${cpu}`)
  const memoryOf = (model: 'sc' | 'tso' | 'pso' | 'rc11') => memory({ model, cpus, variables, entries: 8 })
  return system(name, {
    parameters: { memoryModel },
    components: ({ memoryModel }) => ({ memory: memoryOf(memoryModel) }),
    state: () => struct(Object.fromEntries(threads.map((thread, cpu) => [families[cpu]!, registersOf(thread)]))),
    behaviour: ({ components }) =>
      threads.map((thread, cpu) => {
        const steps = stepsOf(thread, (statement) => effectOf(statement, components.memory, cpu, whereOf))
        return behaviourTools.program(families[cpu]! as never, steps as never)
      }),
    properties: ({ always }) => ({
      'mutual exclusion': always((s: Part) => families.filter((p) => /: cs$/.test(s[p].at)).length <= 1),
    }),
  })
}

/** `nxt{r1}` is an element of an array, named with its index. */
function whereOf(loc: string, registers: Registers): string {
  return loc.replace(/\{(\w+)\}/, (_, register: string) => String(registers[register]))
}

function registersOf(thread: LoopingProgram['threads'][number]) {
  const named = JSON.stringify(thread).matchAll(/"reg":"([^"]+)"/g)
  const fields: Fields = Object.fromEntries([...named].map(([, register]) => [register!, int(-8, 127, { default: 0 })]))
  return struct(fields)
}

function stepsOf(
  thread: LoopingProgram['threads'][number],
  effect: (statement: Instruction) => (memory: Part, registers: Registers) => void,
): { [label: string]: AnyStep } {
  const names: string[] = []
  const places = new Map<string, number>()
  const statements: Statement[] = []
  for (const line of thread) {
    if (typeof line === 'string') places.set(line, statements.length)
    else names.push(`${statements.push(line)}: ${line.op}`)
  }
  const at = (label: string) => names[places.get(label)!] ?? 'done'
  const step = (statement: Statement): AnyStep => {
    switch (statement.op) {
      case 'cs':
        return () => {}
      case 'goto':
        return () => at(statement.goto)
      case 'set':
        return (_, me: Part) => {
          me[statement.reg] = operand(statement.val, me)
        }
      case 'if':
        return (_, me: Part) =>
          compare(me[statement.reg], statement.rel, operand(statement.to, me)) ? at(statement.goto) : undefined
      default: {
        const run = effect(statement)
        return (s: Part, me: Part) => run(s.memory, me)
      }
    }
  }
  return Object.fromEntries(statements.map((statement, i) => [names[i]!, step(statement)]))
}

function compare(a: number, relation: '==' | '!=' | '<' | '>', b: number): boolean {
  switch (relation) {
    case '==':
      return a === b
    case '!=':
      return a !== b
    case '<':
      return a < b
    case '>':
      return a > b
  }
}
