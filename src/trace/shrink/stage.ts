import type { Expansion } from '../../search/expansion.js'
import { Monitor } from '../../search/monitor.js'
import type { Finding } from '../../search/outcome.js'
import { STATE } from '../../search/successors.js'
import { type Threads, threadsOf } from '../../search/threads.js'
import { type Move, type Schedule, sameChoices, type Taken } from './schedule.js'

/** What can be chosen from at one point of a run, by index; an index is a position. */
export type Alternatives = readonly Move[]

/** Picks one of the alternatives; -1 to go no further. */
export type Chooser = (among: Alternatives) => number

/** Where runs are made: step by step, judged by the model's properties as a search would. */
export class Stage {
  /** How many successors have been produced so far. */
  produced = 0
  private readonly threads: Threads
  private readonly stride: number
  /** The alternatives here, and the states they lead to. */
  private moves: Move[] = []
  private records: Int32Array

  constructor(readonly expansion: Expansion) {
    this.threads = threadsOf(expansion)
    this.stride = expansion.words + STATE
    this.records = new Int32Array(this.stride * 16)
  }

  /**
   * Makes a run; null if there is no initial state to begin in. It ends where the chooser goes no further or nothing can
   * happen, where the model fails or its constraint forbids to go on, and where `enough` is satisfied by what was found.
   */
  run(choose: Chooser, enough: (findings: readonly Finding[]) => boolean = () => false): Taken | null {
    const { expansion } = this
    const path: number[] = []
    const moves: Move[] = []
    const states: string[] = []
    const monitor = new Monitor(expansion, () => [...path])
    let [low, high] = [0, 0]

    /** Goes where the chooser wants to; false if the run ends there, or before. */
    const go = (): boolean => {
      const at = choose(this.moves)
      if (at < 0) return false
      const record = at * this.stride
      const isStep = path.length > 0
      ;[low, high] = [this.records[record]!, this.records[record + 1]!]
      path.push(at)
      moves.push(this.moves[at]!)
      states.push(`${low} ${high}`)
      expansion.show(this.records, record + STATE)
      if (isStep) monitor.step()
      const outside = monitor.excludes()
      monitor.state()
      expansion.load(this.records, record + STATE)
      return !outside && !enough(monitor.findings())
    }

    try {
      this.gather((visit) => expansion.initialStates(visit))
      let goesOn = go()
      while (goesOn) {
        this.gather((visit) => expansion.successors(low, high, visit))
        if (this.moves.length === 0) monitor.noSuccessor()
        goesOn = this.moves.length > 0 && go()
      }
    } catch (thrown) {
      monitor.fault(thrown)
    }
    const [start, ...rest] = moves
    if (start === undefined) return null
    return { schedule: { start: start.choices, moves: rest }, path, states, findings: monitor.findings() }
  }

  private gather(show: (visit: (low: number, high: number) => void) => void): void {
    const { expansion } = this
    this.moves = []
    show((low, high) => {
      this.produced++
      const at = this.moves.length * this.stride
      if (at === this.records.length) this.grow()
      this.records[at] = low
      this.records[at + 1] = high
      this.records.set(expansion.draft, at + STATE)
      this.moves.push({ thread: this.threads.acting(), choices: expansion.event().choices })
    })
  }

  private grow(): void {
    const larger = new Int32Array(this.records.length * 2)
    larger.set(this.records)
    this.records = larger
  }
}

/** Follows positions. */
export function along(path: readonly number[]): Chooser {
  let step = 0
  return (among) => {
    const at = path[step++] ?? -1
    return at < among.length ? at : -1
  }
}

/**
 * Follows a schedule as far as it goes. A move whose thread cannot act is left out; one that cannot pick as it did picks
 * the first alternative instead. The initial state must be the one asked for.
 */
export function by(schedule: Schedule): Chooser {
  let step = -1
  return (among) => {
    if (step < 0) {
      step = 0
      return among.findIndex((m) => sameChoices(m.choices, schedule.start))
    }
    while (step < schedule.moves.length) {
      const { thread, choices } = schedule.moves[step++]!
      const first = among.findIndex((m) => m.thread === thread)
      if (first < 0) continue
      const exact = among.findIndex((m) => m.thread === thread && sameChoices(m.choices, choices))
      return exact < 0 ? first : exact
    }
    return -1
  }
}
