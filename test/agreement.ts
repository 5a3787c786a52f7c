import { expect } from 'vitest'
import { type CheckOptions, type CheckResult, check, type Model, runAlong } from '../src/index.js'
import { type Expansion, expansionOf } from '../src/search/expansion.js'
import { UsageFailure } from '../src/system/errors.js'

/**
 * What must not depend on a reduction: the verdict on each property, and how long its shortest run is. Where the plain
 * search ended too early to know, the reduced one may have seen it all.
 */
export function verdicts({ properties }: CheckResult, plain: CheckResult) {
  const known = plain.properties.filter((p) => p.verdict !== 'inconclusive').map((p) => p.name)
  // A fault ends the search in the middle of a state, and which successors came before it depends on the order.
  const judged = properties.some((p) => p.kind === 'model') ? ['the model itself'] : known
  return properties.flatMap(({ name, verdict, finding }) =>
    judged.includes(name) ? [{ name, verdict, states: finding?.path.length ?? null }] : [],
  )
}

/** Every finding must be a run of the system itself that ends in what was found. */
export function replays(model: Model, { properties }: CheckResult): void {
  for (const { finding } of properties) {
    if (finding === null) continue
    const expansion = expansionOf(model)
    expect(() => runAlong(model, finding.path)).not.toThrow()
    let last: (() => boolean)[] = []
    finding.path.forEach((wanted, k) => {
      const states: Int32Array[] = []
      const visit = () => {
        if (states.length === wanted && k === finding.path.length - 1) last = ends(model, expansion, finding)
        states.push(expansion.draft.slice())
      }
      try {
        if (k === 0) expansion.initialStates(visit)
        else expansion.successors(0, 0, visit)
      } catch {
        // What fails after the step that is wanted is not this run's concern.
      }
      expansion.load(states[wanted]!, 0)
    })
    expect(last.map((check) => check())).toEqual(last.map(() => true))
  }
}

function ends(model: Model, expansion: Expansion, finding: { tag: string; property?: string }) {
  const property = model.properties[finding.property ?? '']
  if (property?.kind === 'step') {
    const broken = !property.holds(expansion.before(), expansion.view)
    return [() => broken]
  }
  if (property?.kind === 'always' || property?.kind === 'reachable') {
    const held = property.holds(expansion.view)
    return [() => held === (property.kind === 'reachable')]
  }
  return []
}

/** All states that can be reached within the constraint, as plain values. */
export function statesOf(model: Model): unknown[] {
  const expansion = expansionOf(model)
  const seen = new Map<string, { words: Int32Array; plain: unknown }>()
  const queue: Int32Array[] = []
  const visit = () => {
    const key = expansion.draft.join()
    if (seen.has(key)) return
    const words = expansion.draft.slice()
    seen.set(key, { words, plain: expansion.plain() })
    if (!model.constraint || model.constraint(expansion.view)) queue.push(words)
    else seen.set(key, { words, plain: null })
  }
  expansion.initialStates(visit)
  for (let next = queue.shift(); next; next = queue.shift()) {
    expansion.load(next, 0)
    expansion.successors(0, 0, visit)
  }
  return [...seen.values()].flatMap(({ plain }) => (plain === null ? [] : [plain]))
}

/** The result with reductions, or null if they were refused. */
export function tried(model: Model, options: CheckOptions): CheckResult | null {
  try {
    return check(model, options)
  } catch (thrown) {
    if (thrown instanceof UsageFailure && thrown.error.tag === 'reduction refused') return null
    throw thrown
  }
}

/** The model with only those of its properties that speak of states and steps. */
export function safetyOf(model: Model): Model {
  const kinds = ['always', 'step', 'reachable']
  const kept = Object.entries(model.properties).filter(([, { kind }]) => kinds.includes(kind))
  return { ...model, properties: Object.fromEntries(kept) }
}
