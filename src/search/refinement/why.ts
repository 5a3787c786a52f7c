import type { Model } from '../../model/model.js'
import type { Refines } from '../../property/refinement.js'
import { type Difference, differences } from '../../schema/difference.js'
import { along } from '../along.js'
import type { Event, Expansion } from '../expansion.js'
import type { Path } from '../outcome.js'
import { AbstractSystem } from './abstract-system.js'

/** Why the last step of a run, or its initial state, is nothing that the abstract system can do. */
export interface NoAbstractStep {
  readonly tag: 'refinement'
  /** The name of the abstract system. */
  readonly abstract: string
  /** The step that does not fit. */
  readonly event: Event
  /** What the states before and after it stand for; null before an initial state. */
  readonly before: unknown
  readonly after: unknown
  /** What would have to change in the abstract system. */
  readonly changes: readonly Difference[]
  /** What the abstract system could have done, that which comes nearest first. */
  readonly possible: readonly Alternative[]
}

export interface Alternative {
  /** The abstract steps; how it is chosen, for an initial state. */
  readonly events: readonly Event[]
  readonly after: unknown
  /** What it changes. */
  readonly changes: readonly Difference[]
  /** Where the state it leads to differs from the one it should lead to. */
  readonly missing: readonly Difference[]
}

/** Tells why for a run whose last step does not fit. */
export function whyNoAbstractStep(expansion: Expansion, property: Refines<never>, path: Path): NoAbstractStep | null {
  const system = new AbstractSystem(property.abstract as Model, property.steps)
  let why: NoAbstractStep | null = null
  along(expansion, path, (step, event) => {
    if (step < path.length - 1) return
    const before = step === 0 ? null : system.numberOf(property.mapping(expansion.before()))
    why = explain(system, event, before, system.numberOf(property.mapping(expansion.view)), property.steps)
  })
  return why
}

function explain(
  system: AbstractSystem,
  event: Event,
  before: number | null,
  after: number,
  steps: number,
): NoAbstractStep {
  const type = system.expansion.model.state
  const wanted = system.plain(after)
  const was = before === null ? null : system.plain(before)
  const changesTo = (state: unknown) => (before === null ? [] : differences(type, was, state))
  const possible = alternatives(system, before, steps).map(({ events, state }): Alternative => {
    const leadsTo = system.plain(state)
    return { events, after: leadsTo, changes: changesTo(leadsTo), missing: differences(type, leadsTo, wanted) }
  })
  possible.sort((a, b) => a.missing.length - b.missing.length || a.events.length - b.events.length)
  const { name } = system
  return { tag: 'refinement', abstract: name, event, before: was, after: wanted, changes: changesTo(wanted), possible }
}

/** The states that the system can come to, each with the first way of coming there. */
function alternatives(system: AbstractSystem, before: number | null, steps: number) {
  const found = new Map<number, readonly Event[]>()
  if (before === null) system.each('initial', (state, event) => noted(found, state, [event]))
  else {
    let frontier: (readonly [number, readonly Event[]])[] = [[before, []]]
    for (let step = 0; step < steps; step++) {
      const next: typeof frontier = []
      for (const [from, events] of frontier)
        system.each(from, (state, event) => {
          const more = [...events, event]
          if (state !== before && noted(found, state, more)) next.push([state, more])
        })
      frontier = next
    }
  }
  return [...found].map(([state, events]) => ({ state, events }))
}

function noted(found: Map<number, readonly Event[]>, state: number, events: readonly Event[]): boolean {
  if (found.has(state)) return false
  found.set(state, events)
  return true
}
