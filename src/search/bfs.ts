import { Ancestry, NO_PARENT } from './ancestry.js'
import { BATCH, Batch } from './batch.js'
import type { Expansion } from './expansion.js'
import { Level } from './frontier.js'
import { Monitor, type Shown } from './monitor.js'
import type { Limit, Outcome, Path, Progress } from './outcome.js'
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
  /** Once aborted, the search ends at the next slice with what it knows. */
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
  const { bounds = {}, storage = 'fingerprints', keepGoing = false, signal } = options
  const started = performance.now()
  const visited = storage === 'exact' ? exactSet(expansion.words) : fingerprintSet()
  const batch = new Batch(expansion.words)
  const ancestry = new Ancestry()
  const monitor = new Monitor(expansion, pathTo)
  const pool: Int32Array[] = []
  const maxStates = bounds.states ?? Number.POSITIVE_INFINITY
  let level = new Level(expansion.words, pool)
  let next = new Level(expansion.words, pool)
  let generated = 0
  let excluded = 0
  let initialStates = 0
  /** The level being expanded. */
  let depth = 0
  /** The state being expanded, and the position of the successor that comes next. */
  let parent = NO_PARENT
  let position = 0
  /** What is being judged: the successor at this position of this parent. */
  let shownParent = NO_PARENT
  let shownPosition = 0

  function pathTo(shown: Shown): Path {
    const state = shown === 'loaded' ? parent : shownParent
    const path = state === NO_PARENT ? [] : ancestry.pathTo(state)
    return shown === 'loaded' ? path : [...path, shownPosition]
  }

  function visit(low: number, high: number): void {
    generated++
    if (monitor.watchesSteps && parent !== NO_PARENT) {
      shownParent = parent
      shownPosition = position
      monitor.step()
    }
    batch.push(low, high, parent, position++, expansion.draft)
  }

  function keep(from: number, at: number, records: Int32Array, record: number): void {
    shownParent = from
    shownPosition = at
    expansion.show(records, record + 2)
    try {
      if (monitor.excludes()) excluded++
      else {
        ancestry.push(from, at)
        next.push(records, record)
      }
      monitor.state()
    } catch (thrown) {
      monitor.fault(thrown)
    }
  }

  function expand(chunk: Int32Array, at: number): void {
    expansion.load(chunk, at + 2)
    position = 0
    try {
      expansion.successors(chunk[at]!, chunk[at + 1]!, visit)
      if (position === 0) monitor.noSuccessor()
    } catch (thrown) {
      monitor.fault(thrown)
    }
    if (batch.size >= BATCH) batch.settle(visited, keep)
    parent++
  }

  const levels = () => depth + (next.size > 0 ? 1 : 0)

  function progress(): Progress {
    const bytes = visited.bytes + ancestry.bytes + level.bytes + next.bytes
    return { generated, distinct: ancestry.size, depth: levels(), queue: level.size + next.size, bytes }
  }

  function limitNow(): Limit | null {
    const frontier = level.size + next.size
    if (signal?.aborted) return { tag: 'interrupted', frontier }
    if (ancestry.size >= maxStates && frontier > 0) return { tag: 'states', limit: maxStates, frontier }
    if (bounds.seconds !== undefined && performance.now() - started > bounds.seconds * 1000)
      return { tag: 'time', limit: bounds.seconds, frontier }
    if (bounds.memory !== undefined && progress().bytes > bounds.memory)
      return { tag: 'memory', limit: bounds.memory, frontier }
    return null
  }

  function outcome(limit: Limit | null): Outcome {
    return {
      coverage: limit === null ? 'exhaustive' : 'bounded',
      counts: { generated, distinct: ancestry.size, depth: levels() },
      findings: monitor.findings(),
      limit,
      bytes: { visited: visited.bytes, ancestry: ancestry.bytes, frontier: level.bytes + next.bytes },
      initialStates,
      excluded,
    }
  }

  try {
    expansion.initialStates(visit)
  } catch (thrown) {
    monitor.fault(thrown)
  }
  batch.settle(visited, keep)
  initialStates = position
  parent = 0
  for (;;) {
    if (next.size === 0) return outcome(null)
    if (monitor.decided(keepGoing)) return outcome({ tag: 'violation', frontier: next.size })
    if (bounds.depth !== undefined && levels() >= bounds.depth)
      return outcome({ tag: 'depth', limit: bounds.depth, frontier: next.size })
    ;[level, next] = [next, level]
    depth++
    while (level.size > 0) {
      level.drain(Math.min(SLICE, Math.max(1, maxStates - ancestry.size)), expand)
      batch.settle(visited, keep)
      const limit = limitNow()
      if (limit !== null) return outcome(limit)
      yield progress()
    }
  }
}
