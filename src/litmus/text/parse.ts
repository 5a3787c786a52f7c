import type * as E from 'fp-ts/lib/Either.js'
import { keysOf } from '../outcome.js'
import { type Instruction, isLocation, type LitmusTest } from '../test.js'
import { knownPlaces } from './condition.js'
import { Cursor, type LitmusSyntaxError, reading } from './cursor.js'
import { readInstruction } from './instruction.js'
import { QUESTION, readQuestion } from './question.js'
import { integer } from './words.js'

/**
 * Reads a test in our text form: `litmus NAME`, a description in quotes, `{ x = 1; y = 2 }` for what does not start at 0,
 * the programs in columns below `P0 | P1`, and the question. `#` begins a comment. The `init` of what comes back has
 * every location of the test.
 */
export function parseLitmus(text: string): E.Either<LitmusSyntaxError, LitmusTest> {
  return reading(() => read(withoutComments(text)))
}

function read(text: string): LitmusTest {
  const cursor = new Cursor(text, 0, text.length, /\s*/y)
  cursor.expect(/litmus\b/y, '"litmus" (or "X86", "X86_64") and a name')
  const name = cursor.expect(/\S+/y, 'the name of the test')
  const description = readDescription(cursor)
  const init = cursor.take(/\{/y) === null ? {} : initial(cursor)
  const threads = programs(cursor)
  const keys = keysOf({ init, threads })
  const all = Object.fromEntries(keys.filter(isLocation).map((loc) => [loc, init[loc] ?? 0]))
  const question = readQuestion(cursor, knownPlaces(cursor, keys))
  cursor.expectEnd()
  return {
    name,
    ...(description === null ? {} : { description }),
    init: all,
    threads,
    ...question,
  }
}

/** A string as JSON has it, which may say anything. */
function readDescription(cursor: Cursor): string | null {
  const found = cursor.take(/"(?:\\.|[^"\\\n])*"/y)
  if (found === null) return null
  try {
    return JSON.parse(found)
  } catch {
    return cursor.fail(`${found} has a backslash with a letter that means nothing after it`, cursor.at - found.length)
  }
}

/** Comments become blanks, so that everything stays at its place. */
function withoutComments(text: string): string {
  return text.replace(/^[ \t]*"(?:\\.|[^"\\\n])*"|(?<![^\s])#[^\n]*/gm, (found) =>
    found.startsWith('#') ? ' '.repeat(found.length) : found,
  )
}

function initial(cursor: Cursor): { [loc: string]: number } {
  const init: { [loc: string]: number } = {}
  while (cursor.take(/\}/y) === null) {
    const loc = cursor.expect(/[A-Za-z_]\w*/y, 'a location')
    if (!isLocation(loc)) cursor.fail(`${loc} is no location`, cursor.at - loc.length)
    if (loc in init) cursor.fail(`${loc} is given twice`, cursor.at - loc.length)
    cursor.expect(/=/y, '"="')
    init[loc] = integer(cursor)
    if (cursor.take(/;/y) === null) cursor.expect(/(?=\})/y, '";" or "}"')
  }
  return init
}

/** Rows of cells, a line to a row and a cell to a processor. */
function programs(cursor: Cursor): Instruction[][] {
  const threads = cursor.cells('\n').map((head, i): Instruction[] => {
    head.expect(new RegExp(`P${i}\\b`, 'y'), `P${i}, the head of a column,`)
    head.expectEnd()
    return []
  })
  while (!cursor.atEnd() && !cursor.sees(QUESTION)) {
    const cells = cursor.cells('\n')
    const wrong = cells[threads.length] ?? (cells.length < threads.length ? cells.at(-1) : undefined)
    wrong?.fail(`this row has ${cells.length} columns, the head ${threads.length}`)
    cells.forEach((cell, i) => {
      if (cell.atEnd()) return
      threads[i]!.push(readInstruction(cell))
      cell.expectEnd()
    })
  }
  return threads
}
