import { type Arrays, nextArray, type Saved } from '../checkpoint/saved.js'
import type { Expansion } from '../expansion.js'
import { Explorer, type Sight } from '../explorer.js'
import type { Finding, Path } from '../outcome.js'
import { readWords, type Spill } from '../spill.js'
import type { Control, Signal, Tally } from './control.js'
import type { Mail } from './mail.js'
import { RecentParents } from './recent-parents.js'
import { compare, type Place, type Report, sumOf } from './report.js'
import { retrace } from './retrace.js'
import { type Chunk, chunksOf, type Parity, Segments } from './segments.js'
import { type SharedArrays, type SharedSet, sharedSet } from './shared-set.js'

/** What members tell each other besides their tallies. */
export type News =
  | { readonly tag: 'segment'; readonly segment: Int32Array }
  | { readonly tag: 'lists'; readonly lists: readonly [Int32Array, Int32Array]; readonly descriptor: number | null }
  | { readonly tag: 'set'; readonly arrays: SharedArrays }
  | { readonly tag: 'welcome'; readonly depth: number; readonly meetings: number }
  | { readonly tag: 'report'; readonly report: Report }

/** What a checkpoint holds besides states. */
interface Facts extends Omit<Report, 'bytes' | 'left'> {
  readonly depth: number
  readonly initialStates: number
  readonly set: unknown
  /** How many arrays hold the states of the level that are left. */
  readonly ofLevel: number
}

export interface MemberOptions {
  readonly control: Control
  readonly mail: Mail<News>
  readonly storage: 'fingerprints' | 'exact'
  readonly spill: Spill | null
}

/** What a member knows of another: the segments of its lists, and its file, if it has one. */
interface Shelf {
  lists: readonly [Int32Array, Int32Array]
  readonly memory: Int32Array[]
  descriptor: number | null
}

/**
 * One of several that search a system together, level by level. The states of a level are handed out in chunks to whoever
 * asks; all look their successors up in one set and add to it at once, and whoever adds a state keeps it for the next level.
 * So it is left to chance who finds a state, but not which states a level has, nor what is true of them.
 */
export class Member {
  /** States that it has kept. */
  distinct = 0
  /** The level being expanded. */
  depth = 0
  /** Known to the first member alone. */
  initialStates = 0
  readonly explorer: Explorer<Place>
  private readonly set: SharedSet
  private readonly segments: Segments
  private readonly shelves: Shelf[]
  private readonly control: Control
  private readonly mail: Mail<News>
  private readonly stride: number
  /** It calls a meeting when it has kept so many states. */
  quota = Number.POSITIVE_INFINITY
  /** What others have reported. */
  private readonly reports: Report[] = []
  private chunks: readonly Chunk[] = []
  /** What is left of the chunk at hand. */
  private left: Chunk | null = null
  private readonly scratch: Int32Array

  constructor(
    private readonly expansion: Expansion,
    { control, mail, storage, spill }: MemberOptions,
  ) {
    const { words } = expansion
    this.control = control
    this.mail = mail
    this.stride = words + 2
    this.set = sharedSet(storage, words, control.size, () => this.full())
    this.segments = new Segments(words, spill, (segment) => mail.sendAll({ tag: 'segment', segment }))
    const { lists, memory, perSegment } = this.segments
    const empty = new Int32Array(1)
    this.shelves = Array.from({ length: control.members }, (_, member) =>
      member === control.me
        ? { lists, memory, descriptor: spill?.descriptor ?? null }
        : { lists: [empty, empty], memory: [], descriptor: null },
    )
    mail.sendAll({ tag: 'lists', lists, descriptor: spill?.descriptor ?? null })
    this.scratch = new Int32Array(perSegment * this.stride)
    this.explorer = new Explorer(expansion, {
      known: this.set,
      // With exact storage, two states with one fingerprint are two.
      recent: storage === 'exact' ? null : new RecentParents(),
      keep: (_parent, _position, records, at) => {
        this.distinct++
        this.segments.push(this.filling, records, at)
      },
      place: (sight) => this.place(sight),
      compare,
    })
  }

  /** The list that is being filled with the states of the next level; the other is that of the level being expanded. */
  private get filling(): Parity {
    return (this.depth & 1) as Parity
  }

  /** States that it has kept for the next level. */
  get found(): number {
    return this.segments.count(this.filling)
  }

  /** Nothing of the level is left for it. */
  get finished(): boolean {
    return this.left === null && this.control.takenChunks >= this.chunks.length
  }

  /** States of the level that nobody has taken. */
  get waiting(): number {
    return this.chunks.slice(this.control.takenChunks).reduce((n, chunk) => n + chunk.count, 0)
  }

  /** What it has to say of the end, as in a tally. */
  decided(keepGoing: boolean): number {
    const { monitor } = this.explorer
    return monitor.failed ? 2 : monitor.decided(keepGoing) ? 1 : 0
  }

  /** Memory that it answers for; the first member does so for the set. */
  get bytes() {
    return { visited: this.control.me === 0 ? this.set.bytes : 0, frontier: this.segments.bytes }
  }

  /** The initial states; for the first member alone. */
  begin(): void {
    this.explorer.begin()
    this.initialStates = this.explorer.generated
  }

  /** Makes the next level the one to expand; to be done by all at one meeting. */
  descend(): void {
    this.explorer.monitor.endLevel()
    this.enter(this.depth + 1)
    this.segments.clear(this.filling)
    this.plan()
  }

  /** Expands states of the level until none is left or a meeting is called. */
  *expand(): Generator<Signal, void> {
    while (!this.control.paused) {
      this.left ??= this.chunks[this.control.takeChunk()] ?? null
      if (this.left === null) break
      this.expandChunk(this.left)
      yield 'working'
    }
    this.explorer.settle()
  }

