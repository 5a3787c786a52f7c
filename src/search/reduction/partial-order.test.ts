import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { replays, tried } from '../../../test/agreement.js'
import { asModel } from '../../../test/as-model.js'
import { asIndependentModel, randomIndependent } from '../../../test/random-independent.js'
import { asSymmetricModel, randomSymmetric } from '../../../test/random-symmetric.js'
import { randomSystem } from '../../../test/random-system.js'
import { runs } from '../../../test/runs.js'
import { untilSeen } from '../../../test/until-seen.js'
import { array, blocked, bool, type CheckResult, check, int, type Model, struct, system } from '../../index.js'
import type { ReductionName } from './refusal.js'

const cases = runs(300)
const most = 1000

/** The verdicts that the reduced search owes. After a fault only the fault is owed. */
function owed({ properties }: CheckResult) {
  const failed = properties.some((p) => p.kind === 'model')
  return properties.flatMap(({ name, verdict }) => (failed && name !== 'the model itself' ? [] : [{ name, verdict }]))
}

const families = {
  independent: randomIndependent.map(asIndependentModel),
  shared: randomSystem.map((random) => asModel({ ...random, stepProperty: null })),
  symmetric: randomSymmetric.map((random) => asSymmetricModel({ ...random, step: null })),
}

describe.each([
  { name: 'independent', reductions: ['partial-order'], share: 1 },
  { name: 'shared', reductions: ['partial-order'], share: 0.3 },
  { name: 'symmetric', reductions: ['partial-order', 'symmetry'], share: 0.2 },
] as const)('partial order, on random systems ($name)', ({ name, reductions, share }) => {
  it('finds what the plain search finds, and nothing else', () => {
    const seen = { reduced: 0, violated: 0, reached: 0, deadlock: 0, free: 0 }
    const wanted: ReductionName[] = [...reductions]
    const draw = () =>
      fc.assert(
        fc.property(families[name], (model: Model) => {
          const plain = check(model, { keepGoing: true, bounds: { states: most } })
          if (plain.ledger.limit?.tag === 'states') return
          const result = tried(model, { keepGoing: true, reductions: wanted })
          if (result === null) return
          expect(owed(result)).toEqual(owed(plain))
          replays(model, result)
          const verdict = (of: string) => plain.properties.find((p) => p.name === of)?.verdict
          if (result.states.distinct < plain.states.distinct) seen.reduced++
          if (verdict('invariant') === 'violated') seen.violated++
          if (verdict('reachable') === 'holds') seen.reached++
          if (verdict('no deadlock') === 'violated') seen.deadlock++
          else seen.free++
        }),
        { numRuns: Math.ceil(cases * share) },
      )
    untilSeen(seen, (cases * share) / 50, draw)
  })
})

/** Three processes of one label or two; what they share is small. Each system shows what one rule is there for. */
const state = () =>
  struct({
    x: int(0, 3),
    y: int(0, 3),
    go: bool,
    bad: bool,
    p: array(1, struct({})),
    q: array(1, struct({})),
    r: array(1, struct({})),
  })

