import type * as E from 'fp-ts/lib/Either.js'
import type { LitmusTest } from './test.js'
import type { LitmusSyntaxError } from './text/cursor.js'
import { parseLitmus } from './text/parse.js'
import { parseX86 } from './x86/parse.js'

/** Reads a test in either form: ours begins with `litmus`, that of herd7 for x86 with `X86` or `X86_64`. */
export function readLitmus(text: string): E.Either<LitmusSyntaxError, LitmusTest> {
  return /^(\s|\(\*[\s\S]*?\*\))*X86(_64)?\b/.test(text) ? parseX86(text) : parseLitmus(text)
}
