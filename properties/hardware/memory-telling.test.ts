import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { peterson } from '../../models/classics/peterson.js'
import { operand } from '../../models/hardware/litmus/interpreter.js'
import { cpuOf, litmusSystem } from '../../models/hardware/litmus/system.js'
import { memory } from '../../models/hardware/memory/memory.js'
import { runs as runsOf } from '../../src/fast-check/index.js'
import {
  accountOf,
  array,
  blocked,
  check,
  int,
  type MemoryModel,
  type Model,
  memoryModels,
  struct,
  system,
} from '../../src/index.js'
import type { Instruction, LitmusTest } from '../../src/litmus/test.js'
import { propertyReport } from '../../src/report/report.js'
import { violationText } from '../../src/report/terminal.js'
import { along } from '../../src/search/along.js'
import { expansionOf } from '../../src/search/expansion.js'
import { walkerOf } from '../../src/trace/run.js'
import { runs } from '../../test/runs.js'
import { randomC11, randomX86 } from './random-litmus.js'

/** The run that breaks the model's first property, as a terminal shows it, up to the command. */
function shown(model: Model, verbose = false): string {
  const property = check(model).properties[0]!
  const told = propertyReport({ model }, property, 'again')
  const lines = violationText(told, { columns: 80, colours: false, verbose })
  return lines.slice(2, lines.indexOf('  See it again:') - 1).join('\n')
}

describe('a run of memory tells what was read and stored', () => {
  test('under sc, and nothing else', () => {
    expect(shown(peterson({ memoryModel: 'sc' }).without('give the other the turn'))).toBe(`\
   1  process 0  idle → raise flag
   2  process 1  idle → raise flag
   3  process 1  raise flag → give turn
                   stores wants[1] = true
   4  process 1  give turn → wait
   5  process 1  wait → critical
                   reads wants[0] = false
   6  process 0  raise flag → give turn
                   stores wants[0] = true
   7  process 0  give turn → wait
   8  process 0  wait → critical
                   reads wants[1] = true; reads turn = process 0

  After step 8, "mutual exclusion" does not hold.`)
  })

  test('under tso: what waits in a buffer, and who does not see it', () => {
    expect(shown(peterson({ memoryModel: 'tso' }))).toBe(`\
   1  process 0  idle → raise flag
   2  process 0  raise flag → give turn
                   stores wants[0] = true (in its buffer)
   3  process 0  give turn → wait
                   stores turn = process 1 (in its buffer)
   4  process 0  wait → critical
                   reads wants[1] = false
   5  process 1  idle → raise flag
   6  process 1  raise flag → give turn
                   stores wants[1] = true (in its buffer)
   7  process 1  give turn → wait
                   stores turn = process 0 (in its buffer)
   8  process 1  wait → critical
                   reads wants[0] = false (true is still in the buffer of cpu 0)

  After step 8, "mutual exclusion" does not hold.

  memory then: turn process 0, wants [false, false]
    in the buffer of cpu 0: wants[0] = true, turn = process 1
    in the buffer of cpu 1: wants[1] = true, turn = process 0`)
  })

  test('under pso: what a fence keeps in its buffer, and what overtakes it', () => {
    const text = shown(peterson({ memoryModel: 'pso', 'giving the turn': 'release' }))
    expect(text).toContain('stores wants[0] = true (in its buffer)')
    expect(text).toContain('stores turn = process 1 (in its buffer, behind a store fence)')
  })

  test('under rc11: what is stale, what goes along, and what may still be read', () => {
    expect(shown(peterson({ memoryModel: 'rc11', 'giving the turn': 'release' }))).toBe(`\
   1  process 0  idle → raise flag
   2  process 0  raise flag → give turn
                   stores wants[0] = true
   3  process 0  give turn → wait
                   stores turn = process 1 (release: carries wants[0] = true)
   4  process 0  wait → critical
                   reads wants[1] = false
   5  process 1  idle → raise flag
   6  process 1  raise flag → give turn
                   stores wants[1] = true
   7  process 1  give turn → wait
                   stores turn = process 0 (before the newer process 1; release:
                       carries wants[1] = true)
   8  process 1  wait → critical
                   reads wants[0] = false (stale: true is newer)

  After step 8, "mutual exclusion" does not hold.

  memory then: turn process 1, wants [true, true]
    cpu 0 may still read wants[1] = false
    cpu 1 may still read turn = process 0, wants[0] = false`)
  })

  test.each(memoryModels)('with all that memory keeps to itself under %s if that is asked for', (memoryModel) => {
    const model = peterson({ memoryModel }).without('give the other the turn')
    const paths = (verbose: boolean) => shown(model, verbose).match(/memory\.[a-z]+/g) ?? []
    expect(paths(false).filter((path) => path !== 'memory.drain')).toEqual([])
    expect(paths(true)).toContain(
      { sc: 'memory.wants', tso: 'memory.buffer', pso: 'memory.buffer', rc11: 'memory.history' }[memoryModel],
    )
  })
})

