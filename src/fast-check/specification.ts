import type { Model } from '../model/model.js'
import { readPlain } from '../schema/pack.js'
import { print } from '../schema/print.js'
import type { Fields, Type } from '../schema/type.js'
import { type Expansion, expansionOf, type Site } from '../search/expansion.js'

type ActionSite = Extract<Site, { kind: 'action' }>

/** A part of a state as plain values: only the fields that can be seen. */
export type Shown = { readonly [field: string]: unknown }

/**
 * A specification as a test goes along it: all states that it may be in, as far as can be told from what has been done and
 * seen. A specification that leaves things open is in several.
 */
export class Specification {
  private readonly expansion: Expansion
  private states: Int32Array[] = []

  /** `internal`: actions that may happen at any time and are not seen. */
  constructor(
    private readonly model: Model,
    private readonly internal: ReadonlySet<string> = new Set(),
  ) {
    this.expansion = expansionOf(model)
    const initial: Int32Array[] = []
    this.expansion.initialStates(() => initial.push(this.expansion.draft.slice()))
    this.states = this.settled(initial)
  }

  /** Whether the action may happen now. */
  allows(action: string, given: Shown): boolean {
    return this.after(action, given).length > 0
  }

  /** The action has happened, and this has been seen since. What is wrong with that, in words; null if nothing. */
  accept(action: string, given: Shown, shown: Shown): string | null {
    const possible = this.settled(this.after(action, given))
    const fitting = possible.filter((state) => this.agrees(state, shown))
    if (fitting.length === 0) return this.refusal(possible, shown)
    this.states = fitting
    return null
  }

  private after(action: string, given: Shown): Int32Array[] {
    const { expansion } = this
    const site = siteOf(this.model, expansion, action)
    const combination = (expansion.sites[site] as ActionSite).combinations.findIndex((c) => same(c, given))
    return this.unique(
      this.states.flatMap((state) =>
        this.successors(state, () => expansion.at.site === site && expansion.at.process === combination),
      ),
    )
  }

  private successors(state: Int32Array, wanted: () => boolean): Int32Array[] {
    const { expansion } = this
    const found: Int32Array[] = []
    expansion.load(state, 0)
    expansion.successors(0, 0, () => {
      if (wanted()) found.push(expansion.draft.slice())
    })
    return found
  }

  /** These states, and all that internal actions lead to from them. */
  private settled(states: readonly Int32Array[]): Int32Array[] {
    const all = this.unique(states)
    if (this.internal.size === 0) return all
    const seen = new Set(all.map(String))
    // The list grows while it is gone through.
    for (const state of all)
      for (const next of this.successors(state, () => this.internal.has(this.expansion.event().label)))
        if (seen.size < seen.add(String(next)).size) all.push(next)
    return all
  }

  private unique(states: readonly Int32Array[]): Int32Array[] {
    return [...new Map(states.map((state) => [String(state), state])).values()]
  }

  private agrees(state: Int32Array, shown: Shown): boolean {
    const plain = this.plain(state)
    return Object.entries(shown).every(([field, value]) => same(plain[field], value))
  }

  private plain(state: Int32Array): Shown {
    return readPlain(this.expansion.layout, new Uint8Array(state.buffer), 0) as Shown
  }

  private refusal(possible: readonly Int32Array[], shown: Shown): string {
    const { fields } = this.model.state
    const unknown = Object.keys(shown).find((field) => !(field in fields))
    if (unknown !== undefined)
      return `${this.model.name} has no field "${unknown}" to compare with; it has ${Object.keys(fields).join(', ')}`
    const allowed = possible.map((state) => {
      const plain = this.plain(state)
      return text(fields, Object.fromEntries(Object.keys(shown).map((field) => [field, plain[field]])))
    })
    return `it shows ${text(fields, shown)}, and ${this.model.name} allows ${[...new Set(allowed)].join(' or ')}`
  }
}

function siteOf(model: Model, { sites }: Expansion, action: string): number {
  const site = sites.findIndex((s) => s.kind === 'action' && s.action.name === action)
  if (site >= 0) return site
  const names = sites.flatMap((s) => (s.kind === 'action' ? [s.action.name] : []))
  throw new RangeError(`${model.name} has no action "${action}"; it has ${names.join(', ')}`)
}

/** Whether two plain values are equal. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [left, right] = [Object.entries(a), Object.entries(b)]
  return left.length === right.length && left.every(([key, value]) => same(value, (b as Shown)[key]))
}

function text(fields: Fields, shown: Shown): string {
  const parts = Object.entries(shown).map(([field, value]) => `${field}: ${printed(fields[field]!, value)}`)
  return parts.join(', ')
}

/** What an implementation shows need not be a value of the type. */
function printed(type: Type, value: unknown): string {
  try {
    return print(type, value)
  } catch {
    return JSON.stringify(value) ?? String(value)
  }
}
