import * as E from 'fp-ts/lib/Either.js'
import { memoryModelsOf } from '../system/memory-model.js'
import type { Loaded } from './catalogue.js'
import { type Configured, configureAll } from './configure.js'
import type { Context } from './context.js'
import type { CliError } from './errors.js'
import { wrongFence } from './fence-option.js'
import { loadModels } from './load.js'
import { givenParameters, type SystemFlags } from './options.js'

/** The systems that a command line asks for, and the parameters that it gives them, as texts. */
export interface Asked {
  readonly models: readonly Loaded[]
  readonly parameters: ReadonlyMap<string, string>
}

/** The models that a command line asks for: loaded, with the parameters that it gives, and without these precautions. */
export async function askedModels(
  asked: readonly string[],
  flags: SystemFlags,
  without: readonly string[],
  context: Context,
): Promise<E.Either<CliError, readonly Configured[]>> {
  const systems = await askedSystems(asked, flags, context)
  return E.isLeft(systems) ? systems : configureAll(systems.right.models, systems.right.parameters, without)
}

/** The same before anything is set. */
export async function askedSystems(
  asked: readonly string[],
  flags: SystemFlags,
  { catalogue, io }: Context,
): Promise<E.Either<CliError, Asked>> {
  const loaded = await loadModels(asked, catalogue, io.cwd)
  if (E.isLeft(loaded)) return loaded
  const able = runningUnder(flags, loaded.right, asked.length > 0)
  if (E.isLeft(able)) return able
  const models = able.right
  const parameters = givenParameters(flags, models)
  if (E.isLeft(parameters)) return parameters
  const wrong = wrongFence(flags.fence ?? [], models)
  return wrong === null ? E.right({ models, parameters: parameters.right }) : E.left(wrong)
}

/** The models that can run under the memory model asked for: each has to that was named; of a catalogue, some. */
function runningUnder(
  { memoryModel }: SystemFlags,
  models: readonly Loaded[],
  named: boolean,
): E.Either<CliError, readonly Loaded[]> {
  if (memoryModel === undefined) return E.right(models)
  const known = (model: Loaded) => memoryModelsOf(model.system.system.parameters)
  const able = models.filter((model) => known(model).includes(memoryModel))
  const unable = models.find((model) => !able.includes(model))
  if (unable === undefined || (!named && able.length > 0)) return E.right(able)
  return E.left({ tag: 'not under', memoryModel, model: unable.system.system.name, known: known(unable) })
}
