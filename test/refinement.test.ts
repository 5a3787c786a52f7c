import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check, int, type Model, struct, system, withProperties } from '../src/index.js'
import { asModel } from './as-model.js'
import { type RandomStep, type RandomSystem, randomSystem } from './random-system.js'
import { Fault, holds, initialStates, type State, successorsOf } from './reference-search.js'
import { runs } from './runs.js'
import { untilSeen } from './until-seen.js'

const cases = runs(1500)

/** A system without any structure: from which node one can go to which. */
interface Graph {
  readonly initial: readonly number[]
  readonly edges: readonly (readonly number[])[]
}

function graphSystem(name: string, { initial, edges }: Graph) {
  return system(name, {
    state: () => struct({ node: int(0, edges.length - 1) }),
    initial: (s, { pick }) => {
      s.node = pick(initial)
    },
    behaviour: ({ action }) => [
      action('go', {
        do: (s, _, pick) => {
          s.node = pick(edges[s.node]!)
        },
      }),
    ],
  })()
}

/** Successors and initial states of two systems whose states are numbers, or have a text that identifies them. */
interface Pair<S> {
  readonly initial: readonly S[]
  readonly next: (s: S) => readonly S[]
  readonly inside: (s: S) => boolean
  readonly map: (s: S) => string
  readonly abstractInitial: ReadonlySet<string>
  readonly abstractNext: (mapped: string) => readonly string[]
}

/** Beyond so many states, the brute force takes too long to be worth it. */
const MOST = 300
class TooLarge extends Error {}

function memoised<R>(f: (key: string) => R): (key: string) => R {
  const known = new Map<string, R>()
  return (key) => {
    if (!known.has(key)) known.set(key, f(key))
    return known.get(key)!
  }
}

/**
 * The number of states of the shortest run that is no run of the abstract system, or null. Nothing is remembered but
 * which states have been seen.
 */
function shortestMisfit<S>(pair: Pair<S>, steps: number, keyOf: (s: S) => string): number | null {
  const abstractNext = memoised(pair.abstractNext)
  const within = (from: string, to: string, left: number): boolean =>
    from === to || (left > 0 && abstractNext(from).some((next) => within(next, to, left - 1)))
  const seen = new Set<string>()
  let level = pair.initial
  for (let states = 1; level.length > 0; states++) {
    if (states === 1 && level.some((s) => !pair.abstractInitial.has(pair.map(s)))) return 1
    if (seen.size > MOST) throw new TooLarge()
    const fresh = level.filter((s) => !seen.has(keyOf(s)) && seen.add(keyOf(s)) && pair.inside(s))
    const pairs = fresh.flatMap((from) => pair.next(from).map((to) => [from, to] as const))
    if (pairs.some(([from, to]) => !within(pair.map(from), pair.map(to), steps))) return states + 1
    level = pairs.map(([, to]) => to)
  }
  return null
}

const graph = (nodes: number, density: number) =>
  fc.record({
    initial: fc.uniqueArray(fc.nat(nodes - 1), { minLength: 1, maxLength: 3 }),
    edges: fc.array(fc.uniqueArray(fc.nat(nodes - 1), { maxLength: density }), { minLength: nodes, maxLength: nodes }),
  })

