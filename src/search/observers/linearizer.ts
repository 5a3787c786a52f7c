import type { Linearizable } from '../../property/linearizability.js'
import { ModelFailure } from '../../schema/failure.js'
import { type ObjectEvent, type Reader, readerOf, text } from './events.js'
import type { Observer } from './observer.js'
import { atStart, called, keyOf, type Possibilities, returned } from './possibilities.js'
import { SequentialMachine } from './sequential-machine.js'

/** The word of an observer that has seen something which no sequential object does; it stays there. */
const REJECTED = 0

/**
 * Follows a run with all that its sequential specification may have done, and rejects it when nothing is left. The word
 * is the number of a set of possibilities: two runs that allow the same from here on have the same word.
 */
export class Linearizer implements Observer {
  active = false
  readonly machine: SequentialMachine
  private readonly reader: Reader
  private readonly sets: Possibilities[] = [{ under: [], ways: [] }]
  private readonly numbers = new Map<string, number>()
  private readonly known: Map<string, number>[] = []

  constructor(
    readonly property: string,
    { spec, observe }: Linearizable<never>,
  ) {
    this.machine = new SequentialMachine(spec)
    this.reader = readerOf(observe)
  }

  /** The word before anything has been called. */
  get beginning(): number {
    return this.numberOf(atStart(this.machine))
  }

  start(view: never): number {
    return this.after(this.beginning, this.reader.initially(view))
  }

  next(word: number, before: never, after: never): number {
    return word === REJECTED ? REJECTED : this.after(word, this.reader.during(before, after))
  }

  accepts(word: number): boolean {
    return word !== REJECTED
  }

  /** What may have happened, as far as the word tells. */
  possibilities(word: number): Possibilities {
    return this.sets[word]!
  }

  /** What the step shows. */
  events(before: never, after: never): readonly ObjectEvent[] {
    return this.reader.during(before, after)
  }

  /** What the initial state shows. */
  initialEvents(view: never): readonly ObjectEvent[] {
    return this.reader.initially(view)
  }

  after(word: number, events: readonly ObjectEvent[]): number {
    return events.reduce((w, event) => this.afterOne(w, event), word)
  }

  private afterOne(word: number, event: ObjectEvent): number {
    if (word === REJECTED) return REJECTED
    if (event.tag === 'return') this.active = true
    const value =
      event.tag === 'call'
        ? this.machine.call(String(event.operation[0]), event.operation.slice(1))
        : this.machine.result(event.result)
    const key = `${event.tag} ${event.process} ${value}`
    this.known[word] ??= new Map()
    const known = this.known[word]!.get(key)
    if (known !== undefined) return known
    const next = this.numberOf(this.compute(this.sets[word]!, event, value))
    this.known[word]!.set(key, next)
    return next
  }

  private compute(from: Possibilities, event: ObjectEvent, value: number): Possibilities {
    const { process } = event
    const under = from.under.find((u) => u.process === process)
    if (event.tag === 'call') {
      if (under === undefined) return called(from, process, value, this.machine)
      const message = `process ${process} calls ${text(event.operation)} before ${this.machine.callText(under.call)} has returned`
      throw new ModelFailure({ tag: 'misuse', message })
    }
    if (under !== undefined) return returned(from, process, value)
    const message = `process ${process} returns ${this.machine.resultText(value)} and has called nothing`
    throw new ModelFailure({ tag: 'misuse', message })
  }

  private numberOf(possibilities: Possibilities): number {
    if (possibilities.ways.length === 0) return REJECTED
    const key = keyOf(possibilities)
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    this.numbers.set(key, this.sets.length)
    return this.sets.push(possibilities) - 1
  }
}
