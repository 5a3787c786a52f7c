import type { Model } from '../../model/model.js'
import { type Difference, differences } from '../../schema/difference.js'
import { type Fault, faultOf } from '../../schema/failure.js'
import { bareExpansionOf, type Event, type Expansion } from '../expansion.js'
import { StepFault } from '../step-fault.js'

/** Why an invariant is not inductive. States are plain values. */
export type CounterexampleToInduction =
  /** It does not hold in an initial state. */
  | { readonly tag: 'initial'; readonly event: Event; readonly after: unknown; readonly broken: readonly string[] }
  /** It holds before the step, and not after it. The state before need not be one that can be reached. */
  | {
      readonly tag: 'step'
      readonly before: unknown
      readonly event: Event
      readonly after: unknown
      readonly changes: readonly Difference[]
      readonly broken: readonly string[]
    }
  /** The step fails, or (without one) a condition does, in a state that the invariant admits. */
  | { readonly tag: 'fault'; readonly before: unknown; readonly event: Event | null; readonly fault: Fault }

export interface Condition {
  readonly name: string
  readonly holds: (s: never) => boolean
}

/** Judges states one by one: whether what is claimed of them is true after each of their steps as well. */
export class InductiveStep {
  readonly expansion: Expansion
  /** Of the states looked at, how many satisfy the claim and whatever else is assumed. */
  satisfying = 0
  steps = 0
  /** How many initial states there are. */
  initialStates = 0

  constructor(
    model: Model,
    private readonly claim: readonly Condition[],
    private readonly assumed: readonly Condition[],
  ) {
    this.expansion = bareExpansionOf(model)
  }

  /** Whether the claim is true of every initial state. */
  initially(): CounterexampleToInduction | null {
    const { expansion } = this
    let found: CounterexampleToInduction | null = null
    this.judged(null, () =>
      expansion.initialStates(() => {
        this.initialStates++
        const broken = found === null ? this.broken() : []
        if (broken.length > 0) found = { tag: 'initial', event: expansion.event(), after: expansion.plain(), broken }
      }),
    )
    return found
  }

  /** Whether the claim, if it is true of this state, stays so in every step. */
  from(state: Int32Array): CounterexampleToInduction | null {
    const { expansion } = this
    expansion.load(state, 0)
    let admitted = false
    const doubt = this.judged(null, () => {
      admitted = this.admits()
    })
    if (doubt !== null || !admitted) return doubt
    this.satisfying++
    return this.onwards(state)
  }

  private onwards(state: Int32Array): CounterexampleToInduction | null {
    const { expansion } = this
    let found: { event: Event; after: unknown; broken: string[] } | null = null
    const failed = this.judged(state, () =>
      expansion.successors(0, 0, () => {
        if (found !== null) return
        this.steps++
        const broken = this.broken()
        if (broken.length > 0) found = { event: expansion.event(), after: expansion.plain(), broken }
      }),
    )
    if (found === null) return failed
    const { after } = found as { after: unknown }
    const before = this.plain(state)
    const changes = differences(expansion.model.state, before, after)
    return { tag: 'step', before, changes, ...(found as { event: Event; after: unknown; broken: string[] }) }
  }

  /** A search would go on from this state, if it satisfies the claim. */
  private admits(): boolean {
    const { view, model } = this.expansion
    return (
      (model.constraint === null || model.constraint(view)) &&
      this.claim.every(({ holds }) => holds(view)) &&
      this.assumed.every(({ holds }) => holds(view))
    )
  }

  private broken(): string[] {
    const { view } = this.expansion
    return this.claim.filter(({ holds }) => !holds(view)).map(({ name }) => name)
  }

  /** Does so; whatever fails meanwhile is a counterexample. */
  private judged(before: Int32Array | null, look: () => void): CounterexampleToInduction | null {
    const { expansion } = this
    try {
      look()
      return null
    } catch (thrown) {
      const isStep = thrown instanceof StepFault
      const fault = isStep ? thrown.fault : faultOf(thrown)
      const event = isStep || before !== null ? expansion.event() : null
      return { tag: 'fault', before: before === null ? expansion.plain() : this.plain(before), event, fault }
    }
  }

  private plain(state: Int32Array): unknown {
    this.expansion.show(state, 0)
    return this.expansion.plain()
  }
}
