import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { replays, tried } from '../../../test/agreement.js'
import { asModel } from '../../../test/as-model.js'
import { asIndependentModel, randomIndependent, randomLocal } from '../../../test/random-independent.js'
import { asSymmetricModel, randomSymmetric } from '../../../test/random-symmetric.js'
import { randomSystem } from '../../../test/random-system.js'
import { runs } from '../../../test/runs.js'
import { untilSeen } from '../../../test/until-seen.js'
import { array, beyond, blocked, bool, type CheckResult, check, int, type Model, struct, system } from '../../index.js'
import type { CheckOptions } from '../check.js'
import { expansionOf } from '../expansion.js'
import { folding as folded } from './folding.js'
import type { ReductionName } from './refusal.js'

const most = 1000
const folding = { reductions: ['folding'] } as const
const withPartialOrder = { reductions: ['partial-order', 'folding'] } as const

/** The verdicts that the reduced search owes. After a fault only the fault is owed. */
function owed({ properties }: CheckResult) {
  const failed = properties.some((p) => p.kind === 'model')
  return properties.flatMap(({ name, verdict }) => (failed && name !== 'the model itself' ? [] : [{ name, verdict }]))
}

const verdictOf = ({ properties }: CheckResult, of: string) => properties.find((p) => p.name === of)?.verdict

const families = {
  local: randomLocal.map(asIndependentModel),
  independent: randomIndependent.map(asIndependentModel),
  shared: randomSystem.map((random) => asModel({ ...random, stepProperty: null })),
  symmetric: randomSymmetric.map((random) => asSymmetricModel({ ...random, step: null })),
}

const ways: fc.Arbitrary<CheckOptions> = fc.constantFrom(
  {},
  { storage: 'exact' } as const,
  { strategy: 'depth-first' } as const,
  { strategy: 'bitstate', bitstateBytes: 1 << 20 } as const,
)

describe.each([
  { name: 'local', beneath: ['partial-order'], cases: 120 },
  { name: 'local', beneath: [], cases: 80 },
  { name: 'independent', beneath: ['partial-order'], cases: 30 },
  { name: 'shared', beneath: ['partial-order'], cases: 30 },
  { name: 'symmetric', beneath: ['symmetry'], cases: 30 },
  { name: 'symmetric', beneath: ['symmetry', 'partial-order'], cases: 30 },
] as const)('folding, on random systems ($name) over $beneath', ({ name, beneath, cases }) => {
  it('finds what the plain search finds, and nothing else', () => {
    const seen = { folded: 0, violated: 0, reached: 0, deadlock: 0, free: 0 }
    const draw = () =>
      fc.assert(
        fc.property(families[name], ways, (model: Model, way) => {
          const plain = check(model, { keepGoing: true, bounds: { states: most } })
          if (plain.ledger.limit?.tag === 'states') return
          const reductions: ReductionName[] = [...beneath]
          const result = tried(model, { ...way, keepGoing: true, reductions: [...reductions, 'folding'] })
          if (result === null) return
          const knows = way.strategy === 'bitstate' ? check(model, { ...way, keepGoing: true, reductions }) : plain
          expect(owed(result)).toEqual(owed(knows))
          replays(model, result)
          if (!result.ledger.reductions.at(-1)!.startsWith('folding: 0 ')) seen.folded++
          if (verdictOf(plain, 'invariant') === 'violated') seen.violated++
          if (verdictOf(plain, 'reachable') === 'holds') seen.reached++
          if (verdictOf(plain, 'no deadlock') === 'violated') seen.deadlock++
          else seen.free++
        }),
        { numRuns: runs(cases) },
      )
    // A generator that never produced one of these would make the comparison hollow.
    untilSeen(seen, runs(1), draw)
  })
})

type S = { a: number; b: boolean }
type Step = (s: S) => unknown

/** One process by itself, so that all that it does is one chain. */
function alone(steps: { readonly [label: string]: Step }, given: Partial<Condition> = {}): Model {
  const { good = (s) => !s.b, constraint } = given
  return system('alone', {
    state: () => struct({ a: int(0, 600), b: bool, p: array(1, struct({})) }),
    behaviour: ({ program }) => [program('p', steps as never)],
    properties: ({ always }) => ({ good: always(good) }),
    ...(constraint && { constraint }),
  })()
}

interface Condition {
  readonly good: (s: S) => boolean
  readonly constraint: (s: S) => boolean
}

const set = (a: number) => (s: S) => void (s.a = a)
const raise: Step = (s) => void (s.b = true)
const lower: Step = (s) => void (s.b = false)

