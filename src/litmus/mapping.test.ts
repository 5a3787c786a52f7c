import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { testFor } from './mapping.js'
import { memoryModels } from './models.js'
import { parseLitmus } from './text/parse.js'
import { instructionText } from './text/print.js'

/** What an instruction becomes under sc, tso, pso and rc11. */
function rendered(instruction: string): string[] {
  const read = parseLitmus(`litmus T\nP0\n${instruction}\nexists (true)`)
  if (E.isLeft(read)) throw new Error(read.left.message)
  return memoryModels.map((model) => testFor(read.right, model).threads[0]!.map(instructionText).join('; '))
}

describe('instructions of x86', () => {
  test.each([
    ['x = 1', 'x = 1'],
    ['r0 = x', 'r0 = x'],
    ['mfence', 'fence.sc'],
    ['sfence', 'fence.rel'],
    ['lfence', 'fence.acq'],
    ['r0 = xchg x 1', 'r0 = xchg.sc x 1'],
    ['r0 = cmpxchg x 0 -> 1', 'r0 = cmpxchg.sc x 0 -> 1'],
    ['xadd x 1', 'xadd.sc x 1'],
  ])('%s stays as it is but for C11', (instruction, c11) => {
    expect(rendered(instruction)).toEqual([instruction, instruction, instruction, c11])
  })
})

describe('orders of C11', () => {
  test.each([
    ['x.rlx = 1', 'x = 1', 'x = 1', 'x = 1'],
    ['x.rel = 1', 'x = 1', 'x = 1', 'sfence; x = 1'],
    ['x.sc = 1', 'x = 1', 'xchg x 1', 'xchg x 1'],
    ['r0 = x.acq', 'r0 = x', 'r0 = x', 'r0 = x'],
    ['r0 = x.sc', 'r0 = x', 'r0 = x', 'r0 = x'],
    ['r0 = xadd.rlx x 1', 'r0 = xadd x 1', 'r0 = xadd x 1', 'r0 = xadd x 1'],
    ['fence.acq', '', '', ''],
    ['fence.rel', '', '', 'sfence'],
    ['fence.acqrel', '', '', 'sfence'],
    ['fence.sc', '', 'mfence', 'mfence'],
  ])('%s', (instruction, ...machines) => {
    expect(rendered(instruction)).toEqual([...machines, instruction])
  })
})
