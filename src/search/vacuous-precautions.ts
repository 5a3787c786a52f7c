import { declarationOf } from '../model/declaration.js'
import type { Model } from '../model/model.js'
import { describeFairness } from '../system/fairness.js'
import { bareExpansionOf, type Expansion, type Visit } from './expansion.js'
import { Interner } from './interner.js'
import { Random } from './sampled/random.js'
import { StepFault } from './step-fault.js'

/** How many states are compared one after the other, unless said otherwise. */
const STATES = 100_000
/** After how many of them random runs are tried first, how many steps of those, and how many a run has at most. */
const FEW = 2000
const STEPS = 5000
const LENGTH = 500

/**
 * The precautions that are there for nothing: without any one of them, the same steps are possible in every reachable state
 * and lead to the same states, and the same is assumed of runs. What is asked for nowhere but in a step that nobody can
 * take, or in a condition that is true anyway, is among them.
 *
 * Asking for a precaution happens while a model is built, and says nothing; so the model is compared with itself without it,
 * state by state, until a step differs. Where that takes too long, or cannot be decided, the precaution is not named.
 */
export function vacuousPrecautions(model: Model, states = STATES): readonly string[] {
  const comparison = new Comparison(model)
  const ofFew = everywhere(comparison, Math.min(states, FEW))
  if (ofFew !== null) return ofFew
  alongRuns(comparison)
  return everywhere(comparison, states) ?? []
}

/**
 * Compares along random runs. It decides nothing, but saves time: what a precaution is for mostly happens deep, where one
 * gets by running sooner than level by level (dynamic lock on tso with three processors: 35 ms in place of 2.9 s).
 */
function alongRuns(comparison: Comparison): void {
  const { own } = comparison
  const random = new Random(1)
  const next = new Int32Array(own.words)
  let ways = 0
  const chooseOne = () => {
    if (random.below(++ways) === 0) next.set(own.draft)
  }
  for (let step = 0; step < STEPS && !comparison.isOver; step++) {
    if (step % LENGTH !== 0 && ways > 0 && !isOutside(own, next, 0)) {
      ways = 0
      comparison.stepsFrom(next.slice(), chooseOne)
    } else {
      ways = 0
      comparison.initialStates(chooseOne)
    }
  }
}

/**
 * Compares in one reachable state after the other: the names of what makes no difference in any of them, or null if there
 * are too many.
 */
function everywhere(comparison: Comparison, states: number): readonly string[] | null {
  const { own } = comparison
  const seen = new Interner(own.words)
  const keep = () => void seen.number(own.draft)
  comparison.initialStates(keep)
  for (let n = 0; n < seen.size && !comparison.isOver; n++) {
    if (n === states) return null
    const { words, at } = seen.record(n)
    if (!isOutside(own, words, at)) comparison.stepsFrom(words.slice(at, at + own.words), keep)
  }
  return comparison.alike
}

/** A model beside itself without a precaution, for each that has not made a difference yet. */
class Comparison {
  readonly own: Expansion
  private rest: readonly { readonly name: string; readonly expansion: Expansion }[]

  constructor(model: Model) {
    this.own = bareExpansionOf(model)
    const left = model.precautions.filter((name) => !model.leftOut.includes(name))
    this.rest = left.flatMap((name) => {
      const without = model.without(name)
      return isComparable(model, without) ? [{ name, expansion: bareExpansionOf(without) }] : []
    })
  }

  /** The names of the precautions without which all has been the same. */
  get alike(): readonly string[] {
    return this.rest.map(({ name }) => name)
  }

  get isOver(): boolean {
    return this.rest.length === 0
  }

  /** Compares the initial states. Each is shown to `visit` in the draft of `own`. */
  initialStates(visit: () => void): void {
    this.compare((of, each) => of.initialStates(each), visit)
  }

  /** Compares the steps that can be taken in a state. What they lead to is shown likewise. */
  stepsFrom(state: Int32Array, visit: () => void): void {
    const take: Take = (of, each) => {
      of.load(state, 0)
      of.successors(0, 0, each)
    }
    this.compare(take, visit)
  }

  private compare(take: Take, visit: () => void): void {
    const steps = stepsOf(this.own, take, visit)
    this.rest = steps === null ? [] : this.rest.filter(({ expansion }) => isSame(steps, stepsOf(expansion, take)))
  }
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
