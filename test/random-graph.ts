import fc from 'fast-check'
import { id, int, type Model, struct, system } from '../src/index.js'
import type { Temporal } from '../src/property/temporal.js'
import type { Fairness } from '../src/system/fairness.js'
import { fairnessTools } from '../src/system/fairness.js'
import type { ReferenceGraph, Says } from './reference-liveness.js'

/** A system that is nothing but a graph: two actions with an argument each, and where they lead. */
export interface RandomGraph {
  readonly size: number
  readonly arrows: readonly { from: number; to: number; action: 'a' | 'b'; x: number }[]
  readonly initial: readonly number[]
  readonly outside: readonly number[]
  readonly fairness: readonly RandomFairness[]
  readonly kind: Temporal['kind']
  readonly when: readonly number[]
  readonly holds: readonly number[]
}

interface RandomFairness {
  readonly strength: 'weak' | 'strong'
  readonly of: 'a' | 'b' | 'each of a' | 'a and b' | 'anything'
  /** Only steps that lead to an even node. */
  readonly even: boolean
}

const size = 7
const node = fc.nat(size - 1)
const nodes = fc.uniqueArray(node, { maxLength: size })

export const randomGraph: fc.Arbitrary<RandomGraph> = fc.record({
  size: fc.integer({ min: 2, max: size }),
  arrows: fc.array(
    fc.record({ from: node, to: node, action: fc.constantFrom('a' as const, 'b' as const), x: fc.nat(1) }),
    { minLength: 3, maxLength: 16 },
  ),
  initial: fc.uniqueArray(node, { minLength: 1, maxLength: 2 }),
  outside: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.uniqueArray(node, { maxLength: 2 })),
  fairness: fc.array(
    fc.record({
      strength: fc.constantFrom('weak' as const, 'strong' as const),
      of: fc.constantFrom('a' as const, 'b' as const, 'each of a' as const, 'a and b' as const, 'anything' as const),
      even: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.boolean()),
    }),
    { maxLength: 3 },
  ),
  kind: fc.constantFrom(
    'leadsTo' as const,
    'eventually' as const,
    'alwaysEventually' as const,
    'eventuallyAlways' as const,
  ),
  when: nodes,
  holds: nodes,
})

export function graphModel(random: RandomGraph): Model {
  const targets = (from: number, action: string, x: number) =>
    random.arrows
      .filter((r) => r.from % random.size === from && r.action === action && r.x === x)
      .map((r) => r.to % random.size)
  return system('graph', {
    state: () => struct({ node: int(0, size - 1) }),
    initial: (s, { pick }) => {
      s.node = pick(random.initial.map((n) => n % random.size))
    },
    behaviour: ({ action }) =>
      (['a', 'b'] as const).map((name) =>
        action(name, { x: id('x', 2) }, { do: (s, { x }, pick) => void (s.node = pick(targets(s.node, name, x))) }),
      ),
    properties: (words) => {
      const when = (s: { node: number }) => random.when.includes(s.node)
      const holds = (s: { node: number }) => random.holds.includes(s.node)
      return { p: random.kind === 'leadsTo' ? words.leadsTo(when, holds) : words[random.kind](holds) }
    },
    fairness: () => random.fairness.map(declared),
    constraint: (s) => !random.outside.includes(s.node),
    mayStop: () => true,
  })()
}

function declared({ strength, of, even }: RandomFairness): Fairness {
  const assume = fairnessTools[strength]
  const options = even ? { only: (_: never, after: { node: number }) => after.node % 2 === 0 } : {}
  if (of === 'anything') return assume.anything()
  if (of === 'a and b') return assume.together(['a', 'b'], options)
  return of === 'each of a' ? assume('a', options) : assume.together(of, options)
}

/** The part of the graph that can be reached, with the property as sets of its states; and which node each state is. */
export function graphReference(random: RandomGraph): { graph: ReferenceGraph; says: Says; nodes: readonly number[] } {
  const inside = (n: number) => !random.outside.includes(n)
  const arrows = random.arrows.map((r) => ({ ...r, from: r.from % random.size, to: r.to % random.size }))
  const initial = new Set(random.initial.map((n) => n % random.size).filter(inside))
  const reached = new Set(initial)
  for (const n of reached) for (const r of arrows) if (r.from === n && inside(r.to)) reached.add(r.to)
  const nodes = [...reached]
  const units = random.fairness.flatMap(({ strength, of, even }) => {
    const fits = ({ to, action }: (typeof arrows)[number]) =>
      of === 'anything' || ((of.length > 1 || of === action) && (!even || to % 2 === 0))
    return of === 'each of a'
      ? [0, 1].map((x) => ({ strength, has: (r: (typeof arrows)[number]) => fits(r) && r.action === 'a' && r.x === x }))
      : [{ strength, has: fits }]
  })
  return {
    nodes,
    graph: {
      size: nodes.length,
      initial: [...initial].map((n) => nodes.indexOf(n)),
      moves: arrows
        .filter((r) => reached.has(r.from))
        .map((r) => ({
          from: nodes.indexOf(r.from),
          to: inside(r.to) ? nodes.indexOf(r.to) : null,
          units: units.flatMap((u, i) => (u.has(r) ? [i] : [])),
        })),
      units: units.map((u) => u.strength),
    },
    says: {
      kind: random.kind,
      when: nodes.map((n) => random.when.includes(n)),
      holds: nodes.map((n) => random.holds.includes(n)),
    },
  }
}