const traps: { readonly [name: string]: Model } = {
  'a process that runs in circles must not keep the others waiting for ever': system('circle', {
    state,
    behaviour: ({ program }) => [
      program('p', { round: () => 'and round', 'and round': () => 'round' }),
      program('q', { spoil: (s) => void (s.bad = true) }),
    ],
    properties: ({ always }) => ({ bad: always((s) => !s.bad) }),
  })(),
  'what is there for a moment only must be seen together with what others do': system('moment', {
    state,
    behaviour: ({ program }) => [
      program('p', { raise: (s) => void (s.x = 1), lower: (s) => void (s.x = 0) }),
      program('q', { spoil: (s) => void (s.y = 1) }),
    ],
    properties: ({ always }) => ({ bad: always((s) => s.x === 0 || s.y === 0) }),
  })(),
  'who waits may be let go by a third and then come first': system('third', {
    state,
    behaviour: ({ program }) => [
      program('p', { close: (s) => void (s.x = 1) }),
      program('q', { wave: (s) => void (s.go = true) }),
      program('r', {
        pass: (s) => {
          if (!s.go) return blocked
          s.bad = s.x === 0
        },
      }),
    ],
    properties: ({ always }) => ({ bad: always((s) => !s.bad) }),
  })(),
  'who writes last decides': system('last', {
    state,
    behaviour: ({ program }) => [
      program('p', { one: (s) => void (s.x = 1) }),
      program('q', { two: (s) => void (s.x = 2) }),
      program('r', {
        look: (s) => {
          if (s.p.get(0).at !== 'done' || s.q.get(0).at !== 'done') return blocked
          s.bad = s.x === 1
        },
      }),
    ],
    properties: ({ always }) => ({ bad: always((s) => !s.bad) }),
  })(),
  'a process may come to where it matters by steps of its own': system('comes', {
    state,
    behaviour: ({ program }) => [
      program('p', { close: (s) => void (s.x = 1) }),
      program('q', { approach: () => {}, arrive: () => {}, look: (s) => void (s.bad = s.x === 0) }),
    ],
    properties: ({ always }) => ({ bad: always((s) => !s.bad) }),
  })(),
  'a step may touch what it was never seen to touch': system('grows', {
    state,
    behaviour: ({ program }) => [
      program('p', { close: (s) => void (s.x = 1), again: (s) => void (s.y = 1) }),
      program('q', {
        prepare: (s) => void (s.go = true),
        look: (s) => {
          if (s.go) s.bad = s.x === 0
        },
      }),
    ],
    properties: ({ always }) => ({ bad: always((s) => !s.bad) }),
  })(),
  'nothing happens beyond the constraint': system('beyond', {
    state,
    behaviour: ({ program }) => [
      program('p', { leave: (s) => void (s.x = 3) }),
      program('q', { approach: (s) => void (s.y = 1), spoil: (s) => void (s.bad = true) }),
    ],
    properties: ({ always }) => ({ bad: always((s) => !s.bad) }),
    constraint: (s) => s.x < 3,
  })(),
}

describe('partial order', () => {
  it.each(Object.entries(traps))('knows that %s', (_, model) => {
    const verdict = (result: CheckResult) => result.properties.map((p) => [p.name, p.verdict])
    const plain = check(model, { keepGoing: true })
    const result = check(model, { keepGoing: true, reductions: ['partial-order'] })
    expect(verdict(plain)).toContainEqual(['bad', 'violated'])
    expect(verdict(result)).toEqual(verdict(plain))
  })

  it('shows that the constraint fails where one of two steps comes first', () => {
    const fails = system('fails', {
      state,
      behaviour: ({ program }) => [
        program('p', { go: (s) => void (s.x = 1) }),
        program('q', { close: (s) => void (s.y = 1) }),
      ],
      constraint: (s) => {
        if (s.x === 1 && s.y === 0) throw new Error('of this nothing can be said')
        return true
      },
    })()
    const { properties } = check(fails, { reductions: ['partial-order'] })
    expect(properties.at(-1)).toMatchObject({ kind: 'model', verdict: 'violated', finding: { path: [0, 0] } })
  })
})

describe('partial order, where every step touches what every other one does', () => {
  const numbers = 5000
  const counter = system('counter', {
    summary: 'everybody writes the same number',
    state: () => struct({ n: int(0, numbers - 1), at: array(2, struct({})) }),
    behaviour: ({ program }) => [
      program('at', {
        next: (s) => {
          s.n = (s.n + 1) % numbers
          return 'next'
        },
      }),
    ],
    properties: ({ always }) => ({ small: always((s) => s.n < numbers) }),
  })

  it('is given up, and what is found is what the plain search finds', () => {
    const model = counter()
    const { states, ledger, verdict } = check(model, { reductions: ['partial-order'] })
    expect({ states, verdict }).toEqual({ states: check(model).states, verdict: 'holds' })
    expect(ledger).toMatchObject({ reductions: [], abandoned: { reduction: 'partial order', states: 4096, part: 0 } })
  })
})
