import type { Operations, Sequential } from '../../property/sequential.js'
import { describeFault, faultOf, ModelFailure } from '../../schema/failure.js'
import { blocked } from '../../system/outcome.js'
import { Choices, picker } from '../../system/pick.js'
import { valueKey } from '../value-key.js'

/** One way in which an operation can take effect: the number of the state it leads to, and that of its result. */
export interface Effect {
  readonly state: number
  readonly result: number
}

/** A sequential specification whose states, calls and results are numbers; each call is carried out once in each state. */
export class SequentialMachine {
  readonly start: number
  private readonly states: object[] = []
  private readonly calls: { readonly name: string; readonly args: readonly unknown[] }[] = []
  private readonly numbers = { state: new Map<string, number>(), call: new Map(), result: new Map() }
  private readonly results: string[] = []
  private readonly effects: (readonly Effect[])[][] = []
  private readonly choices = new Choices()
  private readonly operations: Operations

  constructor(private readonly spec: Sequential) {
    const any = () => {
      throw new ModelFailure({ tag: 'misuse', message: 'pick.any is for steps of a model; pick from values here' })
    }
    this.operations = spec.operations({ pick: picker(this.choices, any) })
    this.start = this.stateNumber(spec.state())
  }

  get name(): string {
    return this.spec.name
  }

  call(name: string, args: readonly unknown[]): number {
    if (!Object.hasOwn(this.operations, name)) {
      const known = Object.keys(this.operations).join(', ')
      throw new ModelFailure({
        tag: 'misuse',
        message: `${this.spec.name} has no operation "${name}"; it has ${known}`,
      })
    }
    const number = numberIn(this.numbers.call, `${name}(${args.map(valueKey).join(', ')})`)
    this.calls[number] ??= { name, args: structuredClone(args) }
    return number
  }

  result(value: unknown): number {
    const key = valueKey(value)
    const number = numberIn(this.numbers.result, key)
    this.results[number] ??= key
    return number
  }

  callText(call: number): string {
    const { name, args } = this.calls[call]!
    return `${name}(${args.map(valueKey).join(', ')})`
  }

  resultText(result: number): string {
    return this.results[result]!
  }

  /** Every way in which the call can take effect in the state; none if it has to wait. */
  effectsOf(state: number, call: number): readonly Effect[] {
    this.effects[state] ??= []
    const known = this.effects[state]![call]
    if (known !== undefined) return known
    const found = new Map<string, Effect>()
    this.choices.reset()
    do {
      const effect = this.effect(state, call)
      if (effect !== null) found.set(`${effect.state} ${effect.result}`, effect)
    } while (this.choices.advance())
    const effects = [...found.values()]
    this.effects[state]![call] = effects
    return effects
  }

  private effect(from: number, call: number): Effect | null {
    const { name, args } = this.calls[call]!
    const state = structuredClone(this.states[from]!)
    try {
      const result = this.operations[name]!(state as never, ...structuredClone(args))
      return result === blocked ? null : { state: this.stateNumber(state), result: this.result(result) }
    } catch (thrown) {
      if (thrown === blocked) return null
      const why = describeFault(faultOf(thrown))
      throw new ModelFailure({ tag: 'misuse', message: `${this.spec.name} fails at ${this.callText(call)}: ${why}` })
    }
  }

  private stateNumber(state: object): number {
    if (typeof state !== 'object' || state === null)
      throw new ModelFailure({ tag: 'misuse', message: `the state of ${this.spec.name} must be an object or an array` })
    const number = numberIn(this.numbers.state, valueKey(state))
    this.states[number] ??= structuredClone(state)
    return number
  }
}

function numberIn(numbers: Map<string, number>, key: string): number {
  const known = numbers.get(key)
  if (known !== undefined) return known
  numbers.set(key, numbers.size)
  return numbers.size - 1
}
