import { Command, Option } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { type Listing, listJson, listText } from '../report/list.js'
import { memoryModelsOf } from '../system/memory-model.js'
import { build } from './configure.js'
import type { Context, ExitCode } from './context.js'
import type { CliError } from './errors.js'
import { loadModels } from './load.js'
import { lookOf } from './output.js'

/** `list [models...]`: what there is to check. */
export function listCommand(context: Context): Command {
  return new Command('list')
    .description('list models with their parameters, precautions and properties')
    .argument('[models...]', 'names of the catalogue, or paths; by default, the whole catalogue')
    .addOption(new Option('--reporter <name>', 'terminal or json').choices(['terminal', 'json']).default('terminal'))
    .action(async (asked: string[], { reporter }: { readonly reporter: string }) =>
      context.finish(await list(asked, reporter, context)),
    )
}

async function list(
  asked: string[],
  reporter: string,
  { catalogue, io }: Context,
): Promise<E.Either<CliError, ExitCode>> {
  const loaded = await loadModels(asked, catalogue, io.cwd)
  if (E.isLeft(loaded)) return loaded
  const listings: Listing[] = []
  for (const one of loaded.right) {
    const model = build(one)
    if (E.isLeft(model)) return model
    const { name, summary, source, declared, precautions, properties } = model.right
    const kinds = Object.entries(properties).map(([property, { kind }]) => ({ name: property, kind }))
    const memoryModels = memoryModelsOf(declared)
    listings.push({ name, summary, source, memoryModels, parameters: declared, precautions, properties: kinds })
  }
  io.stdout.write(reporter === 'json' ? listJson(listings) : listText(listings, lookOf(io)))
  return E.right(0)
}
