import fc from 'fast-check'
import type { Model } from '../src/index.js'
import { type Temporal, temporalTools } from '../src/property/temporal.js'
import { type Fairness, strong, weak } from '../src/system/fairness.js'
import { asModel, holds as holdsInModel } from './as-model.js'
import { type Condition, condition, type RandomSystem, randomSystem } from './random-system.js'
import type { ReferenceGraph, Says } from './reference-liveness.js'
import { Fault, holds, initialStates, type State, stepsOf, type Taken } from './reference-search.js'

/** A random system with a question about its runs. */
export interface RandomRuns {
  readonly system: RandomSystem
  readonly fairness: readonly RandomFairness[]
  readonly kind: Temporal['kind']
  /** Asked of each process, or of the system. */
  readonly each: boolean
  readonly when: Condition
  readonly holds: Condition
}

interface RandomFairness {
  readonly strength: 'weak' | 'strong'
  readonly of: 'each process' | 'each process but at l0' | 'all processes' | 'each a0' | 'a0' | 'anything'
}

/** Most systems have no constraint: it often leaves nothing. */
const system = fc
  .tuple(randomSystem, fc.integer({ min: 0, max: 3 }))
  .map(([random, cut]) => (cut === 0 ? random : { ...random, constraint: null }))

export const randomRuns: fc.Arbitrary<RandomRuns> = fc.record({
  system,
  fairness: fc.array(
    fc.record({
      strength: fc.constantFrom('weak' as const, 'strong' as const),
      of: fc.constantFrom(
        'each process' as const,
        'each process' as const,
        'each process but at l0' as const,
        'all processes' as const,
        'each a0' as const,
        'a0' as const,
        'anything' as const,
      ),
    }),
    { maxLength: 3 },
  ),
  kind: fc.constantFrom(
    'leadsTo' as const,
    'eventually' as const,
    'alwaysEventually' as const,
    'eventuallyAlways' as const,
  ),
  each: fc.boolean(),
  when: condition,
  holds: condition,
})

/** The system in Shootdown's language, with only this property. */
export function runsModel({ system, fairness, kind, each, ...conditions }: RandomRuns): Model {
  const inModel = (c: Condition) => (s: never, me?: never) => holdsInModel(system, c, s, me ?? null)
  const [when, then] = [inModel(conditions.when), inModel(conditions.holds)]
  const { leadsTo, ...others } = temporalTools
  const p = each
    ? kind === 'leadsTo'
      ? leadsTo.each('process' as never, when, then)
      : others[kind].each('process' as never, then)
    : kind === 'leadsTo'
      ? leadsTo(when, then)
      : others[kind](then)
  return { ...asModel(system), properties: { p }, fairness: fairness.flatMap((f) => declared(system, f)) }
}

function declared(system: RandomSystem, { strength, of }: RandomFairness): Fairness[] {
  const assume = { weak, strong }[strength]
  if (of === 'anything') return [assume.anything()]
  if (of === 'all processes') return [assume.together('process')]
  if (of === 'each process') return [assume('process')]
  if (of === 'each process but at l0') return [assume('process', { except: ['l0'] })]
  if (system.actions.length === 0) return []
  return [of === 'a0' ? assume.together('a0') : assume('a0')]
}

/** Its graph over immutable states, and the property for each process or for the system; null if it is too large or fails. */
export function runsReference(
  runs: RandomRuns,
  most: number,
): { readonly graph: ReferenceGraph; readonly says: readonly Says[]; readonly keys: readonly string[] } | null {
  const { system } = runs
  const inside = (s: State) => system.constraint === null || holds(system.constraint, s, null, system)
  const known = new Map<string, State>()
  const moves: { from: string; to: string | null; by: Taken }[] = []
  const initial = initialStates(system).filter(inside)
  for (const s of initial) known.set(JSON.stringify(s), s)
  const count = known.size
  try {
    for (const [from, state] of known) {
      for (const { after, by } of stepsOf(system, state)) {
        const to = JSON.stringify(after)
        if (inside(after)) known.set(to, after)
        moves.push({ from, to: inside(after) ? to : null, by })
      }
      if (known.size > most) return null
    }
  } catch (thrown) {
    if (thrown instanceof Fault) return null
    throw thrown
  }
  const keys = [...known.keys()]
  const states = [...known.values()]
  const units = runs.fairness.flatMap((f) => unitsOf(system, f))
  const ones = runs.each ? Array.from({ length: system.processes }, (_, i) => i) : [null]
  return {
    keys,
    graph: {
      size: keys.length,
      initial: Array.from({ length: count }, (_, i) => i),
      moves: moves.map(({ from, to, by }) => ({
        from: keys.indexOf(from),
        to: to === null ? null : keys.indexOf(to),
        units: units.flatMap((u, i) => (u.has(by) ? [i] : [])),
      })),
      units: units.map((u) => u.strength),
    },
    says: ones.map((me) => ({
      kind: runs.kind,
      when: states.map((s) => holds(runs.when, s, me, system)),
      holds: states.map((s) => holds(runs.holds, s, me, system)),
    })),
  }
}

function unitsOf(
  { processes, actions }: RandomSystem,
  { strength, of }: RandomFairness,
): { readonly strength: 'weak' | 'strong'; readonly has: (by: Taken) => boolean }[] {
  const every = (n: number, has: (i: number) => (by: Taken) => boolean) =>
    Array.from({ length: n }, (_, i) => ({ strength, has: has(i) }))
  // The helper, and whatever the part does, are nobody's that fairness is asked for.
  const byOne = ({ process, inPart }: Taken) => (inPart || process === null || process >= processes ? null : process)
  const first = ({ action, inPart }: Taken) => action === 0 && !inPart
  switch (of) {
    case 'anything':
      return [{ strength, has: () => true }]
    case 'all processes':
      return [{ strength, has: (by) => byOne(by) !== null }]
    case 'each process':
      return every(processes, (i) => (by) => byOne(by) === i)
    case 'each process but at l0':
      return every(processes, (i) => (by) => byOne(by) === i && by.label !== 0)
    case 'a0':
      return actions.length === 0 ? [] : [{ strength, has: first }]
    case 'each a0':
      return every(actions[0]?.arguments ?? 0, (i) => (by) => first(by) && by.argument === i)
  }
}
