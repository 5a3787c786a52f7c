import type { Outcomes, WitnessStep } from '../src/litmus/models.js'
import { keysOf, type Outcome } from '../src/litmus/outcome.js'
import type { Instruction, LitmusTest, Value } from '../src/litmus/test.js'
import { instructionText } from '../src/litmus/text/print.js'

/** Where a run is: plain values, copied at every step. A buffer entry is a location and a value, or a store fence. */
interface State {
  readonly at: readonly number[]
  readonly registers: readonly { readonly [name: string]: number }[]
  readonly memory: { readonly [loc: string]: number }
  readonly buffers: readonly (readonly Entry[])[]
}
type Entry = readonly [loc: string, value: number] | 'fence'
type Step = readonly [WitnessStep, State]

/**
 * Every outcome under `sc`, `tso` or `pso`, found in the plainest way: all states, by name. One buffer to a processor;
 * under `tso` its oldest entry drains, under `pso` the oldest of any location unless a store fence is before it.
 */
export function referenceOutcomes(test: LitmusTest, model: 'sc' | 'tso' | 'pso'): Outcomes {
  const keys = keysOf(test)
  const memory = Object.fromEntries(keys.filter((key) => !key.includes(':')).map((loc) => [loc, test.init[loc] ?? 0]))
  const start: State = {
    at: test.threads.map(() => 0),
    registers: test.threads.map(() => ({})),
    memory,
    buffers: test.threads.map(() => []),
  }
  const runs = new Map<string, readonly WitnessStep[]>([[JSON.stringify(start), []]])
  const ends = new Map<string, { readonly outcome: Outcome; readonly run: readonly WitnessStep[] }>()
  const queue = [start]
  for (let state = queue.shift(); state !== undefined; state = queue.shift()) {
    const run = runs.get(JSON.stringify(state))!
    const next = [...stepsOf(test, state, model), ...drainsOf(state, model)]
    if (next.length === 0) {
      const outcome = keys.map((key) => valueAt(state!, key))
      if (!ends.has(outcome.join())) ends.set(outcome.join(), { outcome, run })
    }
    for (const [step, after] of next) {
      if (runs.has(JSON.stringify(after))) continue
      runs.set(JSON.stringify(after), [...run, step])
      queue.push(after)
    }
  }
  const outcomes = [...ends.values()].map((end) => end.outcome).sort(ascending)
  return { keys, outcomes, distinct: runs.size, witness: (outcome) => ends.get(outcome.join())?.run ?? null }
}

function valueAt({ memory, registers }: State, key: string): number {
  const [processor, register] = key.split(':')
  return (register === undefined ? memory[key] : registers[Number(processor)]![register]) ?? 0
}

function ascending(a: Outcome, b: Outcome): number {
  const k = a.findIndex((value, i) => value !== b[i])
  return k < 0 ? 0 : a[k]! - b[k]!
}

function stepsOf(test: LitmusTest, state: State, model: string): Step[] {
  return test.threads.flatMap((thread, p): Step[] => {
    const instruction = thread[state.at[p]!]
    const after = instruction === undefined ? null : run(instruction, state, p, model)
    if (after === null) return []
    const at = state.at.with(p, state.at[p]! + 1)
    return [
      [
        { processor: p, text: instructionText(instruction!) },
        { ...after, at },
      ],
    ]
  })
}

/** What an instruction does; null if it must wait. */
function run(i: Instruction, state: State, p: number, model: string): State | null {
  const buffer = state.buffers[p]!
  const own = buffer.findLast((entry) => entry !== 'fence' && 'loc' in i && entry[0] === i.loc)
  const seen = 'loc' in i ? (own === undefined || own === 'fence' ? state.memory[i.loc]! : own[1]) : 0
  const value = (v: Value) => (typeof v === 'number' ? v : (state.registers[p]![v.reg] ?? 0) + (v.add ?? 0)) | 0
  const reading = (reg: string | undefined): State =>
    reg === undefined ? state : { ...state, registers: state.registers.with(p, { ...state.registers[p], [reg]: seen }) }
  const writing = (from: State, loc: string, v: number): State =>
    model === 'sc' || i.op !== 'store'
      ? { ...from, memory: { ...from.memory, [loc]: v } }
      : { ...from, buffers: from.buffers.with(p, [...buffer, [loc, v]]) }
  switch (i.op) {
    case 'store':
      return writing(state, i.loc, value(i.val))
    case 'load':
      return reading(i.reg)
    case 'lfence':
      return state
    case 'sfence':
      return buffer.length === 0 ? state : { ...state, buffers: state.buffers.with(p, [...buffer, 'fence']) }
    case 'xchg':
      return buffer.length > 0 ? null : writing(reading(i.reg), i.loc, value(i.val))
    case 'xadd':
      return buffer.length > 0 ? null : writing(reading(i.reg), i.loc, (seen + value(i.val)) | 0)
    case 'cmpxchg':
      if (buffer.length > 0) return null
      return seen === value(i.expect) ? writing(reading(i.reg), i.loc, value(i.val)) : reading(i.reg)
    case 'mfence':
    case 'fence':
      return buffer.length > 0 ? null : state
  }
}

function drainsOf(state: State, model: string): Step[] {
  return state.buffers.flatMap((buffer, p) =>
    buffer.flatMap((entry, n): Step[] => {
      const before = buffer.slice(0, n)
      const waits =
        entry === 'fence' || model === 'tso' ? n > 0 : before.some((b) => b === 'fence' || b[0] === entry[0])
      if (waits) return []
      const buffers = state.buffers.with(p, buffer.toSpliced(n, 1))
      if (entry === 'fence')
        return [
          [
            { processor: p, text: 'store fence passed' },
            { ...state, buffers },
          ],
        ]
      const [loc, value] = entry
      const memory = { ...state.memory, [loc]: value }
      return [
        [
          { processor: p, text: `${loc} = ${value} drains` },
          { ...state, memory, buffers },
        ],
      ]
    }),
  )
}
