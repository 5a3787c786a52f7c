import type { Keep } from '../batch.js'
import { type Arrays, nextArray, type Saved } from '../checkpoint/saved.js'
import type { Expansion } from '../expansion.js'
import { Explorer, type Sight, type Task } from '../explorer.js'
import type { Finding, Path } from '../outcome.js'
import { RecentFingerprints } from '../recent.js'
import { type Control, NO_CHUNK, type Signal } from './control.js'
import { Harvest } from './harvest.js'
import { type Chunk, chunksOf, type Piece, piecesOf, type Run } from './order.js'
import { openOrigin, settledOrigin } from './origin.js'
import { Portion } from './portion.js'
import { compare, type Place, type Report } from './report.js'
import { retrace } from './retrace.js'
import { type Facts, savedLevels } from './saved-levels.js'
import type { Parity, Segments } from './segments.js'
import { EARLIER, KNOWN, type SharedSet } from './shared-set.js'
import type { Shelves } from './shelves.js'

/** What members share: the set of states, and each other's records. */
export interface Shared {
  readonly control: Control
  readonly set: SharedSet
  readonly segments: Segments
  readonly shelves: Shelves
}

/** In place of the parent's rank in a record: nobody can come to the state from an earlier parent; somebody has. */
const UNCONTESTED = -1
const SUPERSEDED = -2

/**
 * What one member of a parallel search does with the levels. The states of a level have an order, that in which one thread
 * would find them, and are handed out in chunks, the first ones first, to whoever asks; all look their successors up in one
 * set and add to it at once. Who adds a state keeps it for the next level, and so does who comes to it from an earlier
 * parent than others have. Which of these records counts is decided when all chunks before have been expanded, or else when
 * it is to be expanded itself. So it is left to chance who finds a state, but neither which states a level has and in
 * what order, nor what is true of them.
 */
export class SharedLevels {
  /** States that it has added. */
  distinct = 0
  /** The level being filled. */
  depth = 0
  /** Known to the first member alone. */
  initialStates = 0
  /** It calls a meeting when it has added so many states. */
  quota = Number.POSITIVE_INFINITY
  /** Records of the level being expanded that do not count, because another one of the same state does. */
  superseded = 0
  readonly explorer: Explorer<Place>
  private readonly control: Control
  private readonly set: SharedSet
  private readonly segments: Segments
  private readonly shelves: Shelves
  private readonly portion: Portion
  private readonly harvest: Harvest
  /** What is handed out of the level being expanded. */
  private chunks: readonly Chunk[] = []
  /** How many of the records that do not count it has come by. */
  private passedOver = 0
  /** Others fill the level, too. */
  private isShared = false
  /** Others may come to states from earlier parents than those at hand. */
  private contested = false

  constructor(
    private readonly expansion: Expansion,
    { control, set, segments, shelves }: Shared,
    storage: 'fingerprints' | 'exact',
  ) {
    this.control = control
    this.set = set
    this.segments = segments
    this.shelves = shelves
    this.portion = new Portion(expansion.words)
    this.harvest = new Harvest(segments, control.me)
    this.explorer = new Explorer(expansion, {
      ...this.adding(),
      // With exact storage, two states with one fingerprint are two.
      recent: storage === 'exact' ? null : new RecentFingerprints(),
      place: (sight) => this.place(sight),
      compare,
    })
  }

  /** How the explorer adds states to the set and keeps them. */
  private adding(): Pick<Task<Place>, 'known' | 'keep'> {
    const { set, portion, harvest } = this
    const known = {
      again: false,
      touch: (low: number) => set.touch(low),
      add: (low: number, high: number, records: Int32Array, at: number, parent: number) => {
        const { depth, contested } = this
        const open = openOrigin(depth, parent)
        const origin = contested ? open : settledOrigin(portion.lowOf(parent))
        const added = set.add(low, high, records, at, open, origin)
        known.again = added === EARLIER
        return added !== KNOWN
      },
    }
    const keep: Keep = (parent, _position, records, at) => {
      if (!known.again) {
        this.distinct++
        harvest.added++
      }
      if (this.contested) harvest.keep(parent, portion.lowOf(parent), records, at)
      else harvest.keep(UNCONTESTED, 0, records, at)
    }
    return { known, keep }
  }

  /** The list that is being filled with the states of the next level; the other is that of the level being expanded. */
  private get filling(): Parity {
    return (this.depth & 1) as Parity
  }

  private get expanding(): Parity {
    return (1 - this.filling) as Parity
  }

  /** States that it has added to the next level. */
  get found(): number {
    return this.harvest.added
  }

  /** Nothing of the level is left for it. */
  get finished(): boolean {
    return this.portion.isEmpty && this.control.takenChunks >= this.chunks.length
  }

  /** Records of the level that nobody has taken. */
  get waiting(): number {
    return this.chunksWaiting.reduce((n, chunk) => n + chunk.count, 0)
  }

  private get chunksWaiting() {
    return this.chunks.slice(this.control.takenChunks)
  }

  /** Memory of its own; the first member answers for the set. */
  get bytes() {
    return { visited: this.control.me === 0 ? this.set.bytes : 0, frontier: this.segments.bytes }
  }

  /** What it has kept for the next level. */
  get runs(): readonly Run[] {
    return this.harvest.runs(this.portion.number)
  }

  /** The initial states; for the first member alone. */
  begin(): void {
    this.explorer.begin()
    this.initialStates = this.explorer.generated
  }

