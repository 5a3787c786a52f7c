import { Ancestry, NO_PARENT } from '../ancestry.js'
import type { BreadthFirstOptions } from '../bfs.js'
import type { Expansion } from '../expansion.js'
import { mixHigh, mixLow } from '../fingerprint.js'
import { Level } from '../frontier.js'
import { Limits } from '../limits.js'
import { Monitor, type Shown } from '../monitor.js'
import type { Limit, Outcome, Path, Progress } from '../outcome.js'
import { STATE, Successors } from '../successors.js'
import { NOBODY, threadsOf } from '../threads.js'
import { Fingerprints, type VisitedSet, WholeStates } from '../visited.js'

/** What departing from the schedule costs, and how much may be spent. */
export interface Budget {
  readonly tag: 'preemptions' | 'delays'
  readonly bound: number
  /** The cost of letting `thread` take the next step after `last` took one, among all that could. */
  price(thread: number, last: number, from: Successors): number
}

/** How many records are taken up at once. */
const SLICE = 512

/** After the state, a record says who acted last, the parent's number (or, once kept, its own), its position and its depth. */
const [LAST, NUMBER, POSITION, DEPTH, EXTRA] = [0, 1, 2, 3, 4] as const

/** The nodes of a search within a budget: those that can be expanded now, and those that wait until more may be spent. */
export class Rounds {
  private readonly monitor: Monitor
  private readonly states: VisitedSet
  private readonly nodes: VisitedSet
  private readonly ancestry = new Ancestry()
  private readonly from: Successors
  private readonly pool: Int32Array[] = []
  private readonly now: Level
  /** What waits for the round in which its cost may be spent. */
  private readonly later: Level[] = []
  private readonly record: Int32Array
  private readonly limits: Limits
  private readonly words: number
  private readonly maxDepth: number
  private cost = 0
  private generated = 0
  private distinct = 0
  private excluded = 0
  private initialStates = 0
  private deepest = 0
  private cut = 0
  /** The node being expanded, and what is being judged: its successor in this position. */
  private node = NO_PARENT
  private parent = NO_PARENT
  private position = 0

  constructor(
    private readonly expansion: Expansion,
    private readonly options: BreadthFirstOptions,
    private readonly budget: Budget,
  ) {
    const { words } = expansion
    const exact = options.storage === 'exact'
    this.words = words
    this.monitor = new Monitor(expansion, (shown) => this.pathTo(shown))
    this.states = exact ? new WholeStates(words) : new Fingerprints()
    this.nodes = exact ? new WholeStates(words + 1) : new Fingerprints()
    this.from = new Successors(expansion, threadsOf(expansion))
    this.now = new Level(words + EXTRA, this.pool, null)
    this.record = new Int32Array(words + EXTRA + STATE)
    this.limits = new Limits(this.monitor, options)
    this.maxDepth = options.bounds?.depth ?? Number.POSITIVE_INFINITY
  }

  get remaining(): number {
    return this.now.size
  }

  /** The limit that a finding is, if there is one. */
  violation(): Limit | null {
    return this.limits.violation(this.frontier)
  }

  /** Nothing waits for any further round. */
  get isFinished(): boolean {
    return this.later.every((level) => level.size === 0)
  }

  get frontier(): number {
    return this.later.reduce((sum, level) => sum + level.size, this.now.size + this.cut)
  }

  begin(): void {
    this.limits.guard(() => {
      this.from.ofNothing()
      this.initialStates = this.from.count
      for (let i = 0; i < this.from.count; i++) this.follow(i, NOBODY, 0)
    })
  }

  /** Takes up what has waited for this round. */
  enter(cost: number): void {
    this.cost = cost
    const level = this.later[cost]
    while (level !== undefined && level.size > 0 && !this.limits.decided)
      level.drain(SLICE, (chunk, at) => this.limits.guard(() => this.admit(chunk, at)))
  }

  expand(most: number): void {
    const { states: maxStates = Number.POSITIVE_INFINITY } = this.options.bounds ?? {}
    let left = Math.min(most, Math.max(1, maxStates - this.distinct))
    while (left-- > 0 && this.now.size > 0 && !this.limits.decided)
      this.now.drain(1, (chunk, at) => this.limits.guard(() => this.expandOne(chunk, at)))
  }

  limit(): Limit | null {
    return this.limits.met({ distinct: this.distinct, frontier: this.frontier, bytes: this.progress().bytes })
  }

  depthLimit(): Limit | null {
    return this.cut === 0 ? null : { tag: 'depth', limit: this.maxDepth, frontier: this.cut }
  }

  /** How many nodes a larger budget would have added at once. */
  beyond(): number {
    const before = this.nodes.size
    for (const level of this.later) while (level.size > 0) level.drain(SLICE, (chunk, at) => void this.isNew(chunk, at))
    return this.nodes.size - before
  }

