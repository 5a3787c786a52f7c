import { Command, InvalidArgumentError } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { type MutantKind, mutantKinds } from '../model/mutant.js'
import { mutantsJson, mutantsText, scoreOf } from '../report/mutate.js'
import { type MutantsOptions, type MutantsResult, mutating } from '../search/mutants.js'
import { askedModels } from './asked.js'
import type { Configured } from './configure.js'
import type { Context, ExitCode } from './context.js'
import type { CliError } from './errors.js'
import { investigate } from './investigate.js'
import { addParameterOptions, addSearchOptions, collect, type SearchFlags, searchOptions } from './options.js'
import { sinksFor } from './output.js'
import { writeDocument } from './write-document.js'

interface Flags extends SearchFlags {
  readonly without?: readonly string[]
  readonly kind?: readonly MutantKind[]
  readonly failOnSurvivor?: boolean
  readonly reporter?: readonly string[]
}

/** `mutate models...`: makes small mistakes in a model, to see whether its properties notice. */
export function mutateCommand(context: Context): Command {
  const kinds = mutantKinds.join(', ')
  const command = new Command('mutate')
    .description('make small mistakes in a model: which does a property notice, and which survive?')
    .argument('<models...>', 'names of the catalogue, or paths')
    .option('--kind <kind>', `make only these: ${kinds}; repeatable`, kindsOf)
    .option('--without <precaution>', 'begin without a precaution; repeatable', collect)
    .option(
      '--fail-on-survivor',
      'exit with 1 if a mutant survives that differs from the original; of kind join, only if asked for',
    )
    .option('--reporter <name[=file]>', 'terminal or json, to standard output or a file; repeatable', collect)
  addParameterOptions(addSearchOptions(command), context.named, context.named.length > 3)
  return command.action(async (asked: string[], flags: Flags) => context.finish(await mutate(asked, flags, context)))
}

function kindsOf(text: string, before: readonly MutantKind[] = []): readonly MutantKind[] {
  const kind = mutantKinds.find((k) => k === text)
  if (kind === undefined) throw new InvalidArgumentError(`It is one of ${mutantKinds.join(', ')}.`)
  return [...before, kind]
}

async function mutate(asked: string[], flags: Flags, context: Context): Promise<E.Either<CliError, ExitCode>> {
  const sinks = sinksFor(flags.reporter ?? [])
  if (E.isLeft(sinks)) return sinks
  const models = await askedModels(asked, flags, flags.without ?? [], context)
  if (E.isLeft(models)) return models
  const options = { ...searchOptions(flags), kinds: flags.kind ?? mutantKinds, signal: context.signal }
  const results: MutantsResult[] = []
  for (const { model } of models.right) {
    if (context.signal.aborted) break
    const result = await mutateOne(model, options, context)
    if (E.isLeft(result)) return result
    if (result.right !== null) results.push(result.right)
  }
  const written = await writeDocument(
    sinks.right,
    { json: () => mutantsJson(results), text: (look) => results.map((r) => mutantsText(r, look)).join('') },
    context.io,
  )
  if (E.isLeft(written)) return written
  if (context.signal.aborted) return E.right(3)
  // That fewer interleavings break nothing is no failure, unless it is what was asked.
  const counts = flags.kind ?? mutantKinds.filter((kind) => kind !== 'join')
  const survived = results.some(({ mutants }) => scoreOf(mutants.filter((m) => counts.includes(m.kind))).survived > 0)
  return E.right(flags.failOnSurvivor === true && survived ? 1 : 0)
}

async function mutateOne(
  model: Configured['model'],
  options: MutantsOptions,
  context: Context,
): Promise<E.Either<CliError, MutantsResult | null>> {
  const result = await investigate(mutating(model, options), context)
  if (E.isLeft(result) || result.right?.original.verdict !== 'violated') return result
  const message = `${model.name} is violated as it is: only a model that holds can tell its mutants from itself`
  return E.left({ tag: 'nothing to do', message })
}
