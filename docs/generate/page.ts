import * as E from 'fp-ts/lib/Either.js'

/** A Markdown page: text that somebody wrote, and blocks that are filled from results. Joined again, they are the page. */
export type Part = Text | Block

export interface Text {
  readonly tag: 'text'
  readonly text: string
}

/** `<!-- directive -->`, what has been generated, `<!-- end 0.4 s -->`. */
export interface Block {
  readonly tag: 'block'
  /** What stands in the comment that opens it. */
  readonly directive: string
  /** The line of the page on which it begins, from 1. */
  readonly line: number
  /** The comments as they stand in the page, with the ends of their lines. */
  readonly open: string
  readonly close: string
  readonly body: string
  /** How long it took to generate, in seconds; null if it has never been. */
  readonly seconds: number | null
}

/** A block whose end has not been read yet. */
type Opened = Omit<Block, 'tag' | 'close' | 'seconds'>

/** What is wrong with a page, and where. */
export interface PageError {
  readonly line: number
  readonly message: string
}

const COMMENT = /^<!--\s+(.*?)\s+-->\s*$/
const END = /^end(?:\s+(\d+(?:\.\d+)?) s)?$/
const FENCE = /^ {0,3}(`{3,}|~{3,})/

/**
 * Cuts a page into text and blocks. A comment that fills a line of its own, outside code, opens a block; everything up
 * to the next `<!-- end -->` is generated.
 */
export function parsePage(page: string): E.Either<PageError, readonly Part[]> {
  const parts: Part[] = []
  let text = ''
  let open = null as Opened | null
  for (const { line, written, comment } of linesOf(page)) {
    const end = comment === null ? null : END.exec(comment)
    if (open === null && comment === null) text += written
    else if (open === null) {
      if (end !== null) return wrong(line, 'this end has no directive before it')
      if (text !== '') parts.push({ tag: 'text', text })
      text = ''
      open = { directive: comment!, line, open: written, body: '' }
    } else if (comment === null) open = { ...open, body: open.body + written }
    else if (end === null) return wrong(open.line, `"${open.directive}" has no <!-- end --> before line ${line}`)
    else {
      parts.push({ tag: 'block', ...open, close: written, seconds: end[1] === undefined ? null : Number(end[1]) })
      open = null
    }
  }
  if (open !== null) return wrong(open.line, `"${open.directive}" has no <!-- end --> after it`)
  return E.right(text === '' ? parts : [...parts, { tag: 'text', text }])
}

export function printPage(parts: readonly Part[]): string {
  return parts.map((part) => (part.tag === 'text' ? part.text : part.open + part.body + part.close)).join('')
}

/** The block with another body, and how long that took. */
export function filled(block: Block, body: string, seconds: number): Block {
  const ending = /\r?\n?$/.exec(block.close)![0]
  // More figures are more than a later run will agree with.
  const told = Math.max(0.01, Number(seconds.toPrecision(2)))
  return { ...block, body, seconds: told, close: `<!-- end ${told} s -->${ending}` }
}

export function isBlock(part: Part): part is Block {
  return part.tag === 'block'
}

interface Line {
  readonly line: number
  /** With its end. */
  readonly written: string
  /** What the comment says that fills the line; null if there is none, or it is part of some code. */
  readonly comment: string | null
}

function* linesOf(page: string): Generator<Line> {
  let fence: string | null = null
  for (const [i, written] of (page.match(/[^\n]*\n|[^\n]+$/g) ?? []).entries()) {
    yield { line: i + 1, written, comment: fence === null ? (COMMENT.exec(written)?.[1] ?? null) : null }
    fence = fenceAfter(written, fence)
  }
}

/** The fence of the code that goes on after this line, or null. */
function fenceAfter(line: string, fence: string | null): string | null {
  const found = FENCE.exec(line)?.[1]
  if (found === undefined) return fence
  if (fence === null) return found
  const closes = found[0] === fence[0] && found.length >= fence.length && line.trim() === found
  return closes ? null : fence
}

function wrong(line: number, message: string): E.Either<PageError, never> {
  return E.left({ line, message })
}