  progress(): Progress {
    const { generated, distinct, deepest, states, nodes, ancestry } = this
    const bytes = states.bytes + nodes.bytes + ancestry.bytes + this.frontierBytes
    return { generated, distinct, depth: deepest, queue: this.frontier, bytes }
  }

  outcome(limit: Limit | null, complete: number): Outcome {
    const { generated, distinct, deepest, states, nodes, ancestry, initialStates, excluded } = this
    const { tag, bound } = this.budget
    return {
      coverage: limit === null ? 'exhaustive' : 'bounded',
      counts: { generated, distinct, depth: deepest },
      findings: this.monitor.findings(),
      limit,
      bytes: { visited: states.bytes + nodes.bytes, ancestry: ancestry.bytes, frontier: this.frontierBytes },
      initialStates,
      excluded,
      // With runs cut short, not even those without any departure have been seen to their ends.
      scope: { tag, bound, complete: this.cut > 0 ? -1 : complete },
    }
  }

  private get frontierBytes(): number {
    return this.later.reduce((sum, level) => sum + level.bytes, this.now.bytes)
  }

  private expandOne(chunk: Int32Array, at: number): void {
    const { expansion, monitor, from, budget } = this
    const extra = at + STATE + this.words
    const last = chunk[extra + LAST]!
    const depth = chunk[extra + DEPTH]!
    this.node = chunk[extra + NUMBER]!
    expansion.load(chunk, at + STATE)
    from.ofLoaded(chunk[at]!, chunk[at + 1]!)
    if (from.count === 0) monitor.noSuccessor()
    for (let i = 0; i < from.count; i++) {
      const cost = this.cost + budget.price(from.threads[i]!, last, from)
      if (cost <= budget.bound && monitor.watchesSteps) this.judgeStep(i)
      if (cost === this.cost) this.follow(i, from.threads[i]!, depth)
      else this.postpone(i, depth, Math.min(cost, budget.bound + 1))
    }
  }

  private judgeStep(i: number): void {
    this.parent = this.node
    this.position = i
    this.expansion.show(this.from.records, i * this.from.stride + STATE)
    this.monitor.step()
  }

  private follow(i: number, thread: number, depth: number): void {
    this.write(i, thread, depth)
    this.admit(this.record, 0)
  }

  private postpone(i: number, depth: number, cost: number): void {
    while (this.later.length <= cost) this.later.push(new Level(this.words + EXTRA, this.pool, null))
    this.write(i, this.from.threads[i]!, depth)
    this.later[cost]!.push(this.record, 0)
  }

  /** Makes the record of the successor in this position. */
  private write(i: number, thread: number, depth: number): void {
    const { record, from, words } = this
    const at = i * from.stride
    for (let k = 0; k < from.stride; k++) record[k] = from.records[at + k]!
    record[STATE + words + LAST] = thread
    record[STATE + words + NUMBER] = this.node
    record[STATE + words + POSITION] = i
    record[STATE + words + DEPTH] = depth + 1
  }

  /** Keeps a node if it is new, and judges its state if that is. */
  private admit(records: Int32Array, at: number): void {
    const { expansion, monitor, words } = this
    this.generated++
    if (!this.isNew(records, at)) return
    const extra = at + STATE + words
    this.parent = records[extra + NUMBER]!
    this.position = records[extra + POSITION]!
    expansion.show(records, at + STATE)
    const outside = monitor.excludes()
    if (!outside) this.keep(records, at)
    if (!this.states.add(records[at]!, records[at + 1]!, records, at + STATE)) return
    if (outside) this.excluded++
    else this.distinct++
    monitor.state()
  }

  private keep(records: Int32Array, at: number): void {
    const extra = at + STATE + this.words
    const depth = records[extra + DEPTH]!
    this.deepest = Math.max(this.deepest, depth)
    if (depth >= this.maxDepth) {
      this.cut++
      return
    }
    records[extra + NUMBER] = this.ancestry.push(this.parent, this.position)
    this.now.push(records, at)
  }

  private isNew(records: Int32Array, at: number): boolean {
    const { words } = this
    const last = records[at + STATE + words + LAST]!
    const low = records[at]! ^ mixLow(last, words)
    const high = records[at + 1]! ^ mixHigh(last, words)
    return this.nodes.add(low, high, records, at + STATE)
  }

  private pathTo(shown: Shown): Path {
    if (shown === 'loaded') return this.node === NO_PARENT ? [] : this.ancestry.pathTo(this.node)
    return [...(this.parent === NO_PARENT ? [] : this.ancestry.pathTo(this.parent)), this.position]
  }
}
