import * as E from 'fp-ts/lib/Either.js'
import type { Counterexample } from '../trace/counterexample.js'
import type { AnySystem } from './catalogue.js'
import type { Context } from './context.js'
import type { CliError } from './errors.js'
import { readText } from './files.js'
import { loadModels } from './load.js'

/** The run that a file holds, and the system that it is of. */
export interface Recorded {
  readonly run: Counterexample
  readonly system: AnySystem
}

/** The systems that recorded runs may be of. */
export interface Library {
  readonly systems: readonly AnySystem[]
  /** The path that they are from; null for the catalogue. */
  readonly path: string | null
}

/** The systems of a path, or of the catalogue. */
export async function libraryFor(
  model: string | undefined,
  { catalogue, io }: Context,
): Promise<E.Either<CliError, Library>> {
  const loaded = await loadModels(model === undefined ? [] : [model], catalogue, io.cwd)
  return E.isLeft(loaded) ? loaded : E.right({ systems: loaded.right.map((l) => l.system), path: model ?? null })
}

/** Reads one file; what is wrong with it is the user's to hear of. */
export async function readRecorded(
  file: string,
  { systems, path }: Library,
  cwd: string,
): Promise<E.Either<CliError, Recorded>> {
  const text = await readText(cwd, file)
  if (E.isLeft(text)) return text
  // Decoding needs io-ts, which only commands that read recorded runs do.
  const { decodeCounterexample, describeDecode } = await import('../trace/decode.js')
  const run = decodeCounterexample(text.right)
  if (E.isLeft(run)) return E.left({ tag: 'not a counterexample', file, message: describeDecode(run.left) })
  const system = systems.find((s) => s.system.name === run.right.model)
  if (system !== undefined) return E.right({ run: run.right, system })
  const known = systems.map((s) => s.system.name)
  return E.left({ tag: 'model of counterexample', file, model: run.right.model, known, path })
}
