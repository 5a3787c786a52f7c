import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  chandyMisra,
  filterLock,
  philosophers,
  simpleAllocator,
  twoPhaseCommit,
} from '../../../models/classics/index.js'
import { replays, safetyOf, statesOf, tried, verdicts } from '../../../test/agreement.js'
import { orbits } from '../../../test/orbits.js'
import { asSymmetricModel, nearlySymmetric, randomSymmetric } from '../../../test/random-symmetric.js'
import { array, check, id, int, struct, system } from '../../index.js'

const runs = Number(process.env.SHOOTDOWN_RUNS ?? 1500) / 5
const most = 1000

describe('symmetry', () => {
  it.each([
    [3, { generated: 318, distinct: 80, depth: 11 }],
    [4, { generated: 869, distinct: 166, depth: 14 }],
  ])('counts two-phase commit with %i managers as TLC does', (managers, states) => {
    const result = check(safetyOf(twoPhaseCommit({ managers })), { reductions: ['symmetry'] })
    expect(result.states).toEqual(states)
    expect(result.ledger.reductions).toEqual([`symmetry: manager (all permutations of ${managers})`])
  })

  it.each([true, false])(
    'changes no verdict and no shortest run of random symmetric systems (go on: %s)',
    (keepGoing) => {
      const seen = { reduced: 0, violated: 0, refused: 0, counted: 0 }
      fc.assert(
        fc.property(randomSymmetric, (random) => {
          const model = asSymmetricModel(random)
          const plain = check(model, { keepGoing, bounds: { states: most } })
          if (plain.ledger.limit?.tag === 'states') return
          const result = tried(model, { keepGoing, reductions: ['symmetry'] })
          if (result === null) {
            seen.refused++
            return
          }
          expect(verdicts(result, plain)).toEqual(verdicts(plain, plain))
          replays(model, result)
          if (result.states.distinct < plain.states.distinct) seen.reduced++
          if (plain.verdict === 'violated') seen.violated++
          const failed = plain.properties.some((p) => p.kind === 'model')
          if (!failed && keepGoing && plain.states.distinct < 300 && random.items !== random.processes) {
            const families = [
              { name: 'process', count: random.processes },
              { name: 'item', count: random.items },
            ].filter(({ name, count }) =>
              result.ledger.reductions.includes(`symmetry: ${name} (all permutations of ${count})`),
            )
            expect(result.states.distinct).toBe(orbits(model, families, statesOf(model)))
            seen.counted++
          }
        }),
        { numRuns: runs },
      )
      for (const [what, count] of Object.entries(seen))
        if (what === 'reduced' || what === 'violated' || (what === 'counted' && keepGoing))
          expect(count, what).toBeGreaterThan(runs / 50)
      expect(seen.refused).toBeLessThan(runs / 100)
    },
  )

  it('refuses systems that know processes by number, or agrees with the plain search', () => {
    const seen = { refused: 0, agreed: 0 }
    fc.assert(
      fc.property(nearlySymmetric, (random) => {
        const model = asSymmetricModel(random)
        const plain = check(model, { keepGoing: true, bounds: { states: most } })
        if (plain.ledger.limit?.tag === 'states') return
        const result = tried(model, { keepGoing: true, reductions: ['symmetry'] })
        if (result === null) {
          seen.refused++
          return
        }
        seen.agreed++
        expect(verdicts(result, plain)).toEqual(verdicts(plain, plain))
        replays(model, result)
      }),
      { numRuns: runs },
    )
    expect(seen.refused).toBeGreaterThan(runs / 50)
    expect(seen.agreed).toBeGreaterThan(runs / 50)
  })

  it('takes more than one family, and rotations where exchanging two would matter', () => {
    const reductions = (model: Parameters<typeof check>[0]) =>
      check(safetyOf(model), { reductions: ['symmetry'] }).ledger.reductions
    expect(reductions(simpleAllocator())).toEqual([
      'symmetry: client (all permutations of 3)',
      'symmetry: resource (all permutations of 2)',
    ])
    expect(reductions(chandyMisra())).toEqual(['symmetry: philosopher (rotations of 5)'])
  })

  it('says which step is not symmetric when it is refused', () => {
    expect(() => check(safetyOf(philosophers()), { reductions: ['symmetry'] })).toThrow(
      /^philosophers cannot be searched with symmetry: step "take first fork" of philosopher \d does not do the same when ids are renamed/,
    )
    expect(() => check(safetyOf(filterLock()), { strategy: 'pct', reductions: ['symmetry'] })).toThrow(
      'looks at schedules',
    )
  })

  const halves = (counters: 'declared' | 'by length') =>
    system('halves', {
      state: () =>
        struct({ counter: array(counters === 'declared' ? id('cpu', 2) : 2, int(0, 2)), other: array(2, int(0, 1)) }),
      behaviour: ({ action }) => [
        action(
          'count',
          { cpu: id('cpu', 2) },
          { do: (s, { cpu }) => void s.counter.set(cpu, (s.counter.get(cpu) + 1) % 3) },
        ),
        // What is not indexed by a cpu, although there are as many.
        action('zero', { do: (s) => s.other.set(0, 1 - s.other.get(0)) }),
      ],
    })()

  it('goes by what is declared, and guesses otherwise, but believes no guess', () => {
    // `other` is taken for the cpus' too, which is wrong; counter is theirs by declaration alone.
    const declared = check(halves('declared'), { reductions: ['symmetry'] })
    expect([check(halves('declared')).states.distinct, declared.states.distinct]).toEqual([18, 12])
    expect(() => check(halves('by length'), { reductions: ['symmetry'] })).toThrow('cannot be searched with symmetry')
  })

  it.each(['depth-first', 'bitstate'] as const)('goes with %s too', (strategy) => {
    const { properties } = check(safetyOf(filterLock({ processes: 3 })), {
      strategy,
      reductions: ['symmetry', 'partial-order'],
    })
    expect(properties.some((p) => p.verdict === 'violated')).toBe(false)
    const broken = safetyOf(filterLock({ processes: 3 }).without('let others go first'))
    expect(check(broken, { strategy, reductions: ['symmetry', 'partial-order'] }).verdict).toBe('violated')
  })
})
