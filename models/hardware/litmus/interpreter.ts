import { match, P } from 'ts-pattern'
import type { Instruction, Order as Suffix, Value } from '../../../src/litmus/test.js'
import type { Memory } from '../memory/operations.js'
import type { Order } from '../memory/orders.js'
import type { State } from '../memory/variables.js'

/** A processor's registers, by name. */
export type Registers = { [register: string]: number }

/** One instruction as a step: it changes the memory and the registers, and goes on to the next. */
export type Effect = (memory: State, registers: Registers) => void

/** The operations of a memory whose variables are known by name alone. */
// biome-ignore lint/suspicious/noExplicitAny: a litmus test names its variables when it is read
export type AnyMemory = Memory<any>

/**
 * What an instruction does on a processor. `where` is the location that a name stands for, which may depend on the
 * registers; what has no order written is relaxed.
 */
export function effectOf(
  instruction: Instruction,
  memory: AnyMemory,
  cpu: number,
  where: (loc: string, registers: Registers) => string = (loc) => loc,
): Effect {
  const into = (register: string | undefined, run: (s: State, r: Registers) => number): Effect =>
    register === undefined
      ? (s, r) => void run(s, r)
      : (s, r) => {
          r[register] = run(s, r)
        }
  return match(instruction)
    .with({ op: 'load' }, ({ loc, reg, order }): Effect => {
      return into(reg, (s, r) => memory.load(s, cpu, where(loc, r), orderOf(order) as 'relaxed'))
    })
    .with({ op: 'store' }, ({ loc, val, order }): Effect => {
      return (s, r) => memory.store(s, cpu, where(loc, r), operand(val, r), orderOf(order) as 'relaxed')
    })
    .with({ op: 'xchg' }, ({ loc, val, reg, order }): Effect => {
      return into(reg, (s, r) => memory.exchange(s, cpu, where(loc, r), operand(val, r), orderOf(order)))
    })
    .with({ op: 'cmpxchg' }, ({ loc, expect, val, reg, order }): Effect => {
      return into(reg, (s, r) =>
        memory.compareExchange(s, cpu, where(loc, r), operand(expect, r), operand(val, r), orderOf(order)),
      )
    })
    .with({ op: 'xadd' }, ({ loc, val, reg, order }): Effect => {
      return into(reg, (s, r) => memory.fetchAndAdd(s, cpu, where(loc, r), operand(val, r), orderOf(order)))
    })
    .with({ op: 'mfence' }, (): Effect => (s) => memory.fence(s, cpu))
    .with({ op: 'sfence' }, (): Effect => (s) => memory.storeFence(s, cpu))
    .with({ op: 'lfence' }, (): Effect => (s) => memory.fence(s, cpu, 'acquire'))
    .with(
      { op: 'fence' },
      ({ order }): Effect =>
        (s) =>
          memory.fence(s, cpu, orderOf(order) as 'acquire'),
    )
    .exhaustive()
}

/** The value of an operand: a word of 32 bits. */
export function operand(value: Value, registers: Registers): number {
  return typeof value === 'number' ? value : (registers[value.reg]! + (value.add ?? 0)) | 0
}

function orderOf(suffix: Suffix | undefined): Order {
  return match(suffix)
    .with(P.union(undefined, 'rlx'), () => 'relaxed' as const)
    .with('acq', () => 'acquire' as const)
    .with('rel', () => 'release' as const)
    .with('acqrel', () => 'acquire-release' as const)
    .with('sc', () => 'sequentially consistent' as const)
    .exhaustive()
}
