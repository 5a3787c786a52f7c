import { programOf } from './program.js'
import type { Term } from './term.js'
import { numbersOf, withParts } from './unify.js'

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
