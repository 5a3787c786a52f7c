import type { Lemma } from './lemma.js'
import type { Term } from './term.js'

export type Lemmas = { readonly [name: string]: Lemma }

/** Lemmas that belong together, stated for words of any of several widths. */
export interface Theory {
  readonly theory: {
    readonly name: string
    /** One line for lists: what it is about. */
    readonly summary: string | null
    /** The document and section it comes from. */
    readonly source: string | null
    /** The width of words that are so few that all of them can be tried. */
    readonly small: number
    /** The widths of the machine words for which its lemmas are to be tested and proved. */
    readonly widths: readonly number[]
  }
  /** The lemmas about words of this width. */
  lemmas(width: number): Lemmas
  /** What the lemmas are about, as terms: for the number of operations that each takes. */
  operations(width: number): { readonly [name: string]: Term }
}

export interface TheoryParts {
  readonly summary?: string
  readonly source?: string
  readonly small: number
  readonly widths: readonly number[]
  readonly operations?: (width: number) => { readonly [name: string]: Term }
  // Lemmas have variables of all kinds, and nobody calls them with values of their own.
  readonly lemmas: (width: number) => { readonly [name: string]: Pick<Lemma, keyof Lemma> }
}

/** Names a set of lemmas, so that the command line can prove it. */
export function theory(name: string, parts: TheoryParts): Theory {
  const { summary = null, source = null, small, widths } = parts
  const made = new Map<number, Lemmas>()
  return {
    theory: { name, summary, source, small, widths },
    lemmas: (width) => {
      if (!made.has(width)) made.set(width, parts.lemmas(width))
      return made.get(width)!
    },
    operations: (width) => parts.operations?.(width) ?? {},
  }
}

/** Whether a value that came out of a user's module is a theory. */
export function isTheory(value: unknown): value is Theory {
  return typeof value === 'object' && value !== null && 'theory' in value && 'lemmas' in value
}
