import type { Model } from '../../model/model.js'
import type { Refines } from '../../property/refinement.js'
import type { Expansion } from '../expansion.js'
import { Interner } from '../interner.js'
import { StepFault } from '../step-fault.js'
import type { Watch } from '../watch.js'
import { AbstractSystem } from './abstract-system.js'

/** Judges each step by whether the abstract system can take it too. */
export function refinementWatch(expansion: Expansion, property: Refines<never>): Watch {
  // Nothing but models is of this type; properties lie below models, so they cannot name it.
  const abstract = new AbstractSystem(property.abstract as Model, property.steps)
  const mapped = (view: never) => abstract.numberOf(property.mapping(view))
  /** The state that the last step came from, and what it stands for: it is the same for all its successors. */
  const last = new Int32Array(expansion.words)
  let lastMapped = -1
  let active = false

  function mappedBefore(): number {
    const { current } = expansion
    let same = lastMapped >= 0
    for (let k = 0; same && k < current.length; k++) same = current[k] === last[k]
    if (same) return lastMapped
    lastMapped = -1
    lastMapped = mapped(expansion.before())
    last.set(current)
    return lastMapped
  }

  const initial = initialStatesOf(expansion)
  /** The initial states that no search has come by yet. */
  const waiting = new Set(Array.from({ length: initial.size }, (_, n) => n))

  return {
    state() {
      if (waiting.size === 0) return true
      return !waiting.delete(initial.find(expansion.draft)) || abstract.isInitial(mapped(expansion.view))
    },
    step() {
      const before = mappedBefore()
      const after = mapped(expansion.view)
      if (before === after) return true
      active = true
      return abstract.allows(before, after)
    },
    get active() {
      return active
    },
  }
}

function initialStatesOf(expansion: Expansion): Interner {
  const states = new Interner(expansion.words)
  try {
    expansion.initialStates(() => states.number(expansion.draft))
  } catch (thrown) {
    // An initial state that cannot be made is what the search will report itself.
    if (!(thrown instanceof StepFault)) throw thrown
  }
  return states
}
