import { check, type Model } from '../../src/index.js'

/** What is asserted of a system that holds: everything explored, how much that was, and what never happened. */
export interface Explored {
  readonly verdict: string
  readonly generated: number
  readonly distinct: number
  readonly depth: number
  readonly neverTaken: readonly string[]
}

export function explored(model: Model): Explored {
  const { verdict, states, ledger } = check(model)
  const { generated, distinct, depth } = states
  return { verdict, generated, distinct, depth, neverTaken: ledger.neverTaken }
}

export function holds(
  generated: number,
  distinct: number,
  depth: number,
  { neverTaken = [] }: { readonly neverTaken?: readonly string[] } = {},
): Explored {
  return { verdict: 'holds', generated, distinct, depth, neverTaken }
}

/** One property alone, with processors that are interchangeable taken for the same. */
export function claimed(model: Model, name: string) {
  const properties = Object.fromEntries(Object.entries(model.properties).filter(([property]) => property === name))
  const { verdict, states } = check({ ...model, properties }, { reductions: ['symmetry'] })
  return { verdict, ...states }
}

/** The property that a shortest bad run breaks and how many steps it has; null if there is no such run. */
export function shortestViolation(model: Model): readonly [property: string, steps: number] | null {
  const broken = check(model).properties.find((p) => p.verdict === 'violated')
  if (broken === undefined) return null
  return [broken.name, broken.finding === null ? 0 : broken.finding.path.length - 1]
}
