import { Command, Option } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { type ReplayReport, replayLine, replaySummary, replaysJson, replayText } from '../report/replays.js'
import type { AnySystem } from './catalogue.js'
import type { Context, ExitCode } from './context.js'
import { type CliError, describe } from './errors.js'
import { verboseOption } from './options.js'
import { lookOf } from './output.js'
import { readRecorded, systemsFor } from './recorded.js'

interface Flags {
  readonly model?: string
  readonly reporter: string
  readonly verbose?: boolean
}

/** `replay <files...>`: takes recorded runs again. */
export function replayCommand(context: Context): Command {
  return new Command('replay')
    .description('take recorded runs again, and say what has changed where one no longer fits')
    .argument('<files...>', 'files written by `check --out` or `precautions --out`')
    .option('--model <path>', 'where the model is, if it is not of the catalogue')
    .addOption(new Option('--reporter <name>', 'terminal or json').choices(['terminal', 'json']).default('terminal'))
    .addOption(verboseOption())
    .action(async (files: string[], flags: Flags) => context.finish(await replayAll(files, flags, context)))
}

async function replayAll(files: string[], flags: Flags, context: Context): Promise<E.Either<CliError, ExitCode>> {
  const { io } = context
  const systems = await systemsFor(flags.model, context)
  if (E.isLeft(systems)) return systems
  const reports: ReplayReport[] = []
  const look = lookOf(io, flags.verbose)
  let unread = 0
  for (const file of files) {
    const report = await replayFile(file, systems.right, io.cwd)
    if (E.isLeft(report)) {
      if (files.length === 1) return report
      // One that cannot be read does not keep the others from being told.
      io.stderr.write(`shootdown: ${describe(report.left)}\n`)
      unread++
      continue
    }
    reports.push(report.right)
    if (flags.reporter === 'terminal')
      io.stdout.write(files.length === 1 ? replayText(report.right, look) : `${replayLine(report.right, look)}\n`)
  }
  if (flags.reporter === 'json') io.stdout.write(replaysJson(reports))
  else if (files.length > 1) io.stdout.write(replaySummary(reports))
  if (unread > 0) return E.right(2)
  return E.right(reports.some((r) => r.stale !== null) ? 1 : 0)
}

async function replayFile(
  file: string,
  systems: readonly AnySystem[],
  cwd: string,
): Promise<E.Either<CliError, ReplayReport>> {
  const read = await readRecorded(file, systems, cwd)
  if (E.isLeft(read)) return read
  const { run, system } = read.right
  const [{ replay }, { describeStale }] = await Promise.all([import('../trace/replay.js'), import('../trace/stale.js')])
  const replayed = replay(run, system)
  if (E.isLeft(replayed)) {
    const { changed } = replayed.left
    return E.right({ file, run, stale: describeStale(replayed.left), changed, why: null, account: null })
  }
  const { changed, why, account } = replayed.right
  return E.right({ file, run, stale: null, changed, why, account })
}
