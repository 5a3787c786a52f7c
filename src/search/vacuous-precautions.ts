import { declarationOf } from '../model/declaration.js'
import type { Model } from '../model/model.js'
import { describeFairness } from '../system/fairness.js'
import { bareExpansionOf, type Expansion, type Visit } from './expansion.js'
import { Interner } from './interner.js'
import { StepFault } from './step-fault.js'

/** How many states are compared, unless said otherwise. A precaution that makes a difference mostly makes it soon. */
const STATES = 100_000

/**
 * The precautions that are there for nothing: without any one of them, the same steps are possible in every reachable state
 * and lead to the same states, and the same is assumed of runs. What is asked for nowhere but in a step that nobody can
 * take, or in a condition that is true anyway, is among them.
 *
 * Asking for a precaution happens while a model is built, and says nothing; so the model is compared with itself without it,
 * state by state, until a step differs. Where that takes too long, or cannot be decided, the precaution is not named.
 */
export function vacuousPrecautions(model: Model, states = STATES): readonly string[] {
  const left = model.precautions.filter((name) => !model.leftOut.includes(name))
  const alike = left.flatMap((name) => {
    const without = model.without(name)
    return isComparable(model, without) ? [{ name, expansion: bareExpansionOf(without) }] : []
  })
  const own = bareExpansionOf(model)
  const seen = new Interner(own.words)
  const keep = () => void seen.number(own.draft)
  /** Leaves those that do here what the model does. */
  const compare = (rest: typeof alike, take: Take) => {
    const steps = stepsOf(own, take, keep)
    return steps === null ? [] : rest.filter(({ expansion }) => isSame(steps, stepsOf(expansion, take)))
  }
  let rest = compare(alike, (of, visit) => of.initialStates(visit))
  for (let n = 0; n < seen.size && rest.length > 0; n++) {
    if (n === states) return []
    const { words, at } = seen.record(n)
    if (isOutside(own, words, at)) continue
    const state = words.slice(at, at + own.words)
    rest = compare(rest, (of, visit) => {
      of.load(state, 0)
      of.successors(0, 0, visit)
    })
  }
  return rest.map(({ name }) => name)
}

/** Shows steps, or initial states. */
type Take = (of: Expansion, visit: Visit) => void

/** Whether states and steps of the two can be compared, and nothing else tells them apart. */
function isComparable(model: Model, without: Model): boolean {
  const text = (of: Model) => {
    const { state, behaviour } = declarationOf(of)
    return JSON.stringify([state, behaviour, of.fairness.map(describeFairness)])
  }
  // Whether a condition on the steps is the same cannot be seen.
  return text(model) === text(without) && [...model.fairness, ...without.fairness].every(({ only }) => only === null)
}

/** Who can take which step to where, in the order in which they come; null if the model fails, or meets a bound of its own. */
function stepsOf(expansion: Expansion, take: Take, keep: () => void = () => {}): string[] | null {
  const steps: string[] = []
  try {
    take(expansion, (low, high) => {
      const { site, process } = expansion.at
      steps.push(`${site} ${process} ${low} ${high}`)
      keep()
    })
    return expansion.cuts.all().length === 0 ? steps : null
  } catch (thrown) {
    if (thrown instanceof StepFault) return null
    throw thrown
  }
}

function isSame(a: readonly string[], b: readonly string[] | null): boolean {
  if (b === null) return false
  if (a.length === b.length && a.every((step, i) => step === b[i])) return true
  // The same step may come about by several choices, and in another order.
  const [all, others] = [new Set(a), new Set(b)]
  return all.size === others.size && b.every((step) => all.has(step))
}

function isOutside(expansion: Expansion, state: Int32Array, at: number): boolean {
  const { constraint } = expansion.model
  if (constraint === null) return false
  expansion.show(state, at)
  return !constraint(expansion.view)
}
