import * as E from 'fp-ts/lib/Either.js'
import type { LibraryTest } from '../litmus/models.js'
import type { CliError } from './errors.js'
import { readText } from './files.js'

/** The tests that were asked for: names of the library, and files. */
export async function askedTests(
  asked: readonly string[],
  library: readonly LibraryTest[],
  cwd: string,
): Promise<E.Either<CliError, readonly LibraryTest[]>> {
  const tests: LibraryTest[] = []
  for (const one of asked) {
    const known = library.find(({ test }) => test.name === one)
    const found = known === undefined ? await fromFile(one, library, cwd) : E.right(known)
    if (E.isLeft(found)) return found
    tests.push(found.right)
  }
  return E.right(tests)
}

async function fromFile(
  file: string,
  library: readonly LibraryTest[],
  cwd: string,
): Promise<E.Either<CliError, LibraryTest>> {
  if (!/[/\\]|\.litmus$/.test(file))
    return E.left({ tag: 'unknown litmus test', name: file, known: library.map(({ test }) => test.name) })
  const text = await readText(cwd, file)
  if (E.isLeft(text)) return text
  const { readLitmus } = await import('../litmus/read.js')
  const test = readLitmus(text.right)
  if (E.isLeft(test)) return E.left({ tag: 'not a litmus test', file, error: test.left })
  return E.right({ test: test.right, source: file, verdicts: {} })
}
