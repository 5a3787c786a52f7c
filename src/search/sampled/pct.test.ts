import { describe, expect, it } from 'vitest'
import { array, blocked, int, type Model, struct, system } from '../../index.js'
import { check } from '../check.js'
import { type Expansion, expansionOf } from '../expansion.js'
import { type PctOptions, pct } from './pct.js'
import { Random } from './random.js'

/** Breaks only if the checker acts when the counter stands at `fatal`: two ordering constraints, of one step each. */
const narrow = system('narrow', {
  parameters: { steps: int(1, 20, { default: 10 }), fatal: int(0, 20, { default: 6 }) },
  state: ({ steps }) =>
    struct({ counter: int(0, steps), seen: int(0, steps), counting: struct({}), checking: struct({}) }),
  behaviour: ({ program, steps }) => [
    program('counting', {
      count: (s) => {
        if (s.counter === steps) return 'done'
        s.counter++
        return 'count'
      },
    }),
    program('checking', { look: (s) => void (s.seen = s.counter) }),
  ],
  properties: ({ always, fatal }) => ({ safe: always((s) => s.seen !== fatal) }),
})

/** Breaks only if three processes pass a baton round twice, each handing over in the middle: four constraints. */
const baton = system('baton', {
  state: () => struct({ baton: int(0, 4), runner: array(2, struct({})) }),
  behaviour: ({ program }) => [
    program('runner', {
      first: (s, me) => void (s.baton = s.baton === me.id ? s.baton + 1 : s.baton),
      second: (s, me) => void (s.baton = s.baton === me.id + 2 ? s.baton + 1 : s.baton),
      rest: () => {},
    }),
  ],
  properties: ({ always }) => ({ 'not round twice': always((s) => s.baton < 4) }),
})

const SAMPLES = 6000

/** The share of runs that show a violation. */
function hitRate(model: Model, options: PctOptions): number {
  const expansion: Expansion = expansionOf(model)
  let hits = 0
  for (let seed = 0; seed < SAMPLES; seed++) {
    const search = pct(expansion, { ...options, seed, samples: 1, storage: 'exact' })
    let step = search.next()
    while (!step.done) step = search.next()
    if (step.value.findings.length > 0) hits++
  }
  return hits / SAMPLES
}

/** Four standard deviations of the share, if the chance is p. */
const slack = (p: number) => 4 * Math.sqrt((p * (1 - p)) / SAMPLES)

describe('probabilistic concurrency testing', () => {
  it('shows a violation of known depth at the rate that it guarantees', () => {
    // Twelve steps in all: ten that count, the one that ends, the one that looks. The rate is known exactly here: the
    // counter must come first, and fall behind after its sixth step.
    const rate = hitRate(narrow(), { bugDepth: 2, steps: 12 })
    const guaranteed = 1 / (2 * 12)
    expect(Math.abs(rate - guaranteed)).toBeLessThan(slack(guaranteed))
  })

  it('shows a violation of greater depth at no less than the rate that it guarantees', () => {
    // Runner 0 goes first, is overtaken after its first step, and overtakes after the other's first: depth 4 at most.
    const guaranteed = 1 / (2 * 6 ** 3)
    expect(hitRate(baton(), { bugDepth: 4, steps: 6 })).toBeGreaterThan(guaranteed - slack(guaranteed))
  })

  it('cannot show what is deeper than it looks for', () => {
    expect(hitRate(narrow(), { bugDepth: 1, steps: 12 })).toBe(0)
  })

  it('tells its guarantee, for the runs that knew how long runs are', () => {
    const { ledger, verdict } = check(narrow({ fatal: 20 }), { strategy: 'pct', bugDepth: 2, samples: 1000 })
    expect(verdict).toBe('inconclusive')
    expect(ledger.limit).toEqual({ tag: 'samples', limit: 1000, frontier: 0 })
    expect(ledger.scope).toMatchObject({
      tag: 'pct',
      runs: 1000,
      counted: 936,
      threads: 2,
      depth: 2,
      steps: 12,
      drew: false,
    })
    expect(ledger.scope).toMatchObject({ perRun: 1 / 24, overall: 1 - (1 - 1 / 24) ** 936 })
  })

  it('says when choices were drawn, which the guarantee does not cover', () => {
    const drawing = system('drawing', {
      state: () => struct({ n: int(0, 3), one: struct({}) }),
      behaviour: ({ program }) => [
        program('one', {
          draw: (s, _, pick) => void (s.n = pick.int(0, 3)),
          stop: (s) => (s.n > 3 ? blocked : 'done'),
        }),
      ],
    })
    expect(check(drawing(), { strategy: 'pct', samples: 10 }).ledger.scope).toMatchObject({ drew: true })
  })
})

describe('random numbers', () => {
  it('are those of xoshiro128** for the same seed, spread evenly', () => {
    const [a, b] = [new Random(7), new Random(7)]
    const counts = new Array(10).fill(0)
    for (let i = 0; i < 20_000; i++) {
      const n = a.below(10)
      expect(b.below(10)).toBe(n)
      counts[n]++
    }
    // Chi squared with nine degrees of freedom; 27.9 is passed once in a thousand.
    expect(counts.reduce((sum, c) => sum + (c - 2000) ** 2 / 2000, 0)).toBeLessThan(27.9)
    expect(new Random(8).permutation(50)).not.toEqual(new Random(9).permutation(50))
    expect(new Random(8).permutation(50).sort((x, y) => x - y)).toEqual(Array.from({ length: 50 }, (_, i) => i))
  })
})
