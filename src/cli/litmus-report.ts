import * as E from 'fp-ts/lib/Either.js'
import { nativeModel } from '../litmus/hardware/native.js'
import { type LibraryTest, type LitmusKit, type MemoryModel, memoryModels } from '../litmus/models.js'
import { isTrue, keysOf } from '../litmus/outcome.js'
import type { Condition } from '../litmus/test.js'
import { parseCondition } from '../litmus/text/condition.js'
import { resultUnder, type Under } from '../litmus/under.js'
import type { LitmusReport, Witness } from '../report/litmus.js'
import { WorkerFailure } from '../search/parallel/thread.js'
import { UsageFailure } from '../system/errors.js'
import type { CliError } from './errors.js'

/** What there is to find out about each test. */
export interface LitmusFlags {
  readonly memoryModel?: readonly MemoryModel[]
  /** True asks for a run that ends with what the test asks about. */
  readonly witness?: string | true
  readonly hardware?: boolean
  readonly iterations?: number
  readonly timeout?: number
  readonly seed?: number
}

/** The models to look at, in the usual order: what this machine does is judged by its own. */
export function modelsFor({ memoryModel = memoryModels, hardware }: LitmusFlags): readonly MemoryModel[] {
  return memoryModels.filter((model) => memoryModel.includes(model) || (hardware === true && model === nativeModel))
}

/** Finds out about one test what was asked for. */
export async function reportOn(
  { test, source, verdicts }: LibraryTest,
  { outcomesOf }: LitmusKit,
  flags: LitmusFlags,
  signal: AbortSignal,
): Promise<E.Either<CliError, LitmusReport>> {
  const keys = keysOf(test)
  const wanted = wantedOutcome(test.exists, flags, keys)
  if (E.isLeft(wanted)) return wanted
  try {
    const under = modelsFor(flags).map((model) => resultUnder(test, model, outcomesOf))
    const hardware = flags.hardware === true ? await onHardware(test, flags, signal) : null
    const witnesses = wanted.right === null ? [] : witnessesFor(wanted.right, under, flags)
    const judged = flags.memoryModel !== undefined
    return E.right({ test, source, published: verdicts, keys, under, judged, hardware, witnesses })
  } catch (thrown) {
    if (thrown instanceof UsageFailure) return E.left({ tag: 'usage', error: thrown.error })
    if (thrown instanceof WorkerFailure) return E.left({ tag: 'refused', message: thrown.message })
    throw thrown
  }
}

async function onHardware(test: LitmusReport['test'], { iterations, timeout, seed }: LitmusFlags, signal: AbortSignal) {
  const { runOnHardware } = await import('../litmus/hardware/run.js')
  return runOnHardware(test, {
    ...(iterations === undefined ? {} : { iterations }),
    ...(timeout === undefined ? {} : { seconds: timeout }),
    ...(seed === undefined ? {} : { seed }),
    signal,
  })
}

/** The condition that `--witness` asks for; null if it is not given. */
function wantedOutcome(
  exists: Condition,
  { witness }: LitmusFlags,
  keys: readonly string[],
): E.Either<CliError, Condition | null> {
  if (witness === undefined) return E.right(null)
  if (witness === true) return E.right(exists)
  const condition = parseCondition(witness.replaceAll(',', ' & '), keys)
  if (E.isRight(condition)) return condition
  return E.left({ tag: 'refused', message: `--witness "${witness}": ${condition.left.message}` })
}

/** A run under each model that was named; if none was, under the first that has one. */
function witnessesFor(wanted: Condition, under: readonly Under[], { memoryModel }: LitmusFlags): Witness[] {
  const found = under.map((u): Witness => {
    const outcome = u.outcomes.find((o) => isTrue(wanted, u.keys, o))
    const steps = outcome === undefined ? null : u.witness(outcome)
    return { models: [u.model], run: outcome === undefined || steps === null ? null : { outcome, steps } }
  })
  if (memoryModel !== undefined) return found
  return [found.find(({ run }) => run !== null) ?? { models: under.map((u) => u.model), run: null }]
}
