import { match, P } from 'ts-pattern'
import type { Instruction, Value } from '../test.js'
import type { Cursor } from '../text/cursor.js'
import { type Operand, readOperands } from './operand.js'
import { type Flavour, Registers } from './registers.js'

interface Given {
  readonly op: string
  readonly operands: readonly Operand[]
  readonly isLocked: boolean
}

const memory = { tag: 'memory', loc: P.string } as const
const register = { tag: 'register', reg: P.string } as const
const constant = { tag: 'constant', value: P.number } as const
const source = P.union(register, constant)

const UNDERSTOOD = 'MOV, XCHG, LOCK XADD, LOCK CMPXCHG, LOCK INC, DEC, ADD, SUB, MFENCE, SFENCE, LFENCE and NOP'
const KNOWN = /^(MOV|XCHG|XADD|CMPXCHG|INC|DEC|ADD|SUB|[MSL]FENCE|NOP)$/

/** One processor's program, read instruction by instruction. */
export class Program {
  readonly instructions: Instruction[] = []
  readonly registers: Registers

  constructor(
    private readonly flavour: Flavour,
    initial: ReadonlyMap<string, number> = new Map(),
  ) {
    this.registers = new Registers(initial)
  }

  read(cursor: Cursor): void {
    cursor.atEnd()
    const { at } = cursor
    const isLocked = cursor.take(/lock\b/iy) !== null
    const word = cursor.expect(/[A-Za-z_.]\w*/y, 'an instruction')
    if (cursor.sees(/:/y)) cursor.fail('labels and jumps are not understood: a test is a straight line', at)
    const op = word.toUpperCase().replace(/^(MOV|XCHG|XADD|CMPXCHG|INC|DEC|ADD|SUB)[LQ]$/, '$1')
    if (!KNOWN.test(op)) cursor.fail(`${word} is not understood; there is ${UNDERSTOOD}`, at)
    const operands = readOperands(cursor, this.flavour)
    cursor.expectEnd()
    const refusal = this.take(normal({ op, operands, isLocked }))
    if (refusal !== null) cursor.fail(refusal, at)
  }

  /** Adds what an instruction does; why not, if it cannot be. */
  private take(given: Given): string | null {
    const { registers } = this
    return match(given)
      .with({ op: 'NOP', operands: [] }, () => null)
      .with({ op: 'MFENCE', operands: [] }, () => this.add({ op: 'mfence' }))
      .with({ op: 'SFENCE', operands: [] }, () => this.add({ op: 'sfence' }))
      .with({ op: 'LFENCE', operands: [] }, () => this.add({ op: 'lfence' }))
      .with({ op: 'MOV', operands: [memory, source], isLocked: false }, ({ operands: [{ loc }, from] }) =>
        this.add({ op: 'store', loc, val: this.valueOf(from) }),
      )
      .with({ op: 'MOV', operands: [register, memory], isLocked: false }, ({ operands: [{ reg }, { loc }] }) =>
        this.add({ op: 'load', loc, reg }),
      )
      .with({ op: 'MOV', operands: [register, source], isLocked: false }, ({ operands: [{ reg }, from] }) =>
        registers.hold(reg, this.valueOf(from)),
      )
      .with({ op: 'ADD', operands: [register, constant], isLocked: false }, ({ operands: [{ reg }, { value }] }) =>
        registers.add(reg, value),
      )
      .with({ op: 'ADD', operands: [memory, constant], isLocked: true }, ({ operands: [{ loc }, { value }] }) =>
        this.add({ op: 'xadd', loc, val: value }),
      )
      .with({ op: 'XCHG', operands: [memory, register] }, ({ operands: [{ loc }, { reg }] }) =>
        this.add({ op: 'xchg', loc, val: registers.valueOf(reg), reg }),
      )
      .with({ op: 'XADD', operands: [memory, register], isLocked: true }, ({ operands: [{ loc }, { reg }] }) =>
        this.add({ op: 'xadd', loc, val: registers.valueOf(reg), reg }),
      )
      .with({ op: 'CMPXCHG', operands: [memory, register], isLocked: true }, ({ operands: [{ loc }, { reg }] }) =>
        this.compareAndExchange(loc, registers.valueOf(reg)),
      )
      .otherwise(refusalOf)
  }

  private valueOf(operand: { readonly reg: string } | { readonly value: number }): Value {
    return 'reg' in operand ? this.registers.valueOf(operand.reg) : operand.value
  }

  /** The accumulator holds what is expected, and what was there afterwards: on success these are the same. */
  private compareAndExchange(loc: string, val: Value): string | null {
    const reg = this.flavour === 'X86' ? 'EAX' : 'rax'
    return this.add({ op: 'cmpxchg', loc, expect: this.registers.valueOf(reg), val, reg })
  }

  private add(instruction: Instruction): string | null {
    this.instructions.push(instruction)
    if (!('reg' in instruction) || instruction.reg === undefined) return null
    const other = this.registers.readInto(instruction.reg)
    return other && `${instruction.reg} is overwritten while ${other} still depends on what was read into it`
  }
}

/** Increments and decrements are additions; an exchange names memory first. */
function normal(given: Given): Given {
  return match(given)
    .with({ op: P.union('INC', 'DEC'), operands: [P._] }, ({ op, operands: [to], isLocked }) => ({
      op: 'ADD',
      operands: [to, { tag: 'constant', value: op === 'INC' ? 1 : -1 } as const],
      isLocked,
    }))
    .with({ op: 'SUB', operands: [P._, constant] }, ({ operands: [to, { value }], isLocked }) => ({
      op: 'ADD',
      operands: [to, { tag: 'constant', value: -value | 0 } as const],
      isLocked,
    }))
    .with({ op: 'XCHG', operands: [register, memory] }, ({ operands: [a, b], ...rest }) => ({
      ...rest,
      operands: [b, a],
    }))
    .otherwise(() => given)
}

function refusalOf({ op, operands, isLocked }: Given): string {
  const toMemory = operands[0]?.tag === 'memory'
  if (toMemory && !isLocked && /^(ADD|XADD|CMPXCHG)$/.test(op))
    return 'this reads and writes memory in two steps without LOCK: write it as a load and a store'
  return `${isLocked ? 'LOCK ' : ''}${op} with these operands is not understood`
}
