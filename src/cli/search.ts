import * as E from 'fp-ts/lib/Either.js'
import type { Model } from '../model/model.js'
import { type CheckOptions, type CheckResult, checking } from '../search/check.js'
import { CheckpointFailure } from '../search/checkpoint/errors.js'
import { inTurns } from '../search/turns.js'
import { UsageFailure } from '../system/errors.js'
import type { Configured } from './configure.js'
import type { Context } from './context.js'
import type { CliError } from './errors.js'
import { progressLine } from './progress.js'
import { referenceTo } from './reference.js'

/** Runs a check to its end, showing how it gets on, and ending early with what is known if it is interrupted. */
export async function search(model: Model, options: CheckOptions, { io, signal }: Context): Promise<CheckResult> {
  const progress = progressLine(io.stderr, model.name)
  try {
    return await inTurns(checking(model, { ...options, signal }), progress.show)
  } finally {
    progress.clear()
  }
}

/** The same on so many threads; a search that cannot be made as asked comes back as a sentence. */
export async function searchOn(
  workers: number,
  configured: Configured,
  options: CheckOptions,
  context: Context,
): Promise<E.Either<CliError, CheckResult>> {
  try {
    if (workers === 1) return E.right(await search(configured.model, options, context))
    return await searchOnThreads(workers, configured, options, context)
  } catch (thrown) {
    if (thrown instanceof UsageFailure || thrown instanceof CheckpointFailure) return refused(thrown.message)
    throw thrown
  }
}

async function searchOnThreads(
  workers: number,
  configured: Configured,
  options: CheckOptions,
  context: Context,
): Promise<E.Either<CliError, CheckResult>> {
  const reference = referenceTo(configured, context)
  if (reference === null) return refused('the models of this catalogue cannot be loaded by other threads')
  const { checkInParallel } = await import('../search/parallel/check.js')
  const { WorkerFailure } = await import('../search/parallel/thread.js')
  const progress = progressLine(context.io.stderr, configured.model.name)
  try {
    const { signal } = context
    return E.right(await checkInParallel(configured.model, reference, workers, { ...options, signal }, progress.show))
  } catch (thrown) {
    if (thrown instanceof WorkerFailure) return refused(thrown.message)
    throw thrown
  } finally {
    progress.clear()
  }
}

function refused(message: string): E.Either<CliError, never> {
  return E.left({ tag: 'refused', message })
}
