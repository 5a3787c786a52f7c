import type * as E from 'fp-ts/lib/Either.js'
import { keysOf } from '../outcome.js'
import { isLocation, type LitmusTest } from '../test.js'
import type { Atom, Place } from '../text/condition.js'
import { Cursor, type LitmusSyntaxError, reading } from '../text/cursor.js'
import { QUESTION, readQuestion } from '../text/question.js'
import { type InitialState, initialState } from './initial.js'
import { Program } from './program.js'
import { type Flavour, registerNamed } from './registers.js'

/**
 * Reads a test for x86 in the format of herd7 and litmus7: `X86` with operands in Intel's order or `X86_64` in that of the
 * GNU assembler, straight-line programs over whole words. What else the format allows is refused.
 * Outcomes tell what was read into registers; what a program works out from it counts in the condition alone.
 */
export function parseX86(text: string): E.Either<LitmusSyntaxError, LitmusTest> {
  return reading(() => read(withoutComments(text)))
}

function read(text: string): LitmusTest {
  const cursor = new Cursor(text, 0, text.length, /\s*/y)
  const flavour = cursor.expect(/X86(_64)?\b/y, 'X86 or X86_64') as Flavour
  const name = cursor.expect(/[^\s{]+/y, 'the name of the test')
  // Between name and initial state stands a description, and what generators of tests note for themselves.
  const preamble = cursor.expect(/[^{]*(?=\{)/y, 'the initial state, { … },')
  const description = /"([^"]*)"/.exec(preamble)?.[1]?.replace(/\s+/g, ' ')
  const initial = initialState(cursor, flavour)
  const programs = readPrograms(cursor, flavour, initial)
  const threads = programs.map((program) => program.instructions)
  const locations = keysOf({ init: initial.memory, threads }).filter(isLocation)
  cursor.take(/locations\s*\[([^[\]]|\[[^[\]]*\])*\]/y)
  const question = readQuestion(cursor, atomOf(cursor, flavour, programs, locations))
  // What may follow is for other programs: under which model an author expects what.
  cursor.take(/;?\s*((with\b|<<)[\s\S]*)?/y)
  cursor.expectEnd()
  return {
    name,
    ...(description === undefined ? {} : { description }),
    init: Object.fromEntries(locations.map((loc) => [loc, initial.memory[loc] ?? 0])),
    threads,
    ...question,
  }
}

/** Comments, which nest, become blanks, so that everything stays at its place. */
function withoutComments(text: string): string {
  let depth = 0
  return text.replace(/\(\*|\*\)|[^\n]/g, (found) => {
    if (found === '(*') depth++
    const blank = depth > 0
    if (found === '*)' && depth > 0) depth--
    return blank ? ' '.repeat(found.length) : found
  })
}

/** Rows of cells, one cell to a processor; a row ends with a semicolon. */
function readPrograms(cursor: Cursor, flavour: Flavour, { registers }: InitialState): Program[] {
  const programs = cursor.cells(';').map((head, i) => {
    head.expect(new RegExp(`P${i}\\b`, 'y'), `P${i}, the head of a column,`)
    head.expectEnd()
    return new Program(flavour, registers.get(i))
  })
  while (!cursor.atEnd() && !cursor.sees(QUESTION) && !cursor.sees(/locations\b/y)) {
    const cells = cursor.cells(';')
    cells[programs.length]?.fail(`this row has ${cells.length} columns, the head ${programs.length}`)
    cells.forEach((cell, i) => {
      if (!cell.atEnd()) programs[i]!.read(cell)
    })
  }
  return programs
}

/** An equation over what a register holds in the end becomes one over what was read. */
function atomOf(cursor: Cursor, flavour: Flavour, programs: readonly Program[], locations: readonly string[]): Atom {
  return ({ processor, name, at }: Place, value) => {
    if (processor === null) {
      if (!locations.includes(name)) cursor.fail(`there is no location ${name}`, at)
      return { eq: [name, value] }
    }
    const program = programs[processor] ?? cursor.fail(`there is no processor ${processor}`, at)
    const register = registerNamed(name, flavour) ?? cursor.fail(`${name} is no register of 32 or 64 bits`, at)
    const held = program.registers.valueOf(register)
    if (typeof held === 'number') return held === value ? { and: [] } : { or: [] }
    return { eq: [`${processor}:${held.reg}`, (value - (held.add ?? 0)) | 0] }
  }
}
