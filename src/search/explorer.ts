import { NO_PARENT } from './ancestry.js'
import { BATCH, Batch, type Keep } from './batch.js'
import type { Expansion } from './expansion.js'
import { type Compare, Monitor, type Shown } from './monitor.js'
import type { RecentFingerprints } from './recent.js'
import type { VisitedSet } from './visited.js'

/** What is judged: the state that is loaded, a step from there, or a new state that the step has led to. */
export interface Sight {
  readonly what: 'loaded' | 'step' | 'state'
  /** The number of the loaded state, as whoever gave it says; of a new state, that of the one that led to it. */
  readonly parent: number
  /** Of the step among those from the same state; of an initial state among these. */
  readonly position: number
}

/** The states that are known, as far as an explorer cares. */
export interface Known extends Pick<VisitedSet, 'touch' | 'add'> {
  /** The state that it let pass last was known before, and has been judged already. */
  readonly again?: boolean
}

/** Where an explorer looks its successors up, and what it does with them. */
export interface Task<P> {
  readonly known: Known
  /** Notices successors that need not be looked up. */
  readonly recent: RecentFingerprints | null
  readonly keep: Keep
  /** How a finding says where it lies. */
  readonly place: (sight: Sight) => P
  /** Which of two findings is to be kept, if not the first. */
  readonly compare?: Compare<P>
}

/**
 * Expands one state after the other, looks their successors up, judges those that are new, and hands them on. Who gives it
 * the states says which number the one at hand has: `parent`.
 */
export class Explorer<P> {
  generated = 0
  /** New states that the state constraint excludes. */
  excluded = 0
  /** The state being expanded. */
  parent = NO_PARENT
  readonly monitor: Monitor<P>
  private readonly batch: Batch
  private readonly recent: RecentFingerprints | null
  /** The position of the successor that comes next. */
  private position = 0
  /** What is being judged, in the fields of a sight. */
  private what: 'step' | 'state' = 'step'
  private shownParent = NO_PARENT
  private shownPosition = 0

  constructor(
    private readonly expansion: Expansion,
    private readonly task: Task<P>,
  ) {
    this.batch = new Batch(expansion.words)
    this.recent = task.recent
    this.monitor = new Monitor<P>(expansion, (shown) => task.place(this.sight(shown)), task.compare)
  }

  /** Looks the initial states up. */
  begin(): void {
    this.parent = NO_PARENT
    this.position = 0
    try {
      this.expansion.initialStates(this.visitInitial)
    } catch (thrown) {
      this.monitor.fault(thrown)
    }
    this.settle()
  }

  /** Expands the state that follows its fingerprint, which begins at `records[at]`. Its successors may still be looked up later. */
  readonly expand = (records: Int32Array, at: number): void => {
    const { expansion, monitor } = this
    expansion.load(records, at + 2)
    this.position = 0
    try {
      expansion.successors(records[at]!, records[at + 1]!, this.visit)
      if (this.position === 0) monitor.noSuccessor()
    } catch (thrown) {
      monitor.fault(thrown)
    }
    if (this.batch.size >= BATCH) this.settle()
    this.parent++
  }

  /** Looks up what has been gathered. */
  settle(): void {
    this.batch.settle(this.task.known, this.keep)
  }

  private readonly visitInitial = (low: number, high: number): void => {
    this.generated++
    this.batch.push(low, high, NO_PARENT, this.position++, this.expansion.draft)
    if (this.batch.size >= BATCH * BATCH) this.settle()
  }

  /** Notes a successor; it is looked up later, together with others. */
  private readonly visit = (low: number, high: number): void => {
    this.generated++
    if (this.monitor.watchesSteps) {
      this.what = 'step'
      this.shownParent = this.parent
      this.shownPosition = this.position
      this.monitor.step()
    }
    const position = this.position++
    if (this.recent?.seen(low, high)) return
    this.batch.push(low, high, this.parent, position, this.expansion.draft)
  }

  private readonly keep: Keep = (parent, position, records, at) => {
    const { expansion, monitor } = this
    this.what = 'state'
    this.shownParent = parent
    this.shownPosition = position
    expansion.show(records, at + 2)
    try {
      if (monitor.excludes()) this.excluded += this.task.known.again ? 0 : 1
      else this.task.keep(parent, position, records, at)
      monitor.state()
    } catch (thrown) {
      monitor.fault(thrown)
    }
  }

  private sight(shown: Shown): Sight {
    const { parent, position, shownParent, shownPosition, what } = this
    return shown === 'loaded'
      ? { what: shown, parent, position }
      : { what, parent: shownParent, position: shownPosition }
  }
}
