import { NO_PARENT } from './ancestry.js'
import { Batch } from './batch.js'
import type { Expansion } from './expansion.js'
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
  const started = performance.now()
  const visited = storage === 'exact' ? exactSet(expansion.words) : fingerprintSet()
  const spill = frontierMemory === undefined ? null : new Spill(frontierMemory)
  const shard = new Shard(expansion, { visited, index: 0, shards: 1, own: new Batch(expansion.words), spill })
  const maxStates = bounds.states ?? Number.POSITIVE_INFINITY
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

  try {
    shard.begin()
    initialStates = shard.generated
    for (;;) {
      if (shard.found === 0) return outcome(null)
      if (shard.monitor.decided(keepGoing)) return outcome({ tag: 'violation', frontier: shard.found })
      if (bounds.depth !== undefined && levels() >= bounds.depth)
        return outcome({ tag: 'depth', limit: bounds.depth, frontier: shard.found })
      shard.descend()
      depth++
      while (shard.remaining > 0) {
        shard.expand(Math.min(SLICE, Math.max(1, maxStates - shard.distinct)))
        const limit = limitNow()
        if (limit !== null) return outcome(limit)
        yield progress()
      }
    }
  } finally {
    spill?.close()
  }
}

function pathTo(shard: Shard, { state, position }: Place): Path {
  const path = state === NO_PARENT ? [] : shard.ancestry.pathTo(state)
  return position === null ? path : [...path, position]
}

/** The finding with its place told as a path. */
export function located(finding: Finding<Place>, path: (place: Place) => Path): Finding {
  return { ...finding, path: path(finding.path) }
}
