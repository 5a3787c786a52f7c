import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { litmusTests } from '../../../test/random-litmus.js'
import { runs } from '../../../test/runs.js'
import { isTrue } from '../outcome.js'
import { litmusTest } from '../test.js'
import { conditionText, parseCondition } from './condition.js'
import { parseLitmus } from './parse.js'
import { litmusText } from './print.js'

const TEXT = `\
# both forms of comment: on a line of its own
litmus SB+rfi  # and behind something
"stores and \\"forwards\\""

{ y = -2; w = 0 }

P0           | P1
x.rel = 1    | r0 = cmpxchg.acqrel y r7 -> r0 - 1
r0 = x.acq   |

mfence       | xadd z 0x10
             | r1 = xchg.sc x r0 + 1
r1 = y       | fence.rel
exists (0:r1 = 0 &
        (1:r1 != 1 | ~(z = 16 | true)))
`

const READ = {
  name: 'SB+rfi',
  description: 'stores and "forwards"',
  init: { w: 0, x: 0, y: -2, z: 0 },
  threads: [
    [
      { op: 'store', loc: 'x', val: 1, order: 'rel' },
      { op: 'load', loc: 'x', reg: 'r0', order: 'acq' },
      { op: 'mfence' },
      { op: 'load', loc: 'y', reg: 'r1' },
    ],
    [
      { op: 'cmpxchg', loc: 'y', expect: { reg: 'r7' }, val: { reg: 'r0', add: -1 }, reg: 'r0', order: 'acqrel' },
      { op: 'xadd', loc: 'z', val: 16 },
      { op: 'xchg', loc: 'x', val: { reg: 'r0', add: 1 }, reg: 'r1', order: 'sc' },
      { op: 'fence', order: 'rel' },
    ],
  ],
  exists: {
    and: [
      { eq: ['0:r1', 0] },
      { or: [{ not: { eq: ['1:r1', 1] } }, { not: { or: [{ eq: ['z', 16] }, { and: [] }] } }] },
    ],
  },
}

test('a test is read', () => {
  expect(parseLitmus(TEXT)).toEqual(E.right(READ))
})

test('and written in columns', () => {
  const read = parseLitmus(TEXT)
  expect(E.isRight(read) && litmusText(read.right)).toBe(`\
litmus SB+rfi
"stores and \\"forwards\\""

{ w = 0; y = -2 }

P0         | P1
x.rel = 1  | r0 = cmpxchg.acqrel y r7 -> r0 - 1
r0 = x.acq | xadd z 16
mfence     | r1 = xchg.sc x r0 + 1
r1 = y     | fence.rel

exists (0:r1 = 0 & (1:r1 != 1 | ~(z = 16 | true)))
`)
})

describe('what is written is read back', () => {
  const shape = {
    processors: 4,
    length: 5,
    locations: ['x', 'y', 'flag_1', 'P0', 'rx'],
    registers: ['r0', 'r12', 'EAX', 'rdi'],
    constants: fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer()),
  }

  test.each([true, false])('with memory orders: %s', (orders) => {
    fc.assert(
      fc.property(litmusTests({ ...shape, orders }), (written) => {
        expect(parseLitmus(litmusText(written))).toEqual(E.right(written))
        expect(litmusTest.decode(JSON.parse(JSON.stringify(written)))).toEqual(E.right(written))
      }),
      { numRuns: runs(300) },
    )
  })
})

describe('claims', () => {
  const asking = (question: string) => {
    const read = parseLitmus(`litmus T\nP0\nx = 1\n${question}`)
    if (E.isLeft(read)) throw new Error(read.left.message)
    return read.right
  }

  test('~exists claims that what it asks about never happens', () => {
    expect(asking('~exists (x = 2)')).toMatchObject({ exists: { eq: ['x', 2] }, claim: '~exists' })
  })

  test('forall asks about what breaks it', () => {
    expect(asking('forall (x = 1)')).toMatchObject({ exists: { not: { eq: ['x', 1] } }, claim: 'forall' })
    expect(asking('forall x != 2')).toMatchObject({ exists: { eq: ['x', 2] }, claim: 'forall' })
  })
})

