import { isTemporal } from '../property/temporal.js'
import { faultOf } from '../schema/failure.js'
import type { Expansion } from '../search/expansion.js'
import { claimsOf } from '../search/liveness/claims.js'
import { isWatched, watchOf } from '../search/watch.js'
import type { Counterexample } from './counterexample.js'
import { lasting } from './record.js'

/** What a property says of the state, or the step, that the expansion is showing. */
export type Judgement =
  | { readonly tag: 'goes on' }
  /** The property is broken here, or reached. */
  | { readonly tag: 'decided' }
  | { readonly tag: 'fails'; readonly message: string }

type Condition = (s: unknown) => boolean
type StepCondition = (before: unknown, after: unknown) => boolean

/** Judges what the expansion shows by the property that a counterexample is about. */
export function judgeOf(expansion: Expansion, recorded: Counterexample): (isStep: boolean) => Judgement {
  const name = watched(recorded)
  if (name === null) return () => ({ tag: 'goes on' })
  const decides = deciding(expansion, name)
  return (isStep) => {
    try {
      return { tag: decides(isStep) ? 'decided' : 'goes on' }
    } catch (thrown) {
      return { tag: 'fails', message: lasting(faultOf(thrown)) }
    }
  }
}

/** The name of the condition to evaluate along the run; a deadlock or a failing step is seen at its end only. */
function watched({ property, fault }: Counterexample): string | null {
  if (fault !== null) return fault.during.tag === 'property' ? fault.during.property : null
  return property.kind === 'deadlock' ? null : property.name
}

function deciding(expansion: Expansion, name: string): (isStep: boolean) => boolean {
  const { model } = expansion
  const property = model.properties[name]
  const state = (holds: Condition, decided: boolean) => () => holds(expansion.view) === decided
  if (property === undefined) return state((model.constraint ?? (() => true)) as Condition, false)
  if (isWatched(property)) {
    const watch = watchOf(expansion, name, property)
    return (isStep) => !watch.state() || (isStep && watch.step !== null && !watch.step())
  }
  if (property.kind === 'step') {
    const holds = property.holds as StepCondition
    return (isStep) => isStep && !holds(expansion.before(), expansion.view)
  }
  if (property.kind === 'always' || property.kind === 'reachable')
    return state(property.holds as Condition, property.kind === 'reachable')
  // What is left speaks of runs that never end, which no state decides; but its conditions can fail in one.
  const claims = isTemporal(property) ? claimsOf(model, name, property) : []
  return () => {
    for (const { when, holds } of claims) {
      when(expansion.view)
      holds(expansion.view)
    }
    return false
  }
}
