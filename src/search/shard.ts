import { Ancestry, NO_PARENT } from './ancestry.js'
import { BATCH, type Batch } from './batch.js'
import type { Arrays, Saved } from './checkpoint/saved.js'
import type { Cut } from './cuts.js'
import type { Expansion } from './expansion.js'
import { Level } from './frontier.js'
import { Monitor, type Shown } from './monitor.js'
import type { Finding } from './outcome.js'
import { Recent } from './recent.js'
import type { Spill } from './spill.js'
import type { VisitedSet } from './visited.js'

/** Where a finding lies: at a kept state (-1: before any), or at its successor in this position. */
export interface Place {
  readonly state: number
  readonly position: number | null
}

export interface ShardOptions {
  readonly visited: VisitedSet
  /** Which of how many shards this is. */
  readonly index: number
  readonly shards: number
  /** For the successors that it owns itself. */
  readonly own: Batch
  readonly spill: Spill | null
}

interface ShardFacts {
  readonly generated: number
  readonly excluded: number
  readonly parent: number
  readonly taken: readonly number[]
  readonly cuts: readonly Cut[]
  readonly findings: readonly Finding<Place>[]
  readonly parts: readonly unknown[]
}

/**
 * A part of a breadth-first search: it owns the states whose fingerprints fall to it, knows which of them have been
 * seen, and expands them. Successors that fall to another shard are put into that one's outbox. A search on one thread
 * is a single shard. State number `n` of shard `i` is known to all as `n · shards + i`.
 */
export class Shard {
  generated = 0
  excluded = 0
  readonly visited: VisitedSet
  readonly ancestry = new Ancestry()
  readonly monitor: Monitor<Place>
  private readonly index: number
  private readonly shards: number
  private outboxes: readonly Batch[] = []
  private readonly own: Batch
  private readonly recent: Recent | null
  private level: Level
  private next: Level
  /** The state being expanded, and the position of the successor that comes next. */
  private parent = NO_PARENT
  private position = 0
  /** What is being judged: the successor in this position of this state. */
  private shownParent = NO_PARENT
  private shownPosition = 0

  constructor(
    private readonly expansion: Expansion,
    options: ShardOptions,
  ) {
    const pool: Int32Array[] = []
    this.visited = options.visited
    this.index = options.index
    this.shards = options.shards
    this.own = options.own
    // With exact storage, two states with one fingerprint are two.
    this.recent = options.visited.exact ? null : new Recent()
    this.level = new Level(expansion.words, pool, options.spill)
    this.next = new Level(expansion.words, pool, options.spill)
    this.monitor = new Monitor<Place>(expansion, (shown) => this.place(shown))
  }

  /** States of this level that are still to be expanded. */
  get remaining(): number {
    return this.level.size
  }

  /** States that the next level has so far. */
  get found(): number {
    return this.next.size
  }

  get distinct(): number {
    return this.ancestry.size
  }

  get frontierBytes(): number {
    return this.level.bytes + this.next.bytes
  }

  get bytes(): number {
    return this.visited.bytes + this.ancestry.bytes + this.frontierBytes
  }

  /** Puts the initial states that fall to this shard into the next level. Every shard sees all of them; the first counts. */
  begin(): void {
    this.parent = NO_PARENT
    this.position = 0
    try {
      this.expansion.initialStates((low, high) => {
        const position = this.position++
        if (this.index === 0) this.generated++
        if (this.ownerOf(high) === this.index) this.own.push(low, high, NO_PARENT, position, this.expansion.draft)
      })
    } catch (thrown) {
      this.monitor.fault(thrown)
    }
    this.settle(this.own)
  }

  /** Makes the next level the one to expand. */
  descend(): void {
    ;[this.level, this.next] = [this.next, this.level]
    this.parent = this.ancestry.size - this.level.size
  }

  /**
   * Expands up to so many states of this level, fewer if an outbox fills up. Successors that other shards own go to their
   * outboxes.
   */
  expand(most: number, outboxes: readonly Batch[] = []): void {
    this.outboxes = outboxes
    let left = Math.min(most, this.level.size)
    while (left > 0 && !outboxes.some((outbox) => outbox !== this.own && outbox.isHalfFull)) {
      const before = this.level.size
      this.level.drain(Math.min(left, 64), this.expandOne)
      left -= before - this.level.size
    }
    this.settle(this.own)
  }

  /** Takes in successors that fall to this shard. */
  settle(batch: Batch): void {
    batch.settle(this.visited, this.keep)
  }

  findings(): Finding<Place>[] {
    return this.monitor.findings()
  }

  /** All that it holds; to be taken between two calls of `expand`. */
  save(): Saved {
    const parts = [this.visited.save(), this.ancestry.save(), this.level.save(), this.next.save()]
    const { generated, excluded, parent } = this
    const facts: ShardFacts = {
      generated,
      excluded,
      parent,
      taken: [...this.expansion.taken],
      cuts: this.expansion.cuts.all(),
      findings: this.findings(),
      parts: parts.map((part) => part.facts),
    }
    return { facts, arrays: parts.flatMap((part) => part.arrays) }
  }

  /** Goes on where another shard was saved. */
  restore(saved: unknown, arrays: Arrays): void {
    const facts = saved as ShardFacts
    this.generated = facts.generated
    this.excluded = facts.excluded
    this.parent = facts.parent
    this.expansion.taken.set(facts.taken)
    this.expansion.cuts.add(facts.cuts)
    this.monitor.restore(facts.findings)
    ;[this.visited, this.ancestry, this.level, this.next].forEach((part, i) => {
      part.restore(facts.parts[i], arrays)
    })
  }

  private readonly expandOne = (chunk: Int32Array, at: number): void => {
    const { expansion, monitor } = this
    expansion.load(chunk, at + 2)
    this.position = 0
    try {
      expansion.successors(chunk[at]!, chunk[at + 1]!, this.visit)
      if (this.position === 0) monitor.noSuccessor()
    } catch (thrown) {
      monitor.fault(thrown)
    }
    if (this.own.size >= BATCH) this.settle(this.own)
    this.parent++
  }

  /** Notes a successor; it is looked up later, together with others. */
  private readonly visit = (low: number, high: number): void => {
    this.generated++
    if (this.monitor.watchesSteps) {
      this.shownParent = this.numberOf(this.parent)
      this.shownPosition = this.position
      this.monitor.step()
    }
    const position = this.position++
    if (this.recent?.seen(low, high)) return
    const outbox = this.shards === 1 ? this.own : this.outboxes[this.ownerOf(high)]!
    outbox.push(low, high, this.numberOf(this.parent), position, this.expansion.draft)
  }

  private readonly keep = (parent: number, position: number, records: Int32Array, at: number): void => {
    const { expansion, monitor } = this
    this.shownParent = parent
    this.shownPosition = position
    expansion.show(records, at + 2)
    try {
      if (monitor.excludes()) this.excluded++
      else {
        this.ancestry.push(parent, position)
        this.next.push(records, at)
      }
      monitor.state()
    } catch (thrown) {
      monitor.fault(thrown)
    }
  }

  private place(shown: Shown): Place {
    return shown === 'loaded'
      ? { state: this.parent === NO_PARENT ? NO_PARENT : this.numberOf(this.parent), position: null }
      : { state: this.shownParent, position: this.shownPosition }
  }

  private numberOf(local: number): number {
    return local * this.shards + this.index
  }

  private ownerOf(high: number): number {
    return Math.floor(((high >>> 0) / 2 ** 32) * this.shards)
  }
}
