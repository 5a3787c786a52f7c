import * as E from 'fp-ts/lib/Either.js'

/** What a text does not say rightly, and where: lines and columns from 1. */
export interface LitmusSyntaxError {
  readonly line: number
  readonly column: number
  readonly message: string
}

class SyntaxFailure extends Error {
  override readonly name = 'SyntaxFailure'
  constructor(readonly error: LitmusSyntaxError) {
    super(error.message)
  }
}

/** Reads a text; a cursor that fails ends it. */
export function reading<A>(read: () => A): E.Either<LitmusSyntaxError, A> {
  try {
    return E.right(read())
  } catch (thrown) {
    if (thrown instanceof SyntaxFailure) return E.left(thrown.error)
    throw thrown
  }
}

/** A place in a text, from which a reader takes one word after the other. Blanks before a word do not matter. */
export class Cursor {
  constructor(
    readonly text: string,
    public at = 0,
    private readonly end = text.length,
    private readonly blank = /[ \t\r]*/y,
  ) {}

  /** Takes what matches here, or nothing. The pattern is sticky. */
  take(pattern: RegExp): string | null {
    this.skipBlanks()
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0]
    if (found === undefined || this.at + found.length > this.end) return null
    this.at += found.length
    return found
  }

  /** Takes what must stand here; `what` names it for whoever wrote something else. */
  expect(pattern: RegExp, what: string): string {
    const found = this.take(pattern)
    if (found === null) return this.fail(`${what} is expected here, not ${this.next()}`)
    return found
  }

  /** Whether a pattern matches here. */
  sees(pattern: RegExp): boolean {
    const { at } = this
    const found = this.take(pattern) !== null
    this.at = at
    return found
  }

  /** What comes before `ending`, cut at every `|`; this cursor goes on behind it. */
  cells(ending: string): Cursor[] {
    this.skipBlanks()
    const found = this.text.indexOf(ending, this.at)
    const end = found < 0 ? this.end : found
    const cells: Cursor[] = []
    for (let from = this.at; from <= end; ) {
      const bar = this.text.indexOf('|', from)
      const to = bar < 0 || bar > end ? end : bar
      cells.push(new Cursor(this.text, from, to, this.blank))
      from = to + 1
    }
    this.at = Math.min(this.end, end + ending.length)
    return cells
  }

  /** Nothing more may follow. */
  expectEnd(): void {
    if (!this.atEnd()) this.fail(`${this.next()} is not understood here`)
  }

  atEnd(): boolean {
    this.skipBlanks()
    return this.at >= this.end
  }

  fail(message: string, at = this.at): never {
    throw new SyntaxFailure({ ...placeOf(this.text, at), message })
  }

  /** What stands here, for a message. */
  private next(): string {
    if (this.atEnd()) return 'the end'
    const word = /\w+|\S/y
    word.lastIndex = this.at
    return `"${word.exec(this.text)?.[0] ?? ''}"`
  }

  private skipBlanks(): void {
    this.blank.lastIndex = this.at
    this.at = Math.min(this.end, this.at + (this.blank.exec(this.text)?.[0].length ?? 0))
  }
}

function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at)
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') }
}
