import * as E from 'fp-ts/lib/Either.js'
import { refuseWide } from '../prove/exhaustive.js'
import { isTheory, type Theory } from '../prove/theory.js'
import type { CliError } from './errors.js'
import { isPath, loadFile } from './load.js'

/** The theories that were asked for: by name, or those that a file exports. Asked for nothing, it is all of them. */
export async function askedTheories(
  asked: readonly string[],
  shipped: readonly Theory[],
  cwd: string,
): Promise<E.Either<CliError, readonly Theory[]>> {
  if (asked.length === 0) return E.right(shipped)
  const theories: Theory[] = []
  for (const one of asked) {
    const found = await askedTheory(one, shipped, cwd)
    if (E.isLeft(found)) return found
    theories.push(...found.right)
  }
  return E.right(theories)
}

/** Builds all lemmas, also of full width if they are to be proved: what is wrong with one is told before any is. */
export function built(theories: readonly Theory[], atFullWidth: boolean): E.Either<CliError, readonly Theory[]> {
  for (const { theory, lemmas } of theories)
    try {
      for (const lemma of Object.values(lemmas(theory.small))) refuseWide(lemma)
      if (atFullWidth) for (const width of theory.widths) lemmas(width)
    } catch (thrown) {
      return E.left({ tag: 'model does not build', model: theory.name, message: (thrown as Error).message })
    }
  return E.right(theories)
}

async function askedTheory(
  asked: string,
  shipped: readonly Theory[],
  cwd: string,
): Promise<E.Either<CliError, readonly Theory[]>> {
  const known = shipped.find(({ theory }) => theory.name === asked)
  if (known !== undefined) return E.right([known])
  if (!isPath(asked)) return E.left({ tag: 'unknown theory', name: asked, known: shipped.map((t) => t.theory.name) })
  const found = await loadFile(asked, cwd, { noun: 'theory', is: isTheory, nameOf: ({ theory }) => theory.name })
  return E.isLeft(found) ? found : E.right(found.right.map(({ one }) => one))
}
