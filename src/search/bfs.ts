import { Ancestry, NO_PARENT } from './ancestry.js'
import type { Expansion } from './expansion.js'
import { Level } from './frontier.js'
import { Monitor } from './monitor.js'
import type { Limit, Outcome, Progress } from './outcome.js'
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
  /** Go on after a violation, until every property is decided. */
  readonly keepGoing?: boolean
}

/** How many states are expanded between two looks at the clock. */
const SLICE = 512

/**
 * Breadth-first search: visits every reachable state level by level, so that the first violation of a property is a
 * shortest one. A level in which something is violated is finished, so that the counts do not depend on luck.
 * Yields from time to time; the caller decides whether to go on.
 */
export function* breadthFirst(expansion: Expansion, options: BreadthFirstOptions = {}): Generator<Progress, Outcome> {
  const { bounds = {}, storage = 'fingerprints', keepGoing = false } = options
  const started = performance.now()
  const visited = storage === 'exact' ? exactSet(expansion.draft) : fingerprintSet()
  const ancestry = new Ancestry()
  const monitor = new Monitor(expansion)
  const pool: Int32Array[] = []
  const maxStates = bounds.states ?? Number.POSITIVE_INFINITY
  let level = new Level(expansion.words, pool)
  let next = new Level(expansion.words, pool)
  let generated = 0
  let excluded = 0
  let initialStates = 0
  let depth = 1
  let parent = NO_PARENT
  let position = 0

  function visit(low: number, high: number): void {
    generated++
    const here = position++
    if (monitor.watchesSteps && parent !== NO_PARENT) monitor.step(() => [...ancestry.pathTo(parent), here])
    if (!visited.add(low, high)) return
    if (monitor.excludes()) {
      excluded++
      monitor.state(() => (parent === NO_PARENT ? [here] : [...ancestry.pathTo(parent), here]))
      return
    }
    const state = ancestry.push(parent, here)
    monitor.state(() => ancestry.pathTo(state))
    next.push(expansion.draft, low, high)
  }

  function expand(chunk: Int32Array, at: number): void {
    expansion.load(chunk, at + 2)
    position = 0
    try {
      expansion.successors(chunk[at]!, chunk[at + 1]!, visit)
      if (position === 0) monitor.noSuccessor(() => ancestry.pathTo(parent))
    } catch (thrown) {
      monitor.fault(thrown, (inProperty) =>
        inProperty ? [...ancestry.pathTo(parent), position - 1] : ancestry.pathTo(parent),
      )
    }
    parent++
  }

  function progress(): Progress {
    const bytes = visited.bytes + ancestry.bytes + level.bytes + next.bytes
    return { generated, distinct: ancestry.size, depth, queue: level.size + next.size, bytes }
  }

  function limitNow(): Limit | null {
    const frontier = level.size + next.size
    if (ancestry.size >= maxStates && frontier > 0) return { tag: 'states', limit: maxStates, frontier }
    if (bounds.seconds !== undefined && performance.now() - started > bounds.seconds * 1000)
      return { tag: 'time', limit: bounds.seconds, frontier }
    if (bounds.memory !== undefined && progress().bytes > bounds.memory)
      return { tag: 'memory', limit: bounds.memory, frontier }
    return null
  }

  function outcome(limit: Limit | null): Outcome {
    return {
      counts: { generated, distinct: ancestry.size, depth },
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
    monitor.fault(thrown, (inProperty) => (inProperty ? [position - 1] : []))
  }
  initialStates = position
  parent = 0
  for (;;) {
    if (monitor.decided(keepGoing)) return outcome({ tag: 'violation', frontier: next.size })
    if (next.size === 0) return outcome(null)
    if (bounds.depth !== undefined && depth >= bounds.depth)
      return outcome({ tag: 'depth', limit: bounds.depth, frontier: next.size })
    ;[level, next] = [next, level]
    depth++
    let produced = false
    while (level.size > 0) {
      level.drain(Math.min(SLICE, Math.max(1, maxStates - ancestry.size)), expand)
      produced ||= next.size > 0
      const limit = limitNow()
      if (limit !== null) return outcome(limit)
      yield progress()
    }
    // The last level has no states of its own: it was only looked for.
    if (!produced) depth--
  }
}