  private enter(depth: number): void {
    this.depth = depth
    this.set.level = depth
  }

  private plan(): void {
    const level = 1 - this.filling
    this.chunks = chunksOf(this.listsOf(level as Parity), this.segments.perSegment, this.control.members)
  }

  private listsOf(parity: Parity): Int32Array[] {
    return this.shelves.map((shelf) => shelf.lists[parity])
  }

  private expandChunk({ member, segment, from, count }: Chunk): void {
    const { records, at } = this.recordsAt(member, segment, from, count)
    const { control, explorer, stride } = this
    for (let i = 0; i < count; i++) {
      if (control.paused) {
        this.left = { member, segment, from: from + i, count: count - i }
        return
      }
      explorer.parent = records[at + i * stride]!
      explorer.expand(records, at + i * stride)
      if (this.distinct >= this.quota) control.pause()
    }
    this.left = null
  }

  /** Where these records lie; those on disk are read. */
  private recordsAt(member: number, segment: number, from: number, count: number): { records: Int32Array; at: number } {
    const { memory, descriptor } = this.shelves[member]!
    const at = from * this.stride
    if (segment >= 0) return { records: memory[segment]!, at }
    const records = this.scratch.subarray(0, count * this.stride)
    readWords(descriptor!, records, (-1 - segment) * this.scratch.length + at)
    return { records, at: 0 }
  }

  /**
   * After a meeting, to be done by all: takes in what others have sent, makes room for more states if there is need, and
   * comes to another meeting. `atOnce` is done by the first member meanwhile.
   */
  *goOn(tally: () => Tally, atOnce: () => void): Generator<Signal, void> {
    const { control, set, mail } = this
    const grows = set.isFull
    this.hear()
    if (control.me === 0) {
      control.resume()
      atOnce()
      if (grows) {
        const arrays = set.larger()
        mail.sendAll({ tag: 'set', arrays })
        set.adopt(arrays)
      }
    }
    yield* control.meet(tally())
    this.hear()
    if (!grows) return
    set.move(control.me, control.present)
    yield* control.meet(tally())
  }

  /** The set has to grow. */
  private full(): void {
    if (this.control.present > 1) {
      this.control.pause()
      return
    }
    this.set.adopt(this.set.larger())
    this.set.move(0, 1)
  }

  /** Takes in what others have sent. */
  hear(): void {
    this.mail.fetch((news, from) => {
      switch (news.tag) {
        case 'segment':
          this.shelves[from]!.memory.push(news.segment)
          return
        case 'lists':
          this.shelves[from]!.lists = news.lists
          this.shelves[from]!.descriptor = news.descriptor
          return
        case 'set':
          this.set.adopt(news.arrays)
          return
        case 'welcome':
          this.enter(news.depth)
          this.control.join(news.meetings)
          this.plan()
          return
        case 'report':
          this.reports.push(news.report)
      }
    })
  }

  /** Lets the others take part in what is left of the level. */
  invite(): void {
    const { control, mail, depth } = this
    mail.sendAll({ tag: 'set', arrays: this.set.arrays })
    mail.sendAll({ tag: 'welcome', depth, meetings: control.met })
    control.admit()
  }

  /** Tells the first member what it has done. */
  report(): void {
    this.mail.send(0, { tag: 'report', report: this.done() })
  }

  /** What this member has done, and what the others have reported since they were asked the last time. */
  allDone(): Report[] {
    return [this.done(), ...this.reports.splice(0)]
  }

  private done(): Report {
    const { explorer, distinct, expansion, bytes, left } = this
    return {
      generated: explorer.generated,
      excluded: explorer.excluded,
      distinct,
      taken: [...expansion.taken],
      cuts: expansion.cuts.all(),
      findings: explorer.monitor.findings(),
      bytes,
      left,
    }
  }

  /** All that there is, for the first member to write while all stand still. */
  save(): Saved {
    const reports = this.allDone()
    const left = [...reports.flatMap((r) => r.left ?? []), ...this.chunks.slice(this.control.takenChunks)]
    const next = chunksOf(this.listsOf(this.filling), this.segments.perSegment, 1)
    const set = this.set.save()
    const { depth, initialStates } = this
    const { generated, excluded, distinct, taken, cuts, findings } = sumOf(reports)
    const facts: Facts = {
      ...{ generated, excluded, distinct, taken, cuts, findings, depth, initialStates },
      set: set.facts,
      ofLevel: left.length,
    }
    return { facts, arrays: [...set.arrays, ...[...left, ...next].map((chunk) => this.copyOf(chunk))] }
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
    this.enter(facts.depth)
    this.initialStates = facts.initialStates
    this.set.restore(facts.set, arrays)
    for (let i = 0; i < facts.ofLevel; i++) this.pushAll((1 - this.filling) as Parity, nextArray(arrays))
    for (let next = arrays.next(); !next.done; next = arrays.next()) this.pushAll(this.filling, next.value)
    this.plan()
  }

  /** The same with the run that leads there. */
  located(finding: Finding<Place>): Finding {
    const { level, position } = finding.path
    const path: Path = retrace(this.expansion, this.set, finding.path, level)
    return { ...finding, path: position === null ? path : [...path, position] }
  }

  private place({ what, low, high, position }: Sight): Place {
    const level = what === 'state' ? this.depth : this.depth - 1
    return { level, low, high, position: what === 'step' ? position : null }
  }

  private pushAll(parity: Parity, records: Int32Array): void {
    for (let at = 0; at < records.length; at += this.stride) this.segments.push(parity, records, at)
  }

  private copyOf({ member, segment, from, count }: Chunk): Int32Array {
    const { records, at } = this.recordsAt(member, segment, from, count)
    return Int32Array.from(records.subarray(at, at + count * this.stride))
  }
}
