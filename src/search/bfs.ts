import { NO_PARENT } from './ancestry.js'
import { expectWritable, readCheckpoint, writeCheckpoint } from './checkpoint/file.js'
import { identityOf } from './checkpoint/identity.js'
import type { Expansion } from './expansion.js'
import { Levels, type Place } from './levels.js'
import { refuseObservers } from './observers/refuse.js'
import type { Finding, Limit, Outcome, Path, Progress } from './outcome.js'
import { Spill, SpillFile } from './spill.js'
import { Fingerprints, WholeStates } from './visited.js'

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
  if (options.checkpoint !== undefined) expectWritable(options.checkpoint.file)
  const started = performance.now()
  const visited = storage === 'exact' ? new WholeStates(expansion.words) : new Fingerprints()
  const file = frontierMemory === undefined ? null : new SpillFile()
  const spill = file === null ? null : new Spill(frontierMemory!, file)
  const states = new Levels(expansion, visited, spill)
  const maxStates = bounds.states ?? Number.POSITIVE_INFINITY
  const checkpointEvery = (options.checkpoint?.everySeconds ?? Number.POSITIVE_INFINITY) * 1000
  let initialStates = 0
  /** The level being expanded. */
  let depth = 0

  const depthNow = () => depth + (states.found > 0 ? 1 : 0)
  const frontier = () => states.remaining + states.found

  function progress(): Progress {
    const { generated, distinct, bytes } = states
    return { generated, distinct, depth: depthNow(), queue: frontier(), bytes }
  }

  function limitNow(): Limit | null {
    if (options.signal?.aborted) return { tag: 'interrupted', frontier: frontier() }
    if (states.distinct >= maxStates && frontier() > 0) return { tag: 'states', limit: maxStates, frontier: frontier() }
    if (bounds.seconds !== undefined && performance.now() - started > bounds.seconds * 1000)
      return { tag: 'time', limit: bounds.seconds, frontier: frontier() }
    if (bounds.memory !== undefined && states.bytes > bounds.memory)
      return { tag: 'memory', limit: bounds.memory, frontier: frontier() }
    return null
  }

  function outcome(limit: Limit | null): Outcome {
    return {
      coverage: limit === null ? 'exhaustive' : 'bounded',
      counts: { generated: states.generated, distinct: states.distinct, depth: depthNow() },
      findings: states.findings().map((finding) => located(finding, (place) => pathTo(states, place))),
      limit,
      bytes: { visited: visited.bytes, ancestry: states.ancestry.bytes, frontier: states.frontierBytes },
      initialStates,
      excluded: states.excluded,
    }
  }

  const identity = () => identityOf(expansion.model, { storage, workers: '1' })
  let lastCheckpoint = started

  function checkpoint(): void {
    if (options.checkpoint === undefined) return
    const { facts, arrays } = states.save()
    const saved: SearchFacts = { depth, initialStates, states: facts }
    writeCheckpoint(options.checkpoint.file, identity(), { facts: saved, arrays })
    lastCheckpoint = performance.now()
  }

  function recover(file: string): void {
    const { facts, arrays } = readCheckpoint(file, identity())
    const saved = facts as SearchFacts
    ;({ depth, initialStates } = saved)
    states.restore(saved.states, arrays[Symbol.iterator]())
  }

  try {
    if (options.recover !== undefined) recover(options.recover)
    else {
      states.begin()
      initialStates = states.generated
    }
    for (;;) {
      while (states.remaining > 0) {
        states.expand(Math.min(SLICE, Math.max(1, maxStates - states.distinct)))
        const limit = limitNow()
        if (limit !== null) {
          checkpoint()
          return outcome(limit)
        }
        if (performance.now() - lastCheckpoint > checkpointEvery) checkpoint()
        yield progress()
      }
      if (states.found === 0 && !states.monitor.failed) return outcome(null)
      if (states.monitor.decided(keepGoing)) return outcome({ tag: 'violation', frontier: states.found })
      if (bounds.depth !== undefined && depthNow() >= bounds.depth)
        return outcome({ tag: 'depth', limit: bounds.depth, frontier: states.found })
      states.descend()
      depth++
    }
  } finally {
    file?.close()
  }
}

interface SearchFacts {
  readonly depth: number
  readonly initialStates: number
  readonly states: unknown
}

function pathTo(states: Levels, { state, position }: Place): Path {
  const path = state === NO_PARENT ? [] : states.ancestry.pathTo(state)
  return position === null ? path : [...path, position]
}

/** The finding with its place told as a path. */
export function located(finding: Finding<Place>, path: (place: Place) => Path): Finding {
  return { ...finding, path: path(finding.path) }
}
