import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { columnsText } from '../text/print.js'
import { questionText } from '../text/question.js'
import { parseX86 } from './parse.js'

/** What is read, in our own form. */
function readX86(text: string) {
  const read = parseX86(text)
  if (E.isLeft(read)) throw new Error(`${read.left.line}:${read.left.column}: ${read.left.message}`)
  const { name, description, init, threads } = read.right
  return { name, description, init, columns: columnsText(threads), question: questionText(read.right) }
}

test("a test in Intel's order, with all that a generator writes around it", () => {
  const text = `X86 SB+lock/1 (sbLock)
"Fre PodWR
 Fre"
Cycle=Fre PodWR
Relax=
Prefetch=0:x=F,0:y=T
(* a comment (* in a comment *) *)
{ x = 0; int y; P0:ECX = 3;
  [z] = 2; }

 P0           | P1              ;
 MOV [x],$1   | LOCK INC [y]    ;
 MOV EAX,[y]  | mfence          ;
              | mov ecx, [x]    ;
 MOV [z],ECX  | (* nothing *)   ;
locations [x; 0:EAX; [y];]
exists (0:EAX=0 /\\ P1:ECX=0 /\\ not ([z]=2 \\/ y <> 1));
with
tso: ~exists;
`
  expect(readX86(text)).toEqual({
    name: 'SB+lock/1',
    description: 'Fre PodWR Fre',
    init: { x: 0, y: 0, z: 2 },
    columns: ['P0      | P1', 'x = 1   | xadd y 1', 'EAX = y | mfence', 'z = 3   | ECX = x'],
    question: 'exists (0:EAX = 0 & 1:ECX = 0 & ~(z = 2 | y != 1))',
  })
})

test('a test in the order of the GNU assembler', () => {
  const text = `X86_64 MP
{ uint64_t x; uint64_t 1:rax; uint64_t 1:rbx; }
 P0              | P1              ;
 movq $1,(x)     | movl (y),%eax   ;
 movl $0x10,%r8d | xchgq %rbx,(x)  ;
 xchgl (y),%r8d  |                 ;
~ exists (1:rax=1 /\\ 1:rbx=0 /\\ 0:r8=0)
`
  expect(readX86(text)).toEqual({
    name: 'MP',
    description: undefined,
    init: { x: 0, y: 0 },
    columns: ['P0             | P1', 'x = 1          | rax = y', 'r8 = xchg y 16 | rbx = xchg x 0'],
    question: '~exists (1:rax = 1 & 1:rbx = 0 & 0:r8 = 0)',
  })
})

