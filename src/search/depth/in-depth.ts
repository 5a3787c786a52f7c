import { Batch } from '../batch.js'
import type { BreadthFirstOptions } from '../bfs.js'
import type { Expansion } from '../expansion.js'
import { Limits } from '../limits.js'
import { Monitor } from '../monitor.js'
import type { Limit, Outcome, Path, Progress } from '../outcome.js'
import type { VisitedSet } from '../visited.js'
import { Stack } from './stack.js'

/** What a search in depth asks of a set of states. Only one that minds depth lets known states pass. */
export interface StateSet extends Pick<VisitedSet, 'exact' | 'add' | 'touch' | 'size' | 'bytes'> {
  /** The depth at which what is added from now on is reached. */
  depth?: number
  /** The depth at which the state added last had been known before, 0 if it is new. */
  readonly was?: number
}

/** How many states are expanded between two looks at the clock. */
const SLICE = 512

/**
 * Searches in depth, with a stack of states that wait. A state is looked up and judged when it is first produced, and
 * expanded when its turn comes, the last produced first. No record of parents is kept: those of the state being
 * expanded are the states that were expanded before it at lesser depths, so their positions are remembered by depth.
 */
export function* inDepth(
  expansion: Expansion,
  options: BreadthFirstOptions,
  set: StateSet,
): Generator<Progress, Outcome> {
  const { bounds = {} } = options
  const maxStates = bounds.states ?? Number.POSITIVE_INFINITY
  const maxDepth = bounds.depth ?? Number.POSITIVE_INFINITY
  const batch = new Batch(expansion.words)
  const stack = new Stack(expansion.words)
  /** The positions that lead to the state being expanded, and that of the successor being judged. */
  const trail: number[] = []
  const monitor = new Monitor<Path>(expansion, (shown) => {
    const path = trail.slice(0, depth)
    return shown === 'loaded' ? path : [...path, judged]
  })
  const limits = new Limits(monitor, options)
  let judged = 0
  let depth = 0
  let position = 0
  let generated = 0
  let initialStates = 0
  let distinct = 0
  let excluded = 0
  let deepest = 0
  /** States at the greatest depth allowed, which are not expanded. */
  let cut = 0

  function visit(low: number, high: number): void {
    generated++
    if (monitor.watchesSteps && depth > 0) {
      judged = position
      monitor.step()
    }
    batch.push(low, high, 0, position++, expansion.draft)
  }

  function keep(_: number, at: number, records: Int32Array, record: number): void {
    const before = set.was ?? 0
    judged = at
    expansion.show(records, record + 2)
    limits.guard(() => {
      const outside = monitor.excludes()
      if (!outside) enter(at, records, record, before)
      if (before > 0) return
      if (outside) excluded++
      else distinct++
      monitor.state()
    })
  }

  function enter(at: number, records: Int32Array, record: number, before: number): void {
    if (before === maxDepth) cut--
    if (depth + 1 > deepest) deepest = depth + 1
    if (depth + 1 < maxDepth) stack.push(records, record, depth + 1, at)
    else cut++
  }

  /** Shows all that can follow, or begin, and takes it in. */
  function produce(show: () => void): void {
    position = 0
    if (set.depth !== undefined) set.depth = depth + 1
    limits.guard(() => {
      show()
      if (position === 0 && depth > 0) monitor.noSuccessor()
    })
    batch.settle(set, keep)
  }

  function expand(record: Int32Array): void {
    depth = stack.depth
    trail[depth - 1] = stack.position
    expansion.load(record, 2)
    produce(() => expansion.successors(record[0]!, record[1]!, visit))
  }

  const bytes = () => set.bytes + stack.bytes
  const frontier = () => stack.size + cut
  const progress = () => ({ generated, distinct, depth: deepest, queue: stack.size, bytes: bytes() })

  function outcome(limit: Limit | null): Outcome {
    return {
      coverage: limit === null ? 'exhaustive' : 'bounded',
      counts: { generated, distinct, depth: deepest },
      findings: monitor.findings(),
      limit,
      bytes: { visited: set.bytes, ancestry: trail.length * 8, frontier: stack.bytes },
      initialStates,
      excluded,
    }
  }

  produce(() => expansion.initialStates(visit))
  initialStates = generated
  for (;;) {
    for (let left = Math.min(SLICE, Math.max(1, maxStates - distinct)); left > 0 && stack.size > 0; left--) {
      if (limits.decided) return outcome({ tag: 'violation', frontier: frontier() })
      expand(stack.pop())
    }
    const limit = limits.met({ distinct, frontier: frontier(), bytes: bytes() })
    if (limit !== null) return outcome(limit)
    if (stack.size === 0) return outcome(cut > 0 ? { tag: 'depth', limit: maxDepth, frontier: cut } : null)
    yield progress()
  }
}
