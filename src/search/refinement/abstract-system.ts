import type { Model } from '../../model/model.js'
import { describeFault, faultOf, ModelFailure } from '../../schema/failure.js'
import { type Layout, pathAt } from '../../schema/layout.js'
import { writePlain } from '../../schema/pack.js'
import { bareExpansionOf, type Event, type Expansion } from '../expansion.js'
import { Interner } from '../interner.js'
import { StepFault } from '../step-fault.js'

/** An abstract system as a refinement asks about it: its states are numbers, and each is expanded once. */
export class AbstractSystem {
  readonly expansion: Expansion
  private readonly interner: Interner
  private readonly buffer: Int32Array
  private readonly bytes: Uint8Array
  private initial: ReadonlySet<number> | null = null
  private readonly nexts: (ReadonlySet<number> | undefined)[] = []
  private readonly reached: (ReadonlySet<number> | undefined)[] = []

  /** Up to `steps` of its steps count as one. */
  constructor(
    model: Model,
    private readonly steps: number,
  ) {
    this.expansion = bareExpansionOf(model)
    this.interner = new Interner(this.expansion.words)
    this.buffer = new Int32Array(this.expansion.words)
    this.bytes = new Uint8Array(this.buffer.buffer)
  }

  get name(): string {
    return this.expansion.model.name
  }

  private readonly fieldAt = (at: number, of: Layout) => pathAt(this.expansion.layout, at, of) || 'the state'

  /** The number of the state with this plain value. Throws if it is no state of the system. */
  numberOf(plain: unknown): number {
    try {
      writePlain(this.expansion.layout, this.bytes, 0, plain, this.fieldAt)
    } catch (thrown) {
      const message = `the mapping gives what is no state of ${this.name}: ${describeFault(faultOf(thrown))}`
      throw new ModelFailure({ tag: 'misuse', message })
    }
    return this.interner.number(this.buffer)
  }

  isInitial(state: number): boolean {
    this.initial ??= new Set(this.collect((each) => this.expansion.initialStates(each)))
    return this.initial.has(state)
  }

  /** Whether the system can go from one state to another. */
  allows(from: number, to: number): boolean {
    if (this.steps === 1) return this.next(from).has(to)
    this.reached[from] ??= this.reach(from)
    return this.reached[from]!.has(to)
  }

  /** Shows every initial state, or every successor of the state. */
  each(from: number | 'initial', look: (state: number, event: Event) => void): void {
    const visit = () => look(this.interner.number(this.expansion.draft), this.expansion.event())
    if (from === 'initial') this.expansion.initialStates(visit)
    else this.expand(from, visit)
  }

  /** The state as a plain value. */
  plain(state: number): unknown {
    const { words, at } = this.interner.record(state)
    this.expansion.load(words, at)
    return this.expansion.plain()
  }

  private next(from: number): ReadonlySet<number> {
    const known = this.nexts[from]
    if (known !== undefined) return known
    const found = new Set(this.collect((each) => this.expand(from, each)))
    this.nexts[from] = found
    return found
  }

  private reach(from: number): ReadonlySet<number> {
    const found = new Set<number>()
    let frontier: Iterable<number> = [from]
    for (let step = 0; step < this.steps; step++) {
      const fresh = [...frontier].flatMap((state) => [...this.next(state)]).filter((state) => !found.has(state))
      for (const state of fresh) found.add(state)
      frontier = new Set(fresh)
    }
    return found
  }

  private expand(from: number, visit: () => void): void {
    const { words, at } = this.interner.record(from)
    this.expansion.load(words, at)
    this.expansion.successors(0, 0, visit)
  }

  private collect(candidates: (each: () => void) => void): number[] {
    const found: number[] = []
    try {
      candidates(() => found.push(this.interner.number(this.expansion.draft)))
    } catch (thrown) {
      if (!(thrown instanceof StepFault)) throw thrown
      const { process, label } = this.expansion.event()
      const step = process === null ? `"${label}"` : `"${label}" of ${process}`
      throw this.unusable(`fails itself, in ${step}: ${describeFault(thrown.fault)}`)
    }
    const { cuts } = this.expansion
    if (cuts.here.length === 0) return found
    const bounds = cuts.all().map(({ bound }) => bound)
    throw this.unusable(`meets bounds of its own (${bounds.join(', ')}), so what it allows is not known`)
  }

  private unusable(why: string): ModelFailure {
    return new ModelFailure({ tag: 'misuse', message: `the abstract system ${this.name} ${why}` })
  }
}
