import type { Remembering } from '../../property/remembering.js'
import { valueKey } from '../value-key.js'
import type { Observer } from './observer.js'

/** Runs along with what a `remembering` property remembers: its word is the number of a memory. */
export class Rememberer implements Observer {
  /** Whether the property could have been broken is for whoever wrote it to say. */
  readonly active = true
  private readonly memories: unknown[] = []
  private readonly numbers = new Map<string, number>()

  constructor(
    readonly property: string,
    private readonly definition: Remembering<never>,
  ) {}

  start(view: never): number {
    return this.numberOf(this.definition.start(view))
  }

  next(word: number, before: never, after: never): number {
    return this.numberOf(this.definition.next(this.memory(word) as never, before, after))
  }

  accepts(word: number, view: never): boolean {
    return this.definition.holds(this.memory(word) as never, view)
  }

  /** A copy, so that whoever changes it in place changes it for nobody else. */
  memory(word: number): unknown {
    const memory = this.memories[word]
    return typeof memory === 'object' ? structuredClone(memory) : memory
  }

  private numberOf(memory: unknown): number {
    const key = valueKey(memory)
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    this.numbers.set(key, this.memories.length)
    return this.memories.push(structuredClone(memory)) - 1
  }
}
