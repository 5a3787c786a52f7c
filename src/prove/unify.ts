import { programOf } from './program.js'
import type { Term } from './term.js'

/** The terms, with parts that are written the same way made one: what they share is computed once. */
export function unified<T extends Term>(terms: readonly T[]): readonly T[] {
  const numbers = numbersOf(terms)
  const made = new Map<number, Term>()
  const madeOf = (term: Term) => made.get(numbers.get(term)!)!
  for (const term of programOf(terms)) {
    const number = numbers.get(term)!
    if (!made.has(number)) made.set(number, withParts(term, term.of.map(madeOf)))
  }
  return terms.map((term) => madeOf(term) as T)
}

/** How many operations on words and truth values the terms take together, each done once. */
export function operationsOf(...roots: readonly Term[]): number {
  return programOf(unified(roots)).filter((term) => term.op !== 'constant' && term.op !== 'variable').length
}

/** The terms and their parts, numbered: those that are written the same way have the same number. */
export function numbersOf(terms: readonly Term[]): ReadonlyMap<Term, number> {
  const numbers = new Map<Term, number>()
  const byText = new Map<string, number>()
  for (const term of programOf(terms)) {
    const text = `${describe(term)} ${term.of.map((part) => numbers.get(part)).join(' ')}`
    if (!byText.has(text)) byText.set(text, byText.size)
    numbers.set(term, byText.get(text)!)
  }
  return numbers
}

export function withParts(term: Term, of: readonly Term[]): Term {
  return of.every((part, i) => part === term.of[i]) ? term : ({ ...term, of } as Term)
}

/** A term without its parts. */
function describe({ of, ...rest }: Term): string {
  return JSON.stringify(rest, (_, value) => (typeof value === 'bigint' ? String(value) : value))
}