describe('conditions', () => {
  const keys = ['0:r0', 'x']
  const values = [0, 1].flatMap((a) => [0, 1].map((b) => [a, b]))
  const truth = (text: string) => {
    const condition = parseCondition(text, keys)
    if (E.isLeft(condition)) throw new Error(condition.left.message)
    return values.map((outcome) => isTrue(condition.right, keys, outcome))
  }

  test.each([
    ['0:r0 = 1', (r: boolean, _x: boolean) => r],
    ['0:r0 = 1 & x = 1 | x = 0', (r: boolean, x: boolean) => (r && x) || !x],
    ['x = 0 | 0:r0 = 1 & x = 1', (r: boolean, x: boolean) => !x || (r && x)],
    ['~x = 1 & 0:r0 = 1', (r: boolean, x: boolean) => !x && r],
    ['~(x = 1 & 0:r0 = 1)', (r: boolean, x: boolean) => !(x && r)],
    ['not (P0:r0=1 /\\ [x]=1) \\/ false', (r: boolean, x: boolean) => !(r && x)],
    ['x <> 1 && 0:r0 == 1', (r: boolean, x: boolean) => !x && r],
  ])('%s', (text, meaning) => {
    expect(truth(text)).toEqual(values.map(([r, x]) => meaning(r === 1, x === 1)))
    const condition = parseCondition(text, keys)
    expect(E.isRight(condition) && truth(conditionText(condition.right))).toEqual(truth(text))
  })
})

describe('what is wrong is named with its place', () => {
  const body = (cell: string) => `litmus T\n\nP0    | P1\nx = 1 | ${cell}\nexists (x = 1)\n`
  const asking = (question: string) => `litmus T\nP0\nr0 = x\n${question}\n`

  test.each([
    ['', 1, 1, '"litmus" (or "X86", "X86_64") and a name is expected here, not the end'],
    ['AArch64 MP\n{}', 1, 1, '"litmus" (or "X86", "X86_64") and a name is expected here, not "AArch64"'],
    [
      'litmus T\n"a \\q"\nP0\nx = 1\nexists (x=1)',
      2,
      1,
      '"a \\q" has a backslash with a letter that means nothing after it',
    ],
    ['litmus T\n{ x = 1; x = 2 }\nP0', 2, 10, 'x is given twice'],
    ['litmus T\n{ r0 = 1 }\nP0', 2, 3, 'r0 is no location'],
    ['litmus T\n{ x = 1 y = 2 }\nP0', 2, 9, '";" or "}" is expected here, not "y"'],
    ['litmus T\n{ x = 3000000000 }\nP0', 2, 7, '3000000000 does not fit in 32 bits'],
    ['litmus T\nP0 | P2\n', 2, 6, 'P1, the head of a column, is expected here, not "P2"'],
    ['litmus T\nP0 | P1\nx = 1\nexists (x = 1)', 3, 1, 'this row has 1 columns, the head 2'],
    ['litmus T\nP0\nx = 1 | y = 1\nexists (x = 1)', 3, 8, 'this row has 2 columns, the head 1'],
    [body('y = x'), 4, 13, 'x is no register: what is in memory is read into one first'],
    [body('y == 1'), 4, 12, 'a number or a register is expected here, not "="'],
    [body('r0 = r1'), 4, 14, 'r1 is a register, no location'],
    [body('mfence = 1'), 4, 16, '"=" is not understood here'],
    [body('r0 = 1'), 4, 14, 'a location to read is expected here, not "1"'],
    [body('x.acq = 1'), 4, 10, 'the order here is one of rlx, rel, sc'],
    [body('fence'), 4, 14, 'a fence says its order: fence.acq, fence.rel, fence.acqrel, fence.sc'],
    [body('r0 = cmpxchg x 1 2'), 4, 26, '"->" and the new value is expected here, not "2"'],
    [body('x = 1; y = 2'), 4, 14, '";" is not understood here'],
    [asking(''), 5, 1, 'exists, ~exists or forall is expected here, not the end'],
    [asking('exists (0:r0 = 1'), 5, 1, '")" is expected here, not the end'],
    [asking('exists (0:r1 = 1)'), 4, 9, '0:r1 is not in this test; there is 0:r0, x'],
    [asking('exists (x = 1) & y = 1'), 4, 18, 'y is not in this test; there is 0:r0, x'],
    [asking('exists (x = 1) x'), 4, 16, '"x" is not understood here'],
  ])('%j', (text, line, column, message) => {
    expect(parseLitmus(text)).toEqual(E.left({ line, column, message }))
  })
})
