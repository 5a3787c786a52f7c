import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { BreadthFirstOptions } from '../bfs.js'
import type { Identity } from '../checkpoint/identity.js'
import type { Cut } from '../cuts.js'
import { expansionOf } from '../expansion.js'
import type { Finding } from '../outcome.js'
import { type Place, Shard } from '../shard.js'
import { Spill } from '../spill.js'
import { withoutTemporal } from '../temporal.js'
import { exactSet, fingerprintSet } from '../visited.js'
import { ShardCheckpoints } from './checkpoint.js'
import { Control, type Tally, total } from './control.js'
import { type Outboxes, Post } from './post.js'
import { type ModelReference, modelFrom } from './reference.js'

/** What a worker is started with. */
export interface WorkerStart {
  readonly reference: ModelReference
  readonly shard: number
  readonly shards: number
  readonly control: SharedArrayBuffer
  readonly outboxes: Outboxes
  readonly options: Omit<BreadthFirstOptions, 'signal'>
  /** What a checkpoint must agree with. */
  readonly identity: Identity
}

/** Why a search ended before its frontier was empty; `none` if it did not. The numbers are what shard 0 tells the others. */
export const STOPS = ['none', 'violation', 'depth', 'states', 'time', 'memory', 'interrupted'] as const
export type Stop = (typeof STOPS)[number]

/** What a worker reports when the search has ended. */
export interface WorkerReport {
  readonly shard: number
  readonly stop: Stop
  readonly depth: number
  readonly initialStates: number
  readonly generated: number
  readonly distinct: number
  readonly excluded: number
  readonly frontier: number
  readonly bytes: { readonly visited: number; readonly ancestry: number; readonly frontier: number }
  readonly findings: readonly Finding<Place>[]
  readonly taken: Float64Array
  readonly cuts: readonly Cut[]
}

/** How many states are expanded between two meetings, at most. */
const SLICE = 4096

async function main(port: MessagePort, start: WorkerStart): Promise<void> {
  const expansion = expansionOf(withoutTemporal(await modelFrom(start.reference)))
  const { options } = start
  const visited = options.storage === 'exact' ? exactSet(expansion.words) : fingerprintSet()
  const spill = options.frontierMemory === undefined ? null : new Spill(options.frontierMemory / start.shards)
  const post = new Post(start.outboxes, start.shard, expansion.words)
  const shard = new Shard(expansion, { visited, index: start.shard, shards: start.shards, own: post.own, spill })
  try {
    const { stop, depth, initialStates } = search(shard, post, start)
    port.postMessage({
      shard: start.shard,
      stop,
      depth,
      initialStates,
      generated: shard.generated,
      distinct: shard.distinct,
      excluded: shard.excluded,
      frontier: shard.remaining + shard.found,
      bytes: { visited: visited.bytes, ancestry: shard.ancestry.bytes, frontier: shard.frontierBytes },
      findings: shard.findings(),
      taken: expansion.taken,
      cuts: expansion.cuts.all(),
    } satisfies WorkerReport)
  } finally {
    spill?.close()
  }
  // From here on it answers where its states came from, until the thread is ended.
  port.on('message', (state: number) => port.postMessage(shard.ancestry.origin(Math.floor(state / start.shards))))
}

/** The search, seen from one of its shards. All shards run through this in step, and decide the same at each meeting. */
function search(shard: Shard, post: Post, start: WorkerStart): { stop: Stop; depth: number; initialStates: number } {
  const { bounds = {}, keepGoing = false, checkpoint, recover } = start.options
  const control = new Control(start.control, start.shards)
  const saving = checkpoint && new ShardCheckpoints(checkpoint.file, start.identity, start.shard, start.shards)
  const started = performance.now()
  let saved = { number: 0, at: started }
  let depth = 0
  let initialStates = 0

  const tally = (): Tally => {
    const stop = start.shard === 0 ? wish() : 'none'
    return {
      remaining: shard.remaining,
      found: shard.found,
      distinct: shard.distinct,
      generated: shard.generated,
      bytes: shard.bytes,
      decided: shard.monitor.failed ? 2 : shard.monitor.decided(keepGoing) ? 1 : 0,
      stop: STOPS.indexOf(stop),
      checkpoint: start.shard === 0 && checkpointIsDue(stop) ? saved.number + 1 : 0,
    }
  }
  const wish = (): Stop => {
    if (control.interrupted) return 'interrupted'
    return bounds.seconds !== undefined && performance.now() - started > bounds.seconds * 1000 ? 'time' : 'none'
  }
  const checkpointIsDue = (stop: Stop): boolean =>
    checkpoint !== undefined && (stop !== 'none' || performance.now() - saved.at > checkpoint.everySeconds * 1000)
  const stopAt = (tallies: readonly Tally[]): Stop => {
    if (tallies[0]!.stop > 0) return STOPS[tallies[0]!.stop]!
    if (bounds.memory !== undefined && total(tallies, 'bytes') > bounds.memory) return 'memory'
    return bounds.states !== undefined && total(tallies, 'distinct') >= bounds.states ? 'states' : 'none'
  }
  /** Saves every shard as it is now; the meeting is where each learns that all the others have. */
  const save = (number: number): void => {
    saving!.save(number, shard, { depth, initialStates })
    control.meet(start.shard, tally())
    if (start.shard === 0) saving!.complete(number)
    saved = { number, at: performance.now() }
  }

  if (recover !== undefined) {
    const checkpoints = new ShardCheckpoints(recover, start.identity, start.shard, start.shards)
    saved = { number: checkpoints.latest(), at: started }
    ;({ depth, initialStates } = checkpoints.recover(saved.number, shard))
  } else {
    shard.begin()
    initialStates = shard.generated
  }
  for (;;) {
    const level = control.meet(start.shard, tally())
    if (total(level, 'remaining') === 0) {
      const levels = depth + (total(level, 'found') > 0 ? 1 : 0)
      const end = (stop: Stop) => ({ stop, depth: levels, initialStates })
      if (total(level, 'found') === 0) return end(level.some((tally) => tally.decided === 2) ? 'violation' : 'none')
      if (total(level, 'decided') > 0) return end('violation')
      if (bounds.depth !== undefined && levels >= bounds.depth) return end('depth')
      shard.descend()
      depth++
    }
    for (let unfinished = true; unfinished; ) {
      const { parity } = control
      shard.expand(SLICE, post.outboxes(parity))
      post.send(parity)
      const tallies = control.meet(start.shard, tally())
      for (const batch of post.received(parity)) shard.settle(batch)
      unfinished = total(tallies, 'remaining') > 0
      const stop = stopAt(tallies)
      const ends = stop !== 'none' && (unfinished || total(tallies, 'found') > 0)
      if (saving && (tallies[0]!.checkpoint > 0 || ends)) save(tallies[0]!.checkpoint || saved.number + 1)
      if (ends) return { stop, depth: depth + (total(tallies, 'found') > 0 ? 1 : 0), initialStates }
    }
  }
}

if (parentPort !== null) await main(parentPort, workerData as WorkerStart)
