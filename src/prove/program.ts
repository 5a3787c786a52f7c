import type { Term } from './term.js'

/**
 * The terms, and all they are made of, each once and after its own parts: a program without branches. Readings of a term
 * walk along it, so that what two terms share is read once.
 */
export function programOf(roots: readonly Term[]): readonly Term[] {
  const done = new Set<Term>()
  const visit = (term: Term): void => {
    if (done.has(term)) return
    for (const part of term.of) visit(part)
    done.add(term)
  }
  for (const root of roots) visit(root)
  return [...done]
}
