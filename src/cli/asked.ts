import * as E from 'fp-ts/lib/Either.js'
import { type Configured, configureAll } from './configure.js'
import type { Context } from './context.js'
import type { CliError } from './errors.js'
import { loadModels } from './load.js'
import { givenParameters, type SystemFlags } from './options.js'

/** The models that a command line asks for: loaded, with the parameters that it gives, and without these precautions. */
export async function askedModels(
  asked: readonly string[],
  flags: SystemFlags,
  without: readonly string[],
  { catalogue, io }: Context,
): Promise<E.Either<CliError, readonly Configured[]>> {
  if (flags.memoryModel !== 'sc') return E.left({ tag: 'no such memory model', name: flags.memoryModel })
  const loaded = await loadModels(asked, catalogue, io.cwd)
  if (E.isLeft(loaded)) return loaded
  const parameters = givenParameters(flags, loaded.right)
  if ('bad' in parameters) return E.left({ tag: 'bad assignment', text: parameters.bad })
  return configureAll(loaded.right, parameters, without)
}
