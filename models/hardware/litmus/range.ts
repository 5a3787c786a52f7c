import { int } from '../../../src/index.js'
import type { Instruction, LitmusTest, Value } from '../../../src/litmus/test.js'
import type { IntType } from '../../../src/schema/type.js'

const LOWEST = -(2 ** 31)
const HIGHEST = 2 ** 31 - 1

/** A type that has every value a test can come by. Each instruction is executed once, so each addend counts once. */
export function rangeOf({ init, threads }: Pick<LitmusTest, 'init' | 'threads'>): IntType {
  const instructions = threads.flat()
  const operands = instructions.flatMap(operandsOf)
  const constants = [...Object.values(init), ...operands.flatMap((v) => (typeof v === 'number' ? [v] : []))]
  const addends = [
    ...operands.flatMap((v) => (typeof v === 'number' ? [] : [v.add ?? 0])),
    ...instructions.flatMap((i) => (i.op === 'xadd' && typeof i.val === 'number' ? [i.val] : [])),
  ]
  // What adds a register to a location may at worst double what is there.
  const doublings = instructions.filter((i) => i.op === 'xadd' && typeof i.val !== 'number').length
  const low = Math.min(0, ...constants) + sum(addends.filter((a) => a < 0))
  const high = Math.max(0, ...constants) + sum(addends.filter((a) => a > 0))
  if (doublings === 0) return int(Math.max(LOWEST, low), Math.min(HIGHEST, high))
  const most = Math.max(-low, high) * 2 ** doublings
  return int(Math.max(LOWEST, -most), Math.min(HIGHEST, most))
}

function operandsOf(instruction: Instruction): Value[] {
  switch (instruction.op) {
    case 'store':
    case 'xchg':
    case 'xadd':
      return [instruction.val]
    case 'cmpxchg':
      return [instruction.expect, instruction.val]
    default:
      return []
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}
