import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { runs } from '../../test/runs.js'
import { filled, isBlock, type Part, parsePage, printPage } from './page.js'

/** Lines that no block can begin with, among them some that nearly could. */
const line = fc.constantFrom(
  '',
  'text',
  'some <!-- counts a --> text',
  '<!--',
  'a | b',
  '    <!-- end -->',
  '<!---->',
  '\u00a0é',
)
const ending = fc.constantFrom('\n', '\r\n')
const comment = fc.constantFrom('<!-- counts a -->', '<!-- end -->', '<!-- end 2 s -->')
const lineOf = (what: fc.Arbitrary<string>) => fc.tuple(what, ending).map(([text, end]) => text + end)

/** Code, in which comments mean nothing. */
const codeBlock = fc
  .tuple(fc.constantFrom('```', '~~~', '`````'), fc.array(lineOf(fc.oneof(line, comment))))
  .map(([fence, lines]) => `${fence}ts\n${lines.join('')}${fence}\n`)

const text = fc.array(fc.oneof(lineOf(line), codeBlock), { maxLength: 8 }).map((parts) => parts.join(''))
const block = fc.record({
  open: lineOf(fc.constantFrom('<!-- counts a -->', '<!--  shootdown check "b c" --cpus 2  -->')),
  body: text,
  close: lineOf(fc.constantFrom('<!-- end -->', '<!-- end 0.25 s -->')),
})

function parsed(page: string): readonly Part[] {
  const parts = parsePage(page)
  if (E.isLeft(parts)) throw new Error(`${parts.left.line}: ${parts.left.message}`)
  return parts.right
}

describe('a page', () => {
  test('is its parts, byte by byte, and what is filled changes nothing else', () => {
    fc.assert(
      fc.property(text, fc.array(fc.tuple(block, text)), (first, rest) => {
        const page = first + rest.map(([b, after]) => b.open + b.body + b.close + after).join('')
        const parts = parsed(page)
        expect(printPage(parts)).toBe(page)
        expect(parts.filter(isBlock).map(({ open, body, close }) => ({ open, body, close }))).toEqual(
          rest.map(([b]) => b),
        )
        const again = parts.map((p) => (isBlock(p) ? filled(p, 'new\n', 0.123) : p))
        expect(printPage(again)).toBe(
          first + rest.map(([b, after]) => `${b.open}new\n${timed(b.close)}${after}`).join(''),
        )
      }),
      { numRuns: runs(300) },
    )
  })

  test('of any bytes is its parts, or is refused', () => {
    const anything = fc.array(fc.oneof(fc.string(), lineOf(fc.oneof(line, comment)), codeBlock)).map((a) => a.join(''))
    fc.assert(
      fc.property(anything, (page) => {
        const parts = parsePage(page)
        if (E.isRight(parts)) expect(printPage(parts.right)).toBe(page)
      }),
      { numRuns: runs(300) },
    )
  })

  test('may end without the end of a line', () => {
    const [only] = parsed('<!-- counts a -->\n<!-- end -->').filter(isBlock)
    expect(filled(only!, '', 3).close).toBe('<!-- end 3 s -->')
  })

  test.each([
    ['text\n<!-- counts a -->\n', 2, '"counts a" has no <!-- end --> after it'],
    ['<!-- counts a -->\n\n<!-- counts b -->\n<!-- end -->\n', 1, '"counts a" has no <!-- end --> before line 3'],
    ['text\n\n<!-- end 2 s -->\n', 3, 'this end has no directive before it'],
  ])('is refused: %j', (page, line, message) => {
    expect(parsePage(page)).toEqual(E.left({ line, message }))
  })
})

/** What becomes of the comment that ends a block when it has been filled in 0.123 seconds. */
function timed(close: string): string {
  return `<!-- end 0.12 s -->${/\r?\n$/.exec(close)![0]}`
}
