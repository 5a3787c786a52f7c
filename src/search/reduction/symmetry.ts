import type { Expansion, Visit } from '../expansion.js'
import { mixHigh, mixLow } from '../fingerprint.js'
import { Canonical } from './canonical.js'
import type { Hypothesis } from './families.js'
import { Instances } from './instances.js'
import { layered } from './layered.js'
import { Prover } from './prover.js'

/** An expansion that shows every state in its canonical form. */
export interface SymmetricExpansion extends Expansion {
  /** The canonical form of a packed state, which lies in `draft`. */
  formOf(state: Int32Array): Int32Array
}

/**
 * The same system, permuted states taken for one. Every strategy can search it: what it is shown, and keeps, are
 * canonical forms, while properties of a step see the step as it was taken.
 *
 * Why nothing is missed: by induction on the length of a run, each state s that the system can reach is π(c) for an
 * explored form c. Initial states are brought into canonical form, so it holds for them (they need not be symmetric among
 * themselves). If s = π(c) and a step t leads from s to s', then π⁻¹(t) leads from c to π⁻¹(s'), because the Prover has
 * compared, on every explored c, each instance with its images under all permutations; so the form of s' is among the
 * successors that are shown of c. The other way round, every explored form is a permutation of a state that can be reached.
 * The same proof is given of each property, of the constraint and of where the system may stop: asked of c, they answer
 * for s. And as a run is as long as its image, shortest runs are shortest.
 */
export function symmetric(expansion: Expansion, hypotheses: readonly Hypothesis[]): SymmetricExpansion {
  const { model, layout, words, current } = expansion
  const finder = new Canonical(model, layout, words, hypotheses)
  const instances = new Instances(model, layout)
  const prover = new Prover(model, layout, words, hypotheses, instances)
  const raw = expansion.draft
  const rawBytes = new Uint8Array(raw.buffer)
  const currentBytes = new Uint8Array(current.buffer)
  const proveInCurrent = (instance: number) => prover.inState(instance, current)
  let outer: Visit = () => {}
  let shown = 0

  function visitInitial(): void {
    finder.find(rawBytes)
    visitForm()
  }

  function visitSuccessor(): void {
    shown++
    for (const condition of instances.stepConditions) prover.inStep(condition, current, raw)
    finder.find(rawBytes)
    visitForm()
  }

  function visitForm(): void {
    const { form } = finder
    let low = 0
    let high = 0
    for (let k = 0; k < words; k++) {
      low ^= mixLow(form[k]!, k)
      high ^= mixHigh(form[k]!, k)
    }
    outer(low, high)
  }

  return layered(expansion, {
    draft: finder.form,
    formOf(state: Int32Array) {
      finder.find(new Uint8Array(state.buffer, state.byteOffset, 4 * words))
      return finder.form
    },
    show(source: Int32Array, at: number) {
      expansion.show(source, at)
      for (const condition of instances.conditions) prover.inState(condition, raw)
    },
    initialStates(visit: Visit) {
      outer = visit
      expansion.initialStates(visitInitial)
    },
    successors(low: number, high: number, visit: Visit) {
      outer = visit
      shown = 0
      for (const condition of instances.conditions) prover.inState(condition, current)
      instances.forEachAt(currentBytes, proveInCurrent)
      expansion.successors(low, high, visitSuccessor)
      if (shown === 0 && instances.mayStop !== null) prover.inState(instances.mayStop, current)
    },
  })
}