describe('refinement', () => {
  it.each(['breadth-first', 'depth-first'] as const)('agrees with brute force on random graphs (%s)', (strategy) => {
    const seen = { initial: 0, step: 0, holds: 0, vacuous: 0 }
    fc.assert(
      fc.property(
        graph(8, 2),
        fc.integer({ min: 1, max: 5 }).chain((n) => graph(n, 3)),
        fc.array(fc.nat(99), { minLength: 8, maxLength: 8 }),
        fc.integer({ min: 1, max: 3 }),
        (concrete, abstract, mapping, steps) => {
          const map = (node: number) => mapping[node]! % abstract.edges.length
          const model = withProperties(graphSystem('concrete', concrete), ({ refines }) => ({
            refined: refines(graphSystem('abstract', abstract), (s) => ({ node: map(s.node) }), { steps }),
          }))
          const expected = shortestMisfit(
            {
              initial: concrete.initial,
              next: (node) => concrete.edges[node]!,
              inside: () => true,
              map: (node) => String(map(node)),
              abstractInitial: new Set(abstract.initial.map(String)),
              abstractNext: (node) => abstract.edges[Number(node)]!.map(String),
            },
            steps,
            String,
          )
          const { vacuous, verdict, finding } = propertyOf(model, 'refined', { keepGoing: true, strategy })
          expect(verdict).toBe(expected === null ? 'holds' : 'violated')
          if (strategy === 'breadth-first') expect(finding?.path.length ?? null).toBe(expected)
          const reached = reachable(concrete)
          const stutters = [...reached].every((a) => concrete.edges[a]!.every((b) => map(a) === map(b)))
          expect(vacuous).toBe(expected === null && stutters)
          seen[expected === null ? 'holds' : expected === 1 ? 'initial' : 'step']++
          if (vacuous) seen.vacuous++
        },
      ),
      { numRuns: cases },
    )
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(cases / 100)
  })

  it.each(['random-walk', 'pct'] as const)('knows an initial state that runs come by later (%s)', (strategy) => {
    const counts = (initial: readonly number[]) => graphSystem('counts', { initial, edges: [[1], [2], [2]] })
    const model = withProperties(counts([0, 1]), ({ refines }) => ({
      refined: refines(counts([0]), (s) => s),
    }))
    for (let seed = 1; seed <= 20; seed++)
      expect(propertyOf(model, 'refined', { strategy, seed }).finding).toMatchObject({ path: [1] })
  })

  it('agrees with brute force on random systems and mutants of them', () => {
    const seen = { identical: 0, holds: 0, violated: 0 }
    const draw = () =>
      fc.assert(
        fc.property(randomSystem, mutation, fc.integer({ min: 1, max: 2 }), (random, mutate, steps) => {
          const mutant = mutate(random)
          const expected = feasible(() => misfitOf(random, mutant, steps))
          if (expected === 'not') return
          const model = withProperties(asModel(random), ({ refines }) => ({
            refined: refines(asModel(mutant), (s) => s, { steps }),
          }))
          // A misfit near the beginning says nothing of how large the system is.
          const result = check(model, { keepGoing: true, bounds: { states: 20_000 } })
          if (result.ledger.limit?.tag === 'states') return
          const finding = result.properties.find((p) => p.name === 'refined')!.finding
          expect(finding?.path.length ?? null).toBe(expected)
          if (mutant === random) expect(expected).toBeNull()
          seen[mutant === random ? 'identical' : expected === null ? 'holds' : 'violated']++
        }),
        { numRuns: Math.ceil(cases / 2) },
      )
    untilSeen(seen, cases / 50, draw)
  })
})

function propertyOf(model: Model, name: string, options: Parameters<typeof check>[1]) {
  return check(model, options).properties.find((p) => p.name === name)!
}

function reachable({ initial, edges }: Graph): Set<number> {
  const found = new Set(initial)
  for (const node of found) for (const next of edges[node]!) found.add(next)
  return found
}

function misfitOf(random: RandomSystem, mutant: RandomSystem, steps: number): number | null {
  const key = (s: State) => JSON.stringify(s)
  const pair: Pair<State> = {
    initial: initialStates(random),
    next: (s) => [...successorsOf(random, s)],
    inside: (s) => random.constraint === null || holds(random.constraint, s, null, random),
    map: key,
    abstractInitial: new Set(initialStates(mutant).map(key)),
    abstractNext: (s) => [...successorsOf(mutant, JSON.parse(s) as State)].map(key),
  }
  return shortestMisfit(pair, steps, key)
}

/** What a system that breaks its own types does is another test's concern. */
function feasible<T>(compute: () => T): T | 'not' {
  try {
    return compute()
  } catch (thrown) {
    if (thrown instanceof Fault || thrown instanceof TooLarge) return 'not'
    throw thrown
  }
}

const mutation: fc.Arbitrary<(random: RandomSystem) => RandomSystem> = fc
  .record({ kind: fc.constantFrom('none', 'guard', 'skip', 'to', 'action', 'initial', 'picks'), at: fc.nat(9) })
  .map(({ kind, at }) => (random) => {
    const label = (change: (step: RandomStep) => RandomStep): RandomSystem => ({
      ...random,
      labels: random.labels.map((step, i) => (i === at % random.labels.length ? change(step) : step)),
    })
    switch (kind) {
      case 'guard':
        return label((step) => ({ ...step, guard: null }))
      case 'skip':
        return label((step) => ({ ...step, changes: [] }))
      case 'to':
        return label((step) => ({ ...step, to: at % 3 === 0 ? 'done' : at }))
      case 'picks':
        return label((step) => ({ ...step, changes: step.changes.map((c) => ({ ...c, picked: 0 })) }))
      case 'action':
        return { ...random, actions: random.actions.slice(1) }
      case 'initial':
        return { ...random, initialPicks: [] }
      default:
        return random
    }
  })
