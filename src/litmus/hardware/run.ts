import { availableParallelism, cpus } from 'node:os'
import { nextMessage, startThread } from '../../search/parallel/thread.js'
import { testFor } from '../mapping.js'
import type { MemoryModel } from '../models.js'
import { keysOf, type Outcome, registersOf } from '../outcome.js'
import type { LitmusTest } from '../test.js'
import { nativeModel } from './native.js'
import { INTERRUPT, memoryFor, readsFor, type Share, type ShareReport } from './share.js'

export interface HardwareOptions {
  /** How many times to run the test; a whole number of batches is run. Without it, until the time is up. */
  readonly iterations?: number
  /** How long to run it at most, in seconds. Without it and `iterations`, 3. */
  readonly seconds?: number
  readonly seed?: number
  /** Ends the run with what is known. */
  readonly signal?: AbortSignal
}

/** What a processor really did. */
export interface HardwareResult {
  readonly processor: string
  readonly arch: string
  /** How many of them there are. */
  readonly processors: number
  /** The memory model that the processor keeps to, as far as it is known. */
  readonly model: MemoryModel | null
  readonly seed: number
  readonly iterations: number
  readonly seconds: number
  readonly keys: readonly string[]
  readonly seen: readonly Seen[]
}

/** An outcome, and how often it was seen with loads of either kind. */
export interface Seen {
  readonly outcome: Outcome
  readonly plain: number
  readonly atomic: number
}

const WORKER = new URL('./worker', import.meta.url)

/**
 * Runs a test on the processor itself, a thread to each of its processors, and counts how it ends. Throws a WorkerFailure
 * if a thread dies.
 */
export async function runOnHardware(test: LitmusTest, options: HardwareOptions = {}): Promise<HardwareResult> {
  const { iterations = Number.POSITIVE_INFINITY, seed = 1, signal } = options
  const seconds = options.seconds ?? (options.iterations === undefined ? 3 : Number.POSITIVE_INFINITY)
  const native = testFor(test, 'tso')
  const processors = availableParallelism()
  const canWalkInStep = processors >= native.threads.length
  const memory = memoryFor(native)
  const reads = native.threads.map((thread) => readsFor(registersOf(thread).length))
  const threads = native.threads.map((_, processor) =>
    startThread(WORKER, {
      test: native,
      processor,
      memory,
      reads,
      seed,
      canWalkInStep,
      iterations,
      seconds,
    } satisfies Share),
  )
  const interrupt = () => Atomics.store(new Int32Array(memory), INTERRUPT, 1)
  signal?.addEventListener('abort', interrupt)
  if (signal?.aborted) interrupt()
  try {
    const reports = await Promise.all(threads.map((thread) => nextMessage<ShareReport>(threads, thread)))
    const seen = merged(reports)
    return {
      processor: cpus()[0]?.model.trim() || 'unknown',
      arch: process.arch,
      processors,
      model: nativeModel,
      seed,
      iterations: seen.reduce((n, { plain, atomic }) => n + plain + atomic, 0),
      seconds: reports[0]!.seconds,
      keys: keysOf(test),
      seen,
    }
  } finally {
    signal?.removeEventListener('abort', interrupt)
    await Promise.all(threads.map((thread) => thread.terminate()))
  }
}

/** What the threads have counted, together, the most frequent first. */
function merged(reports: readonly ShareReport[]): Seen[] {
  const all = new Map<string, { outcome: Outcome; plain: number; atomic: number }>()
  for (const report of reports)
    for (const loads of ['plain', 'atomic'] as const)
      for (const [outcome, count] of report[loads]) {
        const seen = all.get(outcome.join()) ?? { outcome, plain: 0, atomic: 0 }
        seen[loads] += count
        all.set(outcome.join(), seen)
      }
  return [...all.values()].sort((a, b) => b.plain + b.atomic - a.plain - a.atomic)
}
