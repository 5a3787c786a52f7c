import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { type InductionReport, inductionsJson, inductionText } from '../report/induction.js'
import { worst } from '../search/check.js'
import { inductive } from '../search/induction.js'
import { UsageFailure } from '../system/errors.js'
import { askedModels } from './asked.js'
import type { Configured } from './configure.js'
import { type Context, type ExitCode, exitCodeFor } from './context.js'
import type { CliError } from './errors.js'
import {
  addParameterOptions,
  addSystemOptions,
  collect,
  positive,
  type SystemFlags,
  verboseOption,
  whole,
} from './options.js'
import { sinksFor } from './output.js'
import { writeDocument } from './write-document.js'

interface Flags extends SystemFlags {
  readonly invariant?: readonly string[]
  readonly assuming?: readonly string[]
  readonly without?: readonly string[]
  readonly maxStates?: number
  readonly maxSamples?: number
  readonly seed?: number
  readonly reporter?: readonly string[]
  readonly verbose?: boolean
  readonly allowVacuous?: boolean
}

/** `inductive models...`: whether invariants prove themselves. */
export function inductiveCommand(context: Context): Command {
  const command = new Command('inductive')
    .description('does every step keep an invariant, from any state in which it holds, reachable or not?')
    .argument('<models...>', 'names of the catalogue, or paths')
    .option('--invariant <name>', 'ask it of this one; of several, of all together; repeatable (all)', collect)
    .option('--assuming <name>', 'rely on this one, and do not ask it of it; repeatable', collect)
    .option('--without <precaution>', 'take a precaution away; repeatable', collect)
    .option('--max-states <n>', 'go through all states if there are no more than so many (2000000)', positive)
    .option('--max-samples <n>', 'otherwise try so many (20000)', positive)
    .option('--seed <n>', 'what they are drawn with (1)', whole)
    .option('--allow-vacuous', 'do not fail for what holds only since it could not be broken')
    .option('--reporter <name[=file]>', 'terminal or json, to standard output or a file; repeatable', collect)
    .addOption(verboseOption())
  addParameterOptions(addSystemOptions(command), context.named, context.named.length > 3)
  return command.action(async (asked: string[], flags: Flags) => context.finish(await run(asked, flags, context)))
}

async function run(asked: string[], flags: Flags, context: Context): Promise<E.Either<CliError, ExitCode>> {
  const sinks = sinksFor(flags.reporter ?? [])
  if (E.isLeft(sinks)) return sinks
  const models = await askedModels(asked, flags, flags.without ?? [], context)
  if (E.isLeft(models)) return models
  const reports: InductionReport[] = []
  for (const { model } of models.right) {
    const report = await judge(model, flags)
    if (E.isLeft(report)) return report
    reports.push(report.right)
  }
  const written = await writeDocument(
    sinks.right,
    { json: () => inductionsJson(reports), text: (look) => reports.map((r) => inductionText(r, look)).join('') },
    context.io,
    flags.verbose,
  )
  if (E.isLeft(written)) return written
  if (flags.allowVacuous !== true && reports.some(({ result }) => result.vacuous)) return E.right(1)
  return E.right(exitCodeFor(worst(reports.map(({ result }) => result.verdict))))
}

async function judge(model: Configured['model'], flags: Flags): Promise<E.Either<CliError, InductionReport>> {
  const { assuming = [], maxStates: states, maxSamples: samples, seed } = flags
  const invariants = Object.entries(model.properties).flatMap(([name, { kind }]) => (kind === 'always' ? [name] : []))
  const claim = flags.invariant ?? invariants.filter((name) => !assuming.includes(name))
  if (claim.length === 0) {
    const what = invariants.length === 0 ? 'no invariant' : 'no invariant but those to rely on'
    return E.left({ tag: 'nothing to do', message: `${model.name} has ${what}: there is nothing to ask it of` })
  }
  const given = { ...(states && { states }), ...(samples && { samples }), ...(seed !== undefined && { seed }) }
  try {
    return E.right({ model, result: await inductive(model, claim, { assuming, ...given }) })
  } catch (thrown) {
    if (thrown instanceof UsageFailure) return E.left({ tag: 'usage', error: thrown.error })
    throw thrown
  }
}
