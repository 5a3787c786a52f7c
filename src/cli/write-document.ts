import * as E from 'fp-ts/lib/Either.js'
import type { Look } from '../report/report.js'
import type { CliError } from './errors.js'
import { writeText } from './files.js'
import type { Io } from './io.js'
import { fileLook, lookOf, type Sink } from './output.js'

/** Writes to each sink what it is for: JSON for programs, text for people. */
export async function writeDocument(
  sinks: readonly Sink[],
  document: { readonly json: () => string; readonly text: (look: Look) => string },
  io: Io,
  verbose = false,
): Promise<E.Either<CliError, void>> {
  for (const { name, file } of sinks) {
    const look = file === null ? lookOf(io, verbose) : fileLook(verbose)
    const text = name === 'json' ? document.json() : document.text(look)
    if (file === null) io.stdout.write(text)
    else {
      const written = await writeText(io.cwd, file, text)
      if (E.isLeft(written)) return written
    }
  }
  return E.right(undefined)
}