describe('a chain of steps', () => {
  it('is folded from its beginning to its end', () => {
    const model = alone({ one: set(1), two: set(2), three: set(3), four: set(4) })
    const { states, verdict, ledger } = check(model, folding)
    expect({ states, verdict }).toEqual({ states: { generated: 5, distinct: 2, depth: 2 }, verdict: 'holds' })
    expect(ledger.neverTaken).toEqual([])
    expect(ledger.reductions).toEqual(['folding: 3 steps were taken at once, out of states that were not stored'])
  })

  it.each([
    ['broken on the way', { one: set(1), break: raise, mend: lower }],
    ['broken at its beginning', { break: raise, mend: lower }],
    ['broken at its end', { one: set(1), two: set(2), break: raise }],
  ])('shows a property %s, by a whole run', (_, steps) => {
    const model = alone(steps)
    const result = check(model, folding)
    expect(verdictOf(result, 'good')).toBe('violated')
    const shortest = check(model).properties[0]!.finding
    expect(result.properties[0]!.finding).toEqual(shortest)
  })

  it('shows a step that fails on the way, by a whole run', () => {
    const model = alone({ one: set(1), fail: set(601), three: set(3) })
    const fault = (result: CheckResult) => result.properties.find((p) => p.kind === 'model')?.finding
    expect(fault(check(model, folding))).toEqual(fault(check(model)))
    expect(fault(check(model))).toMatchObject({ during: { process: 'p 0', label: 'fail' }, path: [0, 0] })
  })

  it('shows a property that fails on the way', () => {
    const good = (s: S) => {
      if (s.a === 2) throw new Error('two')
      return true
    }
    const model = alone({ one: set(1), two: set(2), three: set(3) }, { good })
    const fault = (result: CheckResult) => result.properties.find((p) => p.kind === 'model')?.finding
    expect(fault(check(model, folding))).toEqual(fault(check(model)))
    expect(fault(check(model))).toMatchObject({ path: [0, 0, 0] })
  })

  it('does not go beyond the state constraint', () => {
    const constraint = (s: S) => s.a < 2
    const steps = { one: set(1), leave: set(2), back: set(0), break: raise }
    const { ledger, properties } = check(alone(steps, { constraint }), folding)
    expect(ledger.excludedByConstraint).toBe(1)
    expect(properties[0]!.verdict).toBe('holds')
  })

  it('notes the bounds that it meets', () => {
    const model = alone({ one: set(1), two: () => beyond('a line of two'), three: set(3) })
    const { ledger, properties } = check(model, folding)
    expect(ledger).toMatchObject({ coverage: 'bounded', beyond: [{ bound: 'a line of two' }] })
    expect(properties.map((p) => p.verdict)).toEqual(['inconclusive', 'inconclusive'])
  })

  it('shows that it cannot go on, by a whole run', () => {
    const deadlock = (result: CheckResult) => result.properties.find((p) => p.kind === 'deadlock')
    const model = alone({ one: set(1), two: set(2), stuck: () => blocked })
    expect(deadlock(check(model, folding))).toEqual(deadlock(check(model)))
    expect(deadlock(check(model))?.finding?.path).toEqual([0, 0, 0])
  })

  it('ends where it comes round, in one state of the circle', () => {
    const round = alone({ in: set(1), round: (s: S) => void (s.a = 2), again: () => 'round' as never })
    expect(check(round, folding).states.distinct).toBe(2)
    const states = (result: CheckResult) => result.states.distinct
    expect([states(check(round)), states(check(round, withPartialOrder))]).toEqual([4, 2])
  })

  it('is cut where it is very long', () => {
    const count = (s: S) => {
      s.a = (s.a + 1) % 600
      return s.a === 0 ? 'done' : 'count'
    }
    const { states } = check(alone({ count }), folding)
    expect(states).toEqual({ generated: 601, distinct: 4, depth: 4 })
  })
})

describe('folding', () => {
  const model = system('two', {
    summary: 'two processes that count by themselves, and then say that they are done',
    parameters: {},
    state: () => struct({ said: int(0, 2), p: array(2, struct({ n: int(0, 3) })) }),
    behaviour: ({ program }) => [
      program('p', {
        one: (_, me) => void (me.n = 1),
        two: (_, me) => void (me.n = 2),
        three: (_, me) => void (me.n = 3),
        say: (s) => void s.said++,
      }),
    ],
    properties: ({ reachable }) => ({ both: reachable((s) => s.said === 2) }),
  })()

  it('is what makes of partial order one step of many', () => {
    const distinct = (options: CheckOptions) => check(model, options).states.distinct
    expect(distinct({})).toBe(25)
    expect(distinct({ reductions: ['partial-order'] })).toBe(10)
    expect(distinct(withPartialOrder)).toBe(3)
    expect(distinct({ reductions: ['symmetry'] })).toBe(15)
    expect(distinct({ reductions: ['symmetry', ...withPartialOrder.reductions] })).toBe(3)
  })

  it('does not pass a state in which another step fails', () => {
    const fails = system('fails beside', {
      state: () => struct({ a: int(0, 3), p: array(1, struct({})), q: array(1, struct({})) }),
      behaviour: ({ program }) => [
        program('p', { one: (s) => void (s.a = 1), two: (s) => void (s.a = 2), three: (s) => void (s.a = 3) }),
        program('q', { trip: (s) => (s.a === 2 ? void (s.a = 4) : blocked) }),
      ],
      properties: () => ({}),
      mayStop: () => true,
    })()
    const failed = (result: CheckResult) => result.properties.find((p) => p.kind === 'model')?.finding
    expect(failed(check(fails))).toMatchObject({ during: { process: 'q 0', label: 'trip' }, path: [0, 0, 0] })
    expect(failed(check(fails, folding))).toEqual(failed(check(fails)))
  })

  it('leaves the state at hand that was loaded', () => {
    const expansion = folded(expansionOf(model))
    const states: number[][] = []
    expansion.initialStates(() => states.push([...expansion.draft]))
    expansion.load(Int32Array.from(states[0]!), 0)
    expansion.successors(0, 0, () => states.push([...expansion.draft]))
    expect(states).toHaveLength(3)
    expect([[...expansion.current], [...expansion.draft]]).toEqual([states[0], states[0]])
  })

  it('is refused where steps are asked for one by one', () => {
    const stepwise = { ...model, properties: { up: { kind: 'step', holds: () => true } } } as never as Model
    expect(() => check(stepwise, folding)).toThrow('it does not keep property "up" (step)')
  })
})