  /** Makes the next level the one to expand: so many states, in what all have kept for it. To be done by all at one meeting. */
  descend(states: number, runs: readonly Run[]): void {
    const { control, explorer, harvest, segments, shelves } = this
    explorer.monitor.endLevel()
    this.depth++
    harvest.begin(this.filling)
    this.chunks = chunksOf(runs, shelves.lists(this.expanding), segments.perSegment)
    this.superseded = runs.reduce((n, run) => n + run.count, 0) - states
    this.passedOver = 0
    this.isShared = control.present > 1
  }

  /** Others take part from here on. */
  share(): readonly Chunk[] {
    this.isShared = true
    return this.chunks
  }

  /** Takes part in a level that others have begun. */
  enter(depth: number, chunks: readonly Chunk[]): void {
    this.depth = depth
    this.chunks = chunks
    this.isShared = true
    this.harvest.begin(this.filling)
  }

  /** Expands states of the level until none is left or a meeting is called. */
  *expand(): Generator<Signal, void> {
    const { control } = this
    while (!control.paused) {
      if (this.portion.isEmpty) {
        const next = this.chunks[control.takeChunk()]
        control.hold(next?.number ?? NO_CHUNK)
        if (next === undefined) break
        this.take(next)
      } else this.expandPortion()
      yield 'working'
    }
    this.explorer.settle()
  }

  private take(chunk: Chunk): void {
    const { portion, set } = this
    if (!this.contested) this.harvest.decided()
    this.contested = this.isShared
    portion.take(chunk, this.shelves)
    const { records, stride } = portion
    for (let i = 0, at = 0; i < chunk.count; i++, at += stride) if (records[at]! >= 0) set.touch(records[at + 2]!)
  }

  private expandPortion(): void {
    const { control, explorer, portion } = this
    const { count, rank, records, stride } = portion
    for (; portion.done < count; portion.done++) {
      if (control.paused) return
      const at = portion.done * stride
      if (this.contested && control.isFirst(portion.number)) this.decide()
      if (this.counts(records, at, this.depth - 1)) {
        explorer.parent = rank + portion.done
        explorer.expand(records, at + 2)
        if (this.distinct >= this.quota) control.pause()
      } else this.passedOver++
    }
    explorer.settle()
    this.harvest.endChunk(portion.number)
  }

  /**
   * All chunks before this one have been expanded. So it is known which of the states that it has come to are its own; and
   * to find out costs least now, while they are still in the cache.
   */
  private decide(): void {
    this.contested = false
    this.harvest.decide((records, at) => {
      records[at] = this.counts(records, at, this.depth) ? UNCONTESTED : SUPERSEDED
    })
  }

  /** Whether nobody has come to the state of this record, which is of this level, from an earlier parent. */
  private counts(records: Int32Array, at: number, level: number): boolean {
    const rank = records[at]!
    if (rank < 0) return rank === UNCONTESTED
    return this.set.settle(records, at + 2, openOrigin(level, rank), settledOrigin(records[at + 1]!))
  }

  /** What this member has done. */
  soFar(): Report {
    const { explorer, distinct, expansion, bytes, passedOver, portion, runs, harvest } = this
    return {
      generated: explorer.generated,
      excluded: explorer.excluded,
      distinct,
      added: harvest.added,
      taken: [...expansion.taken],
      cuts: expansion.cuts.all(),
      findings: explorer.monitor.findings(),
      bytes,
      passedOver,
      left: portion.left,
      runs,
    }
  }

  /** All that there is, by the reports of all; for the first member to write while all stand still. */
  save(reports: readonly Report[]): Saved {
    const { set, segments, shelves, depth, initialStates, isShared, superseded } = this
    const chunks = this.chunksWaiting
    const filling = shelves.lists(this.filling)
    return savedLevels({ set, segments, shelves, depth, initialStates, isShared, superseded, chunks, filling }, reports)
  }

  /** Goes on, alone, where all were saved. */
  restore(saved: unknown, arrays: Arrays): void {
    const facts = saved as Facts
    this.explorer.generated = facts.generated
    this.explorer.excluded = facts.excluded
    this.distinct = facts.distinct
    this.expansion.taken.set(facts.taken)
    this.expansion.cuts.add(facts.cuts)
    this.explorer.monitor.restore(facts.findings)
    this.depth = facts.depth
    this.initialStates = facts.initialStates
    this.isShared = facts.isShared
    this.superseded = facts.superseded
    this.set.restore(facts.set, arrays)
    this.chunks = facts.chunks.map((chunk) => ({ ...chunk, pieces: this.putBack(this.expanding, nextArray(arrays)) }))
    this.harvest.begin(this.filling)
    this.harvest.added = facts.added
    for (const { chunk } of facts.runs) {
      this.putBack(this.filling, nextArray(arrays))
      this.harvest.endChunk(chunk)
    }
  }

  /** The same with the run that leads there. */
  located(finding: Finding<Place>): Finding {
    const { level, position } = finding.path
    const path: Path = level < 0 ? [] : retrace(this.expansion, this.set, finding.path, level)
    return { ...finding, path: position === null ? path : [...path, position] }
  }

  /** Takes records back from a checkpoint. */
  private putBack(parity: Parity, records: Int32Array): Piece[] {
    const { segments, control } = this
    const from = segments.count(parity)
    const { stride } = this.portion
    for (let at = 0; at < records.length; at += stride)
      segments.push(parity, records[at]!, records[at + 1]!, records, at + 2)
    const run = { chunk: 0, member: control.me, from, count: records.length / stride }
    return piecesOf(run, segments.lists[parity], segments.perSegment)
  }

  private place({ what, parent, position }: Sight): Place {
    const state = this.portion.fingerprintOf(parent)
    return { level: this.depth - 1, rank: parent, ...state, position: what === 'loaded' ? null : position }
  }
}
