import type { BreadthFirstOptions } from '../bfs.js'
import type { Expansion } from '../expansion.js'
import { Limits } from '../limits.js'
import { Monitor } from '../monitor.js'
import type { Limit, Outcome, Path, Progress } from '../outcome.js'
import { STATE, Successors } from '../successors.js'
import { threadsOf } from '../threads.js'
import { Fingerprints, type VisitedSet, WholeStates } from '../visited.js'

export interface SamplingOptions extends BreadthFirstOptions {
  /** The same seed gives the same runs. */
  readonly seed?: number | undefined
  /** How many runs; 10,000 unless said otherwise. */
  readonly samples?: number | undefined
  /** How many steps a run has at most; 100 unless said otherwise. */
  readonly steps?: number | undefined
}

export const SAMPLES = 10_000
export const STEPS = 100
export const SEED = 1

/** Says how runs go. */
export interface Scheduler {
  /** A run begins: in which of the initial states. */
  begin(initial: Successors): number
  /** Which of the successors comes next. */
  choose(from: Successors): number
  /** The run has ended after so many steps. */
  end(steps: number): void
}

/** What there is to tell of the runs that were made. */
export interface Sampled {
  readonly outcome: Outcome
  readonly runs: number
  /** Steps of the longest run. */
  readonly longest: number
  /** How many steps a run could have. */
  readonly most: number
  /** The run that was the last to find a new state. */
  readonly lastNew: number
}

/** The run being made, and what all of them have come by. */
export class Walks {
  runs = 0
  distinct = 0
  isRunning = false
  readonly limits: Limits
  private readonly monitor: Monitor
  private readonly visited: VisitedSet
  private readonly initial: Successors
  private readonly from: Successors
  private readonly most: number
  /** The run: positions, and the fingerprint of the state it has come to. */
  private readonly path: number[] = []
  private low = 0
  private high = 0
  private generated = 0
  private excluded = 0
  private longest = 0
  private lastNew = 0

  constructor(
    private readonly expansion: Expansion,
    options: SamplingOptions,
    private readonly scheduler: Scheduler,
  ) {
    const threads = threadsOf(expansion)
    this.initial = new Successors(expansion, threads)
    this.from = new Successors(expansion, threads)
    this.monitor = new Monitor<Path>(expansion, () => [...this.path])
    this.limits = new Limits(this.monitor, options)
    this.visited = options.storage === 'exact' ? new WholeStates(expansion.words) : new Fingerprints()
    this.most = Math.min(options.steps ?? STEPS, (options.bounds?.depth ?? Number.POSITIVE_INFINITY) - 1)
  }

  get canBegin(): boolean {
    return this.initial.count > 0
  }

  get bytes(): number {
    return this.visited.bytes + this.initial.records.byteLength + this.from.records.byteLength
  }

  /** Gathers the initial states. */
  prepare(): void {
    this.guard(() => {
      this.initial.ofNothing()
      this.generated += this.initial.count
    })
  }

  begin(): void {
    this.runs++
    this.isRunning = true
    if (this.runs === 1) this.lookAround()
    this.path.length = 0
    if (this.isRunning) this.take(this.initial, this.scheduler.begin(this.initial))
  }

  /** Looks at every initial state: come by later, in the middle of a run, it would not be known for one. */
  private lookAround(): void {
    for (let i = 0; i < this.initial.count && this.isRunning; i++) {
      this.path.splice(0, this.path.length, i)
      this.expansion.show(this.initial.records, i * this.initial.stride + STATE)
      this.guard(() => this.meet(this.initial, i))
    }
  }

  step(): void {
    if (this.path.length > this.most) this.end()
    else this.guard(() => this.goOn())
  }

  private goOn(): void {
    const { from, monitor } = this
    from.ofLoaded(this.low, this.high)
    this.generated += from.count
    if (from.count === 0) {
      monitor.noSuccessor()
      this.end()
    } else this.take(from, this.scheduler.choose(from))
  }

  progress(): Progress {
    const { generated, distinct, longest, bytes } = this
    return { generated, distinct, depth: longest + 1, queue: 0, bytes }
  }

  sampled(limit: Limit): Sampled {
    const { generated, distinct, longest, most, runs, lastNew } = this
    const outcome: Outcome = {
      coverage: 'sampled',
      counts: { generated, distinct, depth: runs === 0 ? 0 : longest + 1 },
      findings: this.monitor.findings(),
      limit,
      bytes: { visited: this.visited.bytes, ancestry: 0, frontier: this.bytes - this.visited.bytes },
      initialStates: this.initial.count,
      excluded: this.excluded,
    }
    return { outcome, runs, longest, most, lastNew }
  }

  /** Goes on to the state at this position. */
  private take(from: Successors, position: number): void {
    const { expansion, monitor, path } = this
    const { records, stride } = from
    const at = position * stride
    path.push(position)
    this.longest = Math.max(this.longest, path.length - 1)
    expansion.show(records, at + STATE)
    this.guard(() => {
      if (path.length > 1 && monitor.watchesSteps) monitor.step()
      if (!this.meet(from, position)) this.end()
    })
    this.low = records[at]!
    this.high = records[at + 1]!
    expansion.load(records, at + STATE)
  }

  /** Judges the state shown, which lies at this position, if it is new; whether a run may go on from there. */
  private meet({ records, stride }: Successors, position: number): boolean {
    const at = position * stride
    const inside = !this.monitor.excludes()
    if (!this.visited.add(records[at]!, records[at + 1]!, records, at + STATE)) return inside
    this.lastNew = this.runs
    if (inside) this.distinct++
    else this.excluded++
    this.monitor.state()
    return inside
  }

  private end(): void {
    this.isRunning = false
    this.scheduler.end(this.path.length - 1)
  }

  /** A failure of the model ends the search with the finding. */
  private guard(act: () => void): void {
    if (!this.limits.guard(act)) this.isRunning = false
  }
}
