import * as E from 'fp-ts/lib/Either.js'
import type { LibraryTest, Verdicts } from '../../../../src/litmus/models.js'
import { parseLitmus } from '../../../../src/litmus/text/parse.js'

export const always: Verdicts = { sc: 'allowed', tso: 'allowed', pso: 'allowed' }
export const fromTso: Verdicts = { sc: 'forbidden', tso: 'allowed', pso: 'allowed' }
export const fromPso: Verdicts = { sc: 'forbidden', tso: 'forbidden', pso: 'allowed' }
export const never: Verdicts = { sc: 'forbidden', tso: 'forbidden', pso: 'forbidden' }

/** Reads a test of the library: its source, its verdicts, and then the text itself. */
export function published(source: string, verdicts: Verdicts): (text: TemplateStringsArray) => LibraryTest {
  return ([text = '']) => {
    const test = parseLitmus(text)
    if (E.isLeft(test)) throw new SyntaxError(`line ${test.left.line}: ${test.left.message}, in${text}`)
    return { test: test.right, source, verdicts }
  }
}
