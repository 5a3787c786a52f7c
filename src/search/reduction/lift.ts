import type { Model } from '../../model/model.js'
import { faultOf } from '../../schema/failure.js'
import { type Expansion, expansionOf, StepFault } from '../expansion.js'
import type { Finding } from '../outcome.js'
import { sameState, statesAlong, successorOf, untilFault } from './retrace.js'

/** What a reduced search showed, and how to recognise it among the states of the system itself. */
export interface Reduced {
  readonly expansion: Expansion
  /** The form in which the reduced search keeps a state. It may be overwritten by the next call. */
  formOf(state: Int32Array): Int32Array
}

/**
 * A finding of a reduced search as a finding of the system itself: its path counts the system's own successors, its last
 * state or step breaks the property as it stands, and a fault is told as it happens there. Null if another step of the
 * last state fails before the one that leads to the finding has its turn.
 */
export function lifted(model: Model, reduced: Reduced, finding: Finding): Finding | null {
  const plain = expansionOf(model)
  const forms = statesAlong(reduced.expansion, finding.path)
  const path: number[] = []
  for (const [k, form] of forms.entries()) {
    const isLast = k === forms.length - 1
    const breaks = isLast && finding.tag === 'step' ? breaksStep(plain, finding.property) : () => true
    // Initial states keep their order: what begins a run is not a matter of form.
    const position = k === 0 ? begin(plain, finding.path[0]!) : follow(plain, reduced, form, breaks)
    if (position === null) return null
    path.push(position)
  }
  const moved: Finding = { ...finding, path }
  return moved.tag === 'fault' ? retold(plain, moved) : moved
}

function begin(plain: Expansion, position: number): number {
  plain.load(successorOf(plain, null, position), 0)
  return position
}

/** Takes the first step that leads to a state of this form; its position, or null if a step before it fails. */
function follow(plain: Expansion, reduced: Reduced, form: Int32Array, accepts: () => boolean): number | null {
  let position = 0
  let found = -1
  let state: Int32Array | null = null
  const complete = untilFault(() =>
    plain.successors(0, 0, () => {
      const at = position++
      if (found >= 0 || !sameState(reduced.formOf(plain.draft), form) || !accepts()) return
      found = at
      state = plain.draft.slice()
    }),
  )
  if (state === null && complete) throw new Error('a step of the reduced system is none of the system itself')
  if (state === null) return null
  plain.load(state, 0)
  return found
}

function breaksStep(plain: Expansion, name: string): () => boolean {
  const property = plain.model.properties[name]
  if (property?.kind !== 'step') return () => true
  return () => !property.holds(plain.before(), plain.view)
}

/** The fault as it shows in the state at the end of the path, which may be another permutation of the one it was found in. */
function retold(plain: Expansion, finding: Extract<Finding, { tag: 'fault' }>): Finding {
  const { during } = finding
  try {
    if (during.tag === 'step') plain.successors(0, 0, () => {})
    else conditionNamed(plain.model, during.property)?.(plain.view)
  } catch (thrown) {
    const fault = thrown instanceof StepFault ? thrown.fault : faultOf(thrown)
    if (during.tag === 'property') return { ...finding, fault }
    const { process, label } = plain.event()
    return { ...finding, fault, during: { tag: 'step', process, label } }
  }
  return finding
}

function conditionNamed(model: Model, name: string): ((s: never) => boolean) | null {
  const property = model.properties[name]
  if (property === undefined) return model.constraint
  return property.kind === 'always' || property.kind === 'reachable' ? property.holds : null
}