test('other names are told with the values that go by them, also of those that wait in a buffer', () => {
  const model = system('renaming', {
    components: () => ({ memory: memory({ model: 'tso', cpus: 1, variables: { x: int(0, 3), y: int(0, 3) } }) }),
    state: () => struct({ cpu: array(1, struct({})) }),
    behaviour: ({ program, components: { memory } }) => [
      program('cpu', {
        store: (s) => memory.store(s.memory, 0, 'x', 3),
        rename: (s) => {
          memory.rename(s.memory, 'x', (value) => value && value - 1)
          memory.rename(s.memory, 'y', (value) => value && value - 1)
        },
        load: (s) => (memory.load(s.memory, 0, 'x') === 2 ? 'done' : blocked),
      }),
    ],
    properties: ({ always }) => ({ 'it goes on': always((s) => s.cpu.get(0).at !== 'done') }),
  })()
  expect(told(model)).toEqual([
    'stores x = 3 (in its buffer)',
    'in x, 3 is called 2 from now on',
    'reads x = 2 (from its own buffer)',
  ])
})

test('where a process has another number than its processor, or none, the processor is named', () => {
  const model = system('named', {
    components: () => ({ memory: memory({ model: 'sc', cpus: 2, variables: { x: int(0, 3) } }) }),
    state: () => struct({ one: struct({}), cpu: array(2, struct({})) }),
    behaviour: ({ program, components: { memory } }) => [
      program('one', { add: (s) => void memory.fetchAndAdd(s.memory, 1, 'x', 2) }),
      program('cpu', {
        look: (s, me) => (memory.compareExchange(s.memory, 1 - me.id, 'x', me.id, 1) === 2 ? undefined : blocked),
        fence: (s, me) => memory.storeFence(s.memory, me.id),
      }),
    ],
    properties: ({ always }) => ({ 'it goes on': always((s) => s.cpu.get(0).at !== 'done') }),
  })()
  expect(told(model)).toEqual([
    'cpu 1 reads x = 0 and stores 2 at once',
    'cpu 1 reads x = 2, not 0: stores nothing',
    'passes a store fence',
  ])
})

/** What is told of memory, step by step, in the run to what the first property forbids. */
function told(model: Model) {
  return accountOf(model, check(model).properties[0]!.finding!.path)!.steps.map(({ said }) => said.memory)
}

// biome-ignore lint/suspicious/noExplicitAny: the plain state of a litmus test, whose registers are known by name alone
type Plain = any

const shape = { threads: 3, instructions: 4, locations: 2 }

/** A run of a random litmus test under the memory model. */
function randomRuns(memoryModel: MemoryModel) {
  const tests = memoryModel === 'rc11' ? randomC11(shape) : randomX86(shape)
  return tests.chain((test) => runsOf(litmusSystem(test)({ memoryModel })).map((run) => ({ test, run })))
}

describe.each(memoryModels)('in random runs under %s', (memoryModel) => {
  it('every instruction is told with what it reads and stores', () => {
    fc.assert(
      fc.property(randomRuns(memoryModel), ({ test, run: { model, path, initial, steps } }) => {
        const account = accountOf(model, path)!
        const next = test.threads.map((thread) => thread[Symbol.iterator]())
        for (const [i, { event, state }] of steps.entries()) {
          const before = (i === 0 ? initial : steps[i - 1]!.state) as Plain
          const after = state as Plain
          const cpu = cpuOf(event.process)
          const expected =
            cpu === null
              ? drained(event.arguments, before, after)
              : deed(next[cpu]!.next().value!, before[event.process!], after[event.process!])
          const said = account.steps[i]!.said.memory!
          expect(said.replace(/ \(.*\)$/, '')).toBe(expected)
          if (memoryModel === 'sc') expect(said).toBe(expected)
        }
      }),
      { numRuns: runs(30) },
    )
  })
})

