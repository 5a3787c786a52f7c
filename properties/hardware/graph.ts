import type { Model } from '../../src/model/model.js'
import { expansionOf } from '../../src/search/expansion.js'

/** All states of a model with the steps between them, for questions that no property asks. */
export interface Graph {
  /** The plain values of states in which every program has ended and nothing can happen any more. */
  readonly finals: readonly unknown[]
  /** States from which none of those can be reached. */
  readonly cannotFinish: number
}

export function graphOf(model: Model): Graph {
  const expansion = expansionOf(model)
  const numbers = new Map<string, number>()
  const states: Int32Array[] = []
  const sources: number[][] = []
  const finals: { readonly number: number; readonly plain: unknown }[] = []
  const numberOf = (): number => {
    const key = expansion.draft.join(' ')
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, states.length)
    sources.push([])
    return states.push(expansion.draft.slice()) - 1
  }
  expansion.initialStates(numberOf)
  for (let from = 0; from < states.length; from++) {
    expansion.load(states[from]!, 0)
    let successors = 0
    expansion.successors(0, 0, () => {
      successors++
      sources[numberOf()]!.push(from)
    })
    if (successors === 0 && expansion.allDone()) finals.push({ number: from, plain: expansion.plain() })
  }
  const canFinish = new Set(finals.map(({ number }) => number))
  for (const state of canFinish) for (const source of sources[state]!) canFinish.add(source)
  return { finals: finals.map(({ plain }) => plain), cannotFinish: states.length - canFinish.size }
}

/** The different contents of memory at the end, in ascending order of the locations' values. */
export function finalValues({ finals }: Graph, locations: readonly string[]): { [loc: string]: number }[] {
  const names = [...locations].sort()
  const found = finals.map((state) => {
    const { memory } = state as { readonly memory: { readonly [loc: string]: number } }
    return names.map((loc) => memory[loc]!)
  })
  const different = new Map(found.map((values) => [values.join(' '), values]))
  return [...different.values()]
    .sort(ascending)
    .map((values) => Object.fromEntries(names.map((n, i) => [n, values[i]!])))
}

function ascending(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i])
  return at < 0 ? 0 : a[at]! - b[at]!
}
