import { NO_PARENT } from './ancestry.js'
import { Batch } from './batch.js'
import { readCheckpoint, writeCheckpoint } from './checkpoint/file.js'
import { identityOf } from './checkpoint/identity.js'
import type { Expansion } from './expansion.js'
import { refuseObservers } from './observers/refuse.js'
import type { Finding, Limit, Outcome, Path, Progress } from './outcome.js'
import { type Place, Shard } from './shard.js'
import { Spill } from './spill.js'
import { exactSet, fingerprintSet } from './visited.js'

/** What a search may use up; a bound that is not given is none. */
export interface Bounds {
  /** Distinct states. */
  readonly states?: number | undefined
  /** Levels, the initial states being the first. */
  readonly depth?: number | undefined
  readonly seconds?: number | undefined
  /** Bytes held by the search's own tables. */
  readonly memory?: number | undefined
}

export interface BreadthFirstOptions {
  readonly bounds?: Bounds
  /** Fingerprints of 64 bits, or whole states. */
  readonly storage?: 'fingerprints' | 'exact'
  /** Go on after a violation, until every reachable state is seen. */
  readonly keepGoing?: boolean
  /** Bytes of frontier to keep in memory; the rest goes to a temporary file. Without it, all stays in memory. */
  readonly frontierMemory?: number | undefined
  /** Where to leave checkpoints, and how often; one is left, too, when a bound or an interruption ends the search. */
  readonly checkpoint?: { readonly file: string; readonly everySeconds: number } | undefined
  /** A checkpoint to go on from. */
  readonly recover?: string | undefined
  /** Aborted when the search shall end with what it knows. */
  readonly signal?: AbortSignal | undefined
}

/** How many states are expanded between two looks at the clock. */
const SLICE = 512

/**
 * Breadth-first search: visits every reachable state level by level, so that the first violation of a property is a
 * shortest one. A level in which something is violated is finished, so that the counts do not depend on luck.
 * Yields from time to time; the caller decides whether to go on.
 */
export function* breadthFirst(expansion: Expansion, options: BreadthFirstOptions = {}): Generator<Progress, Outcome> {
  const { bounds = {}, storage = 'fingerprints', keepGoing = false, frontierMemory } = options
  if (options.checkpoint ?? options.recover) refuseObservers(expansion.model, 'checkpoints')
  const started = performance.now()
  const visited = storage === 'exact' ? exactSet(expansion.words) : fingerprintSet()
  const spill = frontierMemory === undefined ? null : new Spill(frontierMemory)
  const shard = new Shard(expansion, { visited, index: 0, shards: 1, own: new Batch(expansion.words), spill })
  const maxStates = bounds.states ?? Number.POSITIVE_INFINITY
  const checkpointEvery = (options.checkpoint?.everySeconds ?? Number.POSITIVE_INFINITY) * 1000
  let initialStates = 0
  /** The level being expanded. */
  let depth = 0

  const levels = () => depth + (shard.found > 0 ? 1 : 0)
  const frontier = () => shard.remaining + shard.found

  function progress(): Progress {
    const { generated, distinct, bytes } = shard
    return { generated, distinct, depth: levels(), queue: frontier(), bytes }
  }

  function limitNow(): Limit | null {
    if (options.signal?.aborted) return { tag: 'interrupted', frontier: frontier() }
    if (shard.distinct >= maxStates && frontier() > 0) return { tag: 'states', limit: maxStates, frontier: frontier() }
    if (bounds.seconds !== undefined && performance.now() - started > bounds.seconds * 1000)
      return { tag: 'time', limit: bounds.seconds, frontier: frontier() }
    if (bounds.memory !== undefined && shard.bytes > bounds.memory)
      return { tag: 'memory', limit: bounds.memory, frontier: frontier() }
    return null
  }

  function outcome(limit: Limit | null): Outcome {
    return {
      coverage: limit === null ? 'exhaustive' : 'bounded',
      counts: { generated: shard.generated, distinct: shard.distinct, depth: levels() },
      findings: shard.findings().map((finding) => located(finding, (place) => pathTo(shard, place))),
      limit,
      bytes: { visited: visited.bytes, ancestry: shard.ancestry.bytes, frontier: shard.frontierBytes },
      initialStates,
      excluded: shard.excluded,
    }
  }

  const identity = () => identityOf(expansion.model, { storage, workers: '1' })
  let lastCheckpoint = started

  function checkpoint(): void {
    if (options.checkpoint === undefined) return
    const { facts, arrays } = shard.save()
    const saved: SearchFacts = { depth, initialStates, shard: facts }
    writeCheckpoint(options.checkpoint.file, identity(), { facts: saved, arrays })
    lastCheckpoint = performance.now()
  }

  function recover(file: string): void {
    const { facts, arrays } = readCheckpoint(file, identity())
    const saved = facts as SearchFacts
    ;({ depth, initialStates } = saved)
    shard.restore(saved.shard, arrays[Symbol.iterator]())
  }

  try {
    if (options.recover !== undefined) recover(options.recover)
    else {
      shard.begin()
      initialStates = shard.generated
    }
    for (;;) {
      while (shard.remaining > 0) {
        shard.expand(Math.min(SLICE, Math.max(1, maxStates - shard.distinct)))
        const limit = limitNow()
        if (limit !== null) {
          checkpoint()
          return outcome(limit)
        }
        if (performance.now() - lastCheckpoint > checkpointEvery) checkpoint()
        yield progress()
      }
      if (shard.found === 0 && !shard.monitor.failed) return outcome(null)
      if (shard.monitor.decided(keepGoing)) return outcome({ tag: 'violation', frontier: shard.found })
      if (bounds.depth !== undefined && levels() >= bounds.depth)
        return outcome({ tag: 'depth', limit: bounds.depth, frontier: shard.found })
      shard.descend()
      depth++
    }
  } finally {
    spill?.close()
  }
}

interface SearchFacts {
  readonly depth: number
  readonly initialStates: number
  readonly shard: unknown
}

function pathTo(shard: Shard, { state, position }: Place): Path {
  const path = state === NO_PARENT ? [] : shard.ancestry.pathTo(state)
  return position === null ? path : [...path, position]
}

/** The finding with its place told as a path. */
export function located(finding: Finding<Place>, path: (place: Place) => Path): Finding {
  return { ...finding, path: path(finding.path) }
}