function deed(instruction: Instruction, before: Plain, after: Plain): string {
  switch (instruction.op) {
    case 'load':
      return `reads ${instruction.loc} = ${after[instruction.reg!]}`
    case 'store':
      return `stores ${instruction.loc} = ${operand(instruction.val, before)}`
    case 'mfence':
      return 'passes a full fence'
    case 'sfence':
      return 'passes a store fence'
    case 'lfence':
      return 'passes an acquire fence'
    case 'fence': {
      const order = { acq: 'an acquire', rel: 'a release', acqrel: 'an acquire and release', sc: 'a full' }
      return `passes ${order[instruction.order!]} fence`
    }
    default: {
      const { op, loc } = instruction
      const old = after[instruction.reg!]
      const value = operand(instruction.val, before)
      if (op !== 'cmpxchg' || old === operand(instruction.expect, before))
        return `reads ${loc} = ${old} and stores ${op === 'xadd' ? old + value : value} at once`
      return `reads ${loc} = ${old}, not ${operand(instruction.expect, before)}: stores nothing`
    }
  }
}

/** One variable of memory has a new value then, or has the value that it is given again. */
function drained(given: { readonly [name: string]: unknown }, before: Plain, after: Plain): string {
  const { cpu } = given as { readonly cpu: number }
  const { buffer } = before.memory
  const at = given.at ?? buffer[cpu][0].at
  return `${at} = ${after.memory[at as string]} of cpu ${cpu} reaches memory`
}

test('under rc11 a processor can read what it is said to be able to read, and nothing else', () => {
  fc.assert(
    fc.property(randomRuns('rc11'), ({ test, run: { model, path } }) => {
      const readable = valuesIn(accountOf(model, path)!.end.memory!.lines)
      const expansion = expansionOf(model)
      along(expansion, path, () => {})
      const found = new Map<string, Set<number>>()
      expansion.successors(0, 0, () => {
        const { process, label } = expansion.event()
        const cpu = cpuOf(process)!
        const instruction = instructionAt(test, cpu, model, label)
        if (instruction.op !== 'load' || (instruction.order ?? 'rlx') !== 'rlx') return
        const key = `${cpu} ${instruction.loc}`
        found.set(key, (found.get(key) ?? new Set()).add((expansion.plain() as Plain)[process!][instruction.reg!]))
      })
      expansion.load(expansion.current, 0)
      const { memory } = expansion.plain() as Plain
      for (const [key, values] of found) {
        const newest = memory[key.split(' ')[1]!]
        expect([...values].sort(), key).toEqual([...(readable.get(key) ?? []), newest].sort())
      }
    }),
    { numRuns: runs(80) },
  )
})

test('a fence keeps a processor from what is old as soon as another has not seen what it stored', () => {
  const thread = (own: string, other: string): Instruction[] => [
    { op: 'store', loc: own, val: 1 },
    { op: 'fence', order: 'sc' },
    { op: 'load', loc: other, reg: 'r0' },
  ]
  const buffering = {
    name: 'SB',
    init: { x: 0, y: 0 },
    threads: [thread('x', 'y'), thread('y', 'x')],
    exists: { and: [] },
  }
  const model = litmusSystem(buffering)({ memoryModel: 'rc11' })
  const walker = walkerOf(model)
  const path: number[] = []
  const take = (process: string) =>
    walker.take((event, position) => event.process === process && path.push(position) > 0)
  walker.begin((_, position) => path.push(position) > 0)
  const linesAfter = (process: string) => {
    take(process)
    return accountOf(model, path)!.end.memory!.lines
  }
  expect([1, 2, 3].map(() => linesAfter('P0'))).toEqual(Array(3).fill(['cpu 1 may still read x = 0']))
  expect(linesAfter('P1')).toEqual(['cpu 0 may still read y = 0', 'cpu 1 may still read x = 0'])
  expect(linesAfter('P1')).toEqual(['cpu 0 may still read y = 0'])
})

/** The instruction at a label of a processor's program: labels are in the order of the instructions. */
function instructionAt({ threads }: LitmusTest, cpu: number, { behaviour }: Model, label: string): Instruction {
  const program = behaviour.find((b) => b.name === `P${cpu}`)!
  return threads[cpu]![program.kind === 'program' ? program.labels.indexOf(label) : -1]!
}

/** `cpu 1 may still read x = 0 or 2, y = 1`: by processor and location. */
function valuesIn(lines: readonly string[]): Map<string, number[]> {
  return new Map(
    lines.flatMap((line) => {
      const [, cpu, rest] = /^cpu (\d+) may still read (.*)$/.exec(line)!
      return rest!.split(', ').map((text): [string, number[]] => {
        const [at, values] = text.split(' = ') as [string, string]
        return [`${cpu} ${at}`, values.split(' or ').map(Number)]
      })
    }),
  )
}
