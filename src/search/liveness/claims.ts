import type { Model } from '../../model/model.js'
import { typeAt } from '../../model/temporal.js'
import type { Each, Temporal, TemporalCondition } from '../../property/temporal.js'
import type { Expansion } from '../expansion.js'
import type { StateGraph } from './state-graph.js'

/** A temporal property as it is asked of one process or value, or of the system. */
export interface Claim {
  readonly property: string
  /** `cpu 1`; null for the system. */
  readonly of: string | null
  readonly kind: Temporal['kind']
  /** The left side of a leads-to; elsewhere true. */
  readonly when: (s: never) => boolean
  readonly holds: (s: never) => boolean
}

export function claimsOf(model: Model, name: string, property: Temporal): Claim[] {
  const { kind } = property
  const when: TemporalCondition<never> = kind === 'leadsTo' ? property.when : () => true
  return onesOf(model, property.each).map(({ of, one }) => ({
    property: name,
    of,
    kind,
    when: (s) => when(s, one(s)),
    holds: (s) => property.holds(s, one(s)),
  }))
}

interface One {
  readonly of: string | null
  readonly one: (s: never) => never
}

function onesOf(model: Model, each: Each): One[] {
  if (each === null) return [{ of: null, one: () => undefined as never }]
  if (each.tag === 'values')
    return each.values.map((value) => ({
      of: typeof value === 'object' ? JSON.stringify(value) : String(value),
      one: () => value as never,
    }))
  const { path } = each
  const name = path.join('.')
  const part = (s: never) => path.reduce<{ get(i: number): never }>((at, field) => at[field as never], s)
  const type = typeAt(model.state, path)
  if (type?.tag !== 'array') return [{ of: name, one: (s) => part(s) as never }]
  return Array.from({ length: type.length }, (_, i) => ({ of: `${name} ${i}`, one: (s) => part(s).get(i) }))
}

/** What a claim says of a state, in bits. A run breaks it that passes a BEGINS and from there on stays in STAYS … */
export const BEGINS = 1
export const STAYS = 2
/** … coming through VISITS again and again (which only some claims ask for). */
export const VISITS = 4
/** The left side is true. */
export const ASKED = 8

/** What the claim says of each state. If a condition throws, `at` says of which state. */
export function judgeStates(expansion: Expansion, graph: StateGraph, claim: Claim, at: { state: number }): Uint8Array {
  const says = new Uint8Array(graph.states)
  const { store } = graph
  for (at.state = 0; at.state < graph.states; at.state++) {
    expansion.show(store.chunkOf(at.state), store.offsetOf(at.state))
    says[at.state] = judge(claim, expansion.view, at.state < graph.initial)
  }
  return says
}

/** What a claim says of the state in the view. */
export function judge({ kind, when, holds }: Claim, view: never, initial: boolean): number {
  switch (kind) {
    case 'leadsTo': {
      const asked = when(view) ? ASKED : 0
      return holds(view) ? asked : asked | STAYS | (asked ? BEGINS : 0)
    }
    case 'eventually':
      return holds(view) ? 0 : STAYS | (initial ? BEGINS : 0)
    case 'alwaysEventually':
      return holds(view) ? 0 : STAYS | BEGINS
    case 'eventuallyAlways':
      return STAYS | (initial ? BEGINS : 0) | (holds(view) ? 0 : VISITS)
  }
}
