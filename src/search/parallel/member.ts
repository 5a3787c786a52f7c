import type { Saved } from '../checkpoint/saved.js'
import type { Expansion } from '../expansion.js'
import type { Spill } from '../spill.js'
import type { Control, Signal, Tally } from './control.js'
import type { Mail } from './mail.js'
import type { Chunk, Run } from './order.js'
import type { Report } from './report.js'
import { Segments } from './segments.js'
import { SharedLevels } from './shared-levels.js'
import { type SharedArrays, type SharedSet, sharedSet } from './shared-set.js'
import { Shelves } from './shelves.js'

/** What members tell each other besides their tallies. */
export type News =
  | { readonly tag: 'segment'; readonly segment: Int32Array }
  | { readonly tag: 'lists'; readonly lists: readonly [Int32Array, Int32Array]; readonly descriptor: number | null }
  | { readonly tag: 'set'; readonly arrays: SharedArrays }
  | { readonly tag: 'welcome'; readonly depth: number; readonly meetings: number; readonly chunks: readonly Chunk[] }
  | { readonly tag: 'runs'; readonly runs: readonly Run[] }
  | { readonly tag: 'report'; readonly report: Report }

export interface MemberOptions {
  readonly control: Control
  readonly mail: Mail<News>
  readonly storage: 'fingerprints' | 'exact'
  readonly spill: Spill | null
}

/** One of several that search a system together: what it does, and what it tells the others. */
export class Member {
  readonly levels: SharedLevels
  private readonly control: Control
  private readonly mail: Mail<News>
  private readonly set: SharedSet
  private readonly shelves: Shelves
  /** What others have reported, and what they have kept for the next level. */
  private readonly reports: Report[] = []
  private readonly runs: Run[] = []

  constructor(expansion: Expansion, { control, mail, storage, spill }: MemberOptions) {
    const { words } = expansion
    const descriptor = spill?.descriptor ?? null
    this.control = control
    this.mail = mail
    this.set = sharedSet(storage, words, control.size, () => this.full())
    const segments = new Segments(words, spill, (segment) => mail.sendAll({ tag: 'segment', segment }))
    this.shelves = new Shelves(words, segments, control.me, control.members, descriptor)
    const { set, shelves } = this
    this.levels = new SharedLevels(expansion, { control, set, segments, shelves }, storage)
    mail.sendAll({ tag: 'lists', lists: segments.lists, descriptor })
  }

  /** What it has to say of the end, as in a tally. */
  decided(keepGoing: boolean): number {
    const { monitor } = this.levels.explorer
    return monitor.failed ? 2 : monitor.decided(keepGoing) ? 1 : 0
  }

  /**
   * After a meeting, to be done by all: takes in what others have sent, makes room for more states if there is need, and
   * comes to another meeting.
   */
  *goOn(isOver: boolean, tally: () => Tally): Generator<Signal, void> {
    const { control, set, mail } = this
    const grows = set.isFull
    if (isOver) control.hold(-1)
    if (isOver && control.present > 1) mail.sendAll({ tag: 'runs', runs: this.levels.runs })
    if (control.me === 0) {
      control.resume()
      if (isOver) control.resetChunks()
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

  /** To be done by all at one meeting, after they have told each other what they have kept for the next level: so many states. */
  descend(states: number): void {
    this.levels.descend(states, [...this.levels.runs, ...this.runs.splice(0)])
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
          this.shelves.addSegment(from, news.segment)
          return
        case 'lists':
          this.shelves.setLists(from, news.lists, news.descriptor)
          return
        case 'set':
          this.set.adopt(news.arrays)
          return
        case 'welcome':
          this.levels.enter(news.depth, news.chunks)
          this.control.join(news.meetings)
          return
        case 'runs':
          this.runs.push(...news.runs)
          return
        case 'report':
          this.reports.push(news.report)
      }
    })
  }

  /** Lets the others take part in what is left of the level. */
  invite(): void {
    const { control, mail, levels } = this
    mail.sendAll({ tag: 'set', arrays: this.set.arrays })
    mail.sendAll({ tag: 'welcome', depth: levels.depth, meetings: control.met, chunks: levels.share() })
    control.admit()
  }

  /** Tells the first member what it has done. */
  report(): void {
    this.mail.send(0, { tag: 'report', report: this.levels.soFar() })
  }

  /** What this member has done, and what the others have reported since they were asked the last time. */
  allDone(): Report[] {
    return [this.levels.soFar(), ...this.reports.splice(0)]
  }

  /** All that there is, for the first member to write while all stand still. */
  save(): Saved {
    return this.levels.save(this.allDone())
  }
}
