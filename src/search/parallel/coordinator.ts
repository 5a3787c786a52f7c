import type { Worker } from 'node:worker_threads'
import { NO_PARENT } from '../ancestry.js'
import type { BreadthFirstOptions } from '../bfs.js'
import type { Identity } from '../checkpoint/identity.js'
import type { Cut } from '../cuts.js'
import type { Finding, Limit, Outcome, Path, Progress } from '../outcome.js'
import type { Place } from '../shard.js'
import { ShardCheckpoints } from './checkpoint.js'
import { Control, total } from './control.js'
import { outboxesFor } from './post.js'
import type { ModelReference } from './reference.js'
import { nextMessage, startThread } from './thread.js'
import type { WorkerReport, WorkerStart } from './worker.js'

const WORKER = new URL('./worker', import.meta.url)

/** What a parallel search found, and how often each site was taken, summed over the workers. */
export interface ParallelOutcome {
  readonly outcome: Outcome
  readonly taken: Float64Array
  /** What each worker's steps were cut off at. */
  readonly cuts: readonly Cut[]
}

/**
 * Breadth-first search by several threads, each of which owns the states whose fingerprints fall to it. The levels are
 * those of the search on one thread, so verdicts, counts and the lengths of runs are the same at any number; and the
 * order in which states are taken in is fixed by the number of workers, so the runs are the same each time.
 * `identity` is what a checkpoint to go on from must agree with.
 */
export async function searchInParallel(
  reference: ModelReference,
  workers: number,
  identity: Identity,
  { signal, ...options }: BreadthFirstOptions,
  onProgress: (progress: Progress) => void = () => {},
): Promise<ParallelOutcome> {
  // A checkpoint that does not fit is better refused here, before any thread is started.
  if (options.recover !== undefined) new ShardCheckpoints(options.recover, identity, 0, workers).latest()
  const memory = Control.memoryFor(workers)
  const control = new Control(memory, workers)
  const outboxes = outboxesFor(workers)
  const threads = Array.from({ length: workers }, (_, shard) =>
    startThread(WORKER, {
      reference,
      shard,
      shards: workers,
      control: memory,
      outboxes,
      options,
      identity,
    } satisfies WorkerStart),
  )
  const interrupt = () => control.interrupt()
  signal?.addEventListener('abort', interrupt)
  if (signal?.aborted) interrupt()
  const ticking = setInterval(() => onProgress(progressOf(control)), 200)
  try {
    const reports = await Promise.all(threads.map((thread) => nextMessage<WorkerReport>(threads, thread)))
    return {
      outcome: await merge(reports, threads, options),
      taken: sum(reports.map((r) => r.taken)),
      cuts: reports.flatMap((r) => r.cuts),
    }
  } finally {
    clearInterval(ticking)
    signal?.removeEventListener('abort', interrupt)
    await Promise.all(threads.map((thread) => thread.terminate()))
  }
}

async function merge(
  reports: readonly WorkerReport[],
  threads: readonly Worker[],
  { bounds = {} }: BreadthFirstOptions,
): Promise<Outcome> {
  const add = (f: (report: WorkerReport) => number) => reports.reduce((n, report) => n + f(report), 0)
  const [first] = reports as [WorkerReport]
  const limit = limitOf(
    first.stop,
    bounds,
    add((r) => r.frontier),
  )
  return {
    coverage: limit === null ? 'exhaustive' : 'bounded',
    counts: { generated: add((r) => r.generated), distinct: add((r) => r.distinct), depth: first.depth },
    findings: await firstFindings(reports, threads),
    limit,
    bytes: {
      visited: add((r) => r.bytes.visited),
      ancestry: add((r) => r.bytes.ancestry),
      frontier: add((r) => r.bytes.frontier),
    },
    initialStates: first.initialStates,
    excluded: add((r) => r.excluded),
  }
}

function limitOf(
  stop: WorkerReport['stop'],
  bounds: NonNullable<BreadthFirstOptions['bounds']>,
  frontier: number,
): Limit | null {
  switch (stop) {
    case 'none':
      return null
    case 'violation':
    case 'interrupted':
      return { tag: stop, frontier }
    default:
      return { tag: stop, limit: { ...bounds, time: bounds.seconds }[stop] ?? 0, frontier }
  }
}

/** For each property the finding with the shortest run; among equals, that of the first worker. */
async function firstFindings(reports: readonly WorkerReport[], threads: readonly Worker[]): Promise<Finding[]> {
  const best = new Map<string, Finding>()
  for (const finding of reports.flatMap((report) => report.findings)) {
    const path = await pathTo(finding.path, threads)
    const key = 'property' in finding ? `property ${finding.property}` : finding.tag
    const known = best.get(key)
    if (known === undefined || path.length < known.path.length) best.set(key, { ...finding, path })
  }
  return [...best.values()]
}

/** Asks the owners of the states, one after the other, where each came from. */
async function pathTo(place: Place, threads: readonly Worker[]): Promise<Path> {
  const path: number[] = place.position === null ? [] : [place.position]
  for (let state = place.state; state !== NO_PARENT; ) {
    const thread = threads[state % threads.length]!
    const answer = nextMessage<{ parent: number; position: number }>(threads, thread)
    thread.postMessage(state)
    const { parent, position } = await answer
    path.push(position)
    state = parent
  }
  return path.reverse()
}

function progressOf(control: Control): Progress {
  const tallies = control.glance()
  return {
    generated: total(tallies, 'generated'),
    distinct: total(tallies, 'distinct'),
    depth: 0,
    queue: total(tallies, 'remaining') + total(tallies, 'found'),
    bytes: total(tallies, 'bytes'),
  }
}

function sum(arrays: readonly Float64Array[]): Float64Array {
  const [first] = arrays as [Float64Array]
  return first.map((_, i) => arrays.reduce((n, a) => n + a[i]!, 0))
}
