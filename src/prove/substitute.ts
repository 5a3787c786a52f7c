import { programOf } from './program.js'
import type { Term } from './term.js'

/**
 * The terms with others in place of some of their parts, wherever a part is written the same way, be it the same object or
 * not. What is put in is left as it is.
 */
export function substitute<T extends Term>(terms: readonly T[], replacements: ReadonlyMap<Term, Term>): readonly T[] {
  const numbers = numbersOf([...replacements.keys(), ...terms])
  const wanted = new Map([...replacements].map(([part, replacement]) => [numbers.get(part), replacement]))
  const changed = new Map<Term, Term>()
  for (const term of programOf(terms)) {
    const replacement = wanted.get(numbers.get(term))
    changed.set(
      term,
      replacement ??
        withParts(
          term,
          term.of.map((part) => changed.get(part)!),
        ),
    )
  }
  return terms.map((term) => changed.get(term) as T)
}

function withParts(term: Term, of: readonly Term[]): Term {
  return of.every((part, i) => part === term.of[i]) ? term : ({ ...term, of } as Term)
}

/** The terms and their parts, numbered: those that are written the same way have the same number. */
function numbersOf(terms: readonly Term[]): ReadonlyMap<Term, number> {
  const numbers = new Map<Term, number>()
  const byText = new Map<string, number>()
  for (const term of programOf(terms)) {
    const text = `${describe(term)} ${term.of.map((part) => numbers.get(part)).join(' ')}`
    if (!byText.has(text)) byText.set(text, byText.size)
    numbers.set(term, byText.get(text)!)
  }
  return numbers
}

/** A term without its parts. */
function describe({ of, ...rest }: Term): string {
  return JSON.stringify(rest, (_, value) => (typeof value === 'bigint' ? String(value) : value))
}
