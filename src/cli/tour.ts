import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import type { PrecautionsReport } from '../report/precautions.js'
import { tourClosing, tourEntry, tourOpening } from '../report/tour.js'
import { complainOfRest } from './complain.js'
import { configureAll } from './configure.js'
import type { Context, ExitCode } from './context.js'
import type { CliError } from './errors.js'
import { loadModels } from './load.js'
import { lookOf } from './output.js'
import { examine } from './precautions.js'

/** How many states a tour looks at in one check, and how many seconds it takes at most in all. */
const STATES = 1_000_000
const SECONDS = 45

/** `tour`: the whole catalogue in under a minute, told to somebody who sees it for the first time. */
export function tourCommand(context: Context): Command {
  return new Command('tour')
    .description('check the whole catalogue in under a minute, and say what was found')
    .action(async () => context.finish(await tour(context)))
}

async function tour(context: Context): Promise<E.Either<CliError, ExitCode>> {
  const { catalogue, io, signal } = context
  const started = performance.now()
  const elapsed = () => (performance.now() - started) / 1000
  const loaded = await loadModels([], catalogue, io.cwd)
  if (E.isLeft(loaded)) return loaded
  const models = configureAll(loaded.right, new Map(), [])
  if (E.isLeft(models)) return models
  const look = lookOf(io)
  const reports: PrecautionsReport[] = []
  io.stdout.write(tourOpening(models.right.length, look))
  for (const [i, model] of models.right.entries()) {
    if (signal.aborted) break
    // What is left of the time is shared out among what is left to check, with some more for the large ones.
    const share = (3 * (SECONDS - elapsed())) / ((models.right.length - i) * (1 + model.model.precautions.length))
    const bounds = { states: STATES, seconds: Math.max(0.2, Math.min(10, share)) }
    const report = await examine(model, { options: { bounds } }, context)
    if (E.isLeft(report)) return report
    reports.push(report.right)
    io.stdout.write(tourEntry(report.right, look))
  }
  complainOfRest(io, reports.length, models.right.length, 'not looked at')
  io.stdout.write(tourClosing(reports, elapsed(), look))
  return E.right(signal.aborted ? 3 : 0)
}
