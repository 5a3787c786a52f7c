import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { type Listing, listJson, listText } from '../report/list.js'
import type { Look } from '../report/report.js'
import { memoryModelsOf } from '../system/memory-model.js'
import { build } from './configure.js'
import type { Context, ExitCode } from './context.js'
import type { CliError } from './errors.js'
import { loadModels } from './load.js'
import { collect } from './options.js'
import { sinksFor } from './output.js'
import { writeDocument } from './write-document.js'

/** `list [models...]`: what there is to check. */
export function listCommand(context: Context): Command {
  return new Command('list')
    .description('list models with their parameters, precautions and properties')
    .argument('[models...]', 'names of the catalogue, or paths; by default, the whole catalogue')
    .option('--reporter <name[=file]>', 'terminal or json, to standard output or a file; repeatable', collect)
    .action(async (asked: string[], { reporter = [] }: { readonly reporter?: readonly string[] }) =>
      context.finish(await list(asked, reporter, context)),
    )
}

async function list(
  asked: string[],
  reporters: readonly string[],
  { catalogue, io }: Context,
): Promise<E.Either<CliError, ExitCode>> {
  const sinks = sinksFor(reporters)
  if (E.isLeft(sinks)) return sinks
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
  const document = { json: () => listJson(listings), text: (look: Look) => listText(listings, look) }
  const written = await writeDocument(sinks.right, document, io)
  return E.isLeft(written) ? written : E.right(0)
}
