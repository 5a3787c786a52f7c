import { describeFault, faultOf } from '../../schema/failure.js'
import type { Expansion, Visit } from '../expansion.js'
import { mixHigh, mixLow } from '../fingerprint.js'
import { StepFault } from '../step-fault.js'
import type { Observer } from './observer.js'

/**
 * An expansion whose states are those of another, each followed by the words of the observers. Every step of the system
 * is one step here, in the same position, so that a path through one is a path through the other.
 */
export function observed(inner: Expansion, observers: readonly Observer[]): Expansion {
  if (observers.length === 0) return inner
  const first = inner.words
  const words = first + observers.length
  const current = new Int32Array(words)
  const draft = new Int32Array(words)

  /** Shows the state of the system in the inner draft together with the words that follow it. */
  function show(low: number, high: number, visit: Visit, wordOf: (observer: Observer, k: number) => number): void {
    for (let k = 0; k < first; k++) draft[k] = inner.draft[k]!
    let k = first
    try {
      for (; k < words; k++) draft[k] = wordOf(observers[k - first]!, k)
    } catch (thrown) {
      throw faultOfObserver(observers[k - first]!, thrown)
    }
    for (k = first; k < words; k++) {
      low ^= mixLow(draft[k]!, k)
      high ^= mixHigh(draft[k]!, k)
    }
    visit(low, high)
  }

  return {
    model: inner.model,
    layout: inner.layout,
    words,
    current,
    draft,
    observers,
    view: inner.view,
    sites: inner.sites,
    taken: inner.taken,
    cuts: inner.cuts,
    at: inner.at,
    event: inner.event,
    allDone: inner.allDone,
    plain: inner.plain,
    before: inner.before,
    load(source, at) {
      inner.load(source, at)
      for (let k = 0; k < words; k++) draft[k] = current[k] = source[at + k]!
    },
    show(source, at) {
      inner.show(source, at)
      for (let k = 0; k < words; k++) draft[k] = source[at + k]!
    },
    initialStates(visit) {
      inner.initialStates((low, high) => show(low, high, visit, (observer) => observer.start(inner.view)))
    },
    successors(low, high, visit) {
      for (let k = first; k < words; k++) {
        low ^= mixLow(current[k]!, k)
        high ^= mixHigh(current[k]!, k)
      }
      const next = (observer: Observer, k: number) => observer.next(current[k]!, inner.before(), inner.view)
      try {
        inner.successors(low, high, (l, h) => show(l, h, visit, next))
      } finally {
        draft.set(current)
      }
    },
  }
}

/** What goes wrong while an observer looks is a fault in the step that it looks at. */
function faultOfObserver({ property }: Observer, thrown: unknown): StepFault {
  const message = `the property "${property}" cannot follow this step: ${describeFault(faultOf(thrown))}`
  return new StepFault({ tag: 'misuse', message })
}