describe('instructions', () => {
  const program = (...instructions: string[]) => {
    const rows = instructions.map((i) => ` ${i} ;`).join('\n')
    return readX86(`X86 T\n{ x=0; 0:EBX=5; }\n P0 ;\n${rows}\nexists (x=0)`).columns.slice(1)
  }

  test.each([
    [['MOV [x],$1'], ['x = 1']],
    [['MOV [x],-1'], ['x = -1']],
    [['MOV [x],EBX'], ['x = 5']],
    [['MOV [x],EDX'], ['x = 0']],
    [
      ['MOV EAX,[x]', 'MOV [y],EAX'],
      ['EAX = x', 'y = EAX'],
    ],
    [
      ['MOV EAX,[x]', 'INC EAX', 'MOV ECX,EAX', 'ADD ECX,$2', 'MOV [y],ECX'],
      ['EAX = x', 'y = EAX + 3'],
    ],
    [
      ['MOV EAX,[x]', 'SUB EAX,$1', 'MOV [y],EAX', 'ADD EAX,$1', 'MOV [z],EAX'],
      ['EAX = x', 'y = EAX - 1', 'z = EAX'],
    ],
    [['XCHG [x],EBX'], ['EBX = xchg x 5']],
    [
      ['XCHG EBX,[x]', 'XCHG [y],EBX'],
      ['EBX = xchg x 5', 'EBX = xchg y EBX'],
    ],
    [['LOCK XCHG [x],EBX'], ['EBX = xchg x 5']],
    [['LOCK XADD [x],EBX'], ['EBX = xadd x 5']],
    [['MOV EAX,$1', 'LOCK CMPXCHG [x],EBX'], ['EAX = cmpxchg x 1 -> 5']],
    [
      ['LOCK INC [x]', 'LOCK DEC [x]'],
      ['xadd x 1', 'xadd x -1'],
    ],
    [
      ['LOCK ADD [x],$3', 'LOCK SUB [x],$3'],
      ['xadd x 3', 'xadd x -3'],
    ],
    [
      ['MFENCE', 'SFENCE', 'LFENCE', 'NOP'],
      ['mfence', 'sfence', 'lfence'],
    ],
    [
      ['MOVL [x],$1', 'MOVQ [x],$1'],
      ['x = 1', 'x = 1'],
    ],
  ])('%j', (instructions, expected) => {
    expect(program(...instructions)).toEqual(expected)
  })

  test.each([
    ['INC [x]', 2, 'this reads and writes memory in two steps without LOCK: write it as a load and a store'],
    ['CMPXCHG [x],EBX', 2, 'this reads and writes memory in two steps without LOCK: write it as a load and a store'],
    ['LOCK MOV [x],$1', 2, 'LOCK MOV with these operands is not understood'],
    ['MOV [x],[y]', 2, 'MOV with these operands is not understood'],
    ['XCHG EAX,EBX', 2, 'XCHG with these operands is not understood'],
    ['L0: NOP', 2, 'labels and jumps are not understood: a test is a straight line'],
    [
      'JMP L0',
      2,
      'JMP is not understood; there is MOV, XCHG, LOCK XADD, LOCK CMPXCHG, LOCK INC, DEC, ADD, SUB, MFENCE, SFENCE, LFENCE and NOP',
    ],
    ['MOV AL,[x]', 6, 'AL is no register of 32 or 64 bits, and a location is written [AL]'],
    ['MOV [EAX],$1', 7, 'addresses in registers are not understood, only names of locations'],
    ['MOV [x+4],$1', 8, 'only the name of a location between brackets, and then "]", is expected here, not "+"'],
    ['MOV [x],$5000000000', 11, '5000000000 does not fit in 32 bits'],
    ['MFENCE MFENCE', 9, 'MFENCE is no register of 32 or 64 bits, and a location is written [MFENCE]'],
  ])('%s is refused', (instruction, column, message) => {
    const text = `X86 T\n{}\n P0 ;\n ${instruction} ;\nexists (x=0)`
    expect(parseX86(text)).toEqual(E.left({ line: 4, column, message }))
  })

  test('a register is not overwritten while another depends on what it had', () => {
    const text = 'X86 T\n{}\n P0 ;\n MOV EAX,[x] ;\n MOV EBX,EAX ;\n MOV EAX,[y] ;\nexists (0:EBX=0)'
    const message = 'EAX is overwritten while EBX still depends on what was read into it'
    expect(parseX86(text)).toEqual(E.left({ line: 6, column: 2, message }))
  })
})

describe('what a program works out counts in the condition', () => {
  const asking = (question: string) =>
    readX86(
      `X86 T\n{ 0:EDX=4 }\n P0 ;\n MOV EAX,[x] ;\n MOV EBX,EAX ;\n INC EBX ;\n MOV ECX,$7 ;\nexists (${question})`,
    ).question

  test.each([
    ['0:EAX=1', 'exists (0:EAX = 1)'],
    ['0:EBX=1', 'exists (0:EAX = 0)'],
    ['0:ECX=7', 'exists (true)'],
    ['0:ECX=6', 'exists (false)'],
    ['0:EDX=4', 'exists (true)'],
    ['0:ESI=0', 'exists (true)'],
  ])('%s', (condition, expected) => {
    expect(asking(condition)).toBe(expected)
  })
})

describe('what is wrong is named with its place', () => {
  test.each([
    ['X86 T\nP0 ;', 2, 1, 'the initial state, { … }, is expected here, not "P0"'],
    ['X86 T\n{ 0:EAX=x; }', 2, 9, 'a number (addresses are not understood) is expected here, not "x"'],
    ['X86 T\n{ 0:AH=1; }', 2, 3, 'AH is no register of 32 or 64 bits'],
    ['X86 T\n{}\nP1 ;', 3, 1, 'P0, the head of a column, is expected here, not "P1"'],
    ['X86 T\n{}\nP0 ;\nNOP | NOP ;\nexists (x=0)', 4, 6, 'this row has 2 columns, the head 1'],
    ['X86 T\n{x=0}\nP0 ;\nNOP ;', 4, 6, 'exists, ~exists or forall is expected here, not the end'],
    ['X86 T\n{x=0}\nP0 ;\nNOP ;\nexists (z=0)', 5, 9, 'there is no location z'],
    ['X86 T\n{x=0}\nP0 ;\nNOP ;\nexists (2:EAX=0)', 5, 9, 'there is no processor 2'],
    ['X86 T\n{x=0}\nP0 ;\nNOP ;\nfilter (x=0)', 5, 1, 'filter is not understood'],
  ])('%j', (text, line, column, message) => {
    const read = parseX86(text)
    expect(E.isLeft(read) && { ...read.left, message: read.left.message.replace(/; there is MOV.*/, '') }).toEqual({
      line,
      column,
      message,
    })
  })
})
