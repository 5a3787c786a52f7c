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
import { untilSeen } from '../../../test/until-seen.js'
import { array, bool, check, id, int, type Model, option, set, struct, system } from '../../index.js'

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
    const draw = () =>
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
    untilSeen(seen, runs / 50, draw)
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

const two = id('cpu', 2)
const three = id('cpu', 3)

/** Models that know one process by its number, in ways that show only in some states; each for every number. */
const flawed: { readonly [what: string]: (number: number) => Model } = {
  'which comes first in a list, though it matters only when there are two': (last) =>
    system('first', {
      state: () => struct({ early: option(two), found: option(two), flag: array(two, bool) }),
      behaviour: ({ action }) => [
        action(
          'raise',
          { cpu: two },
          {
            when: (s, { cpu }) => !s.flag.get(cpu),
            do: (s, { cpu }) => {
              s.early = s.early ?? cpu
              s.flag.set(cpu, true)
            },
          },
        ),
        action('find', {
          do: (s) => {
            const found = last === 1 ? (s.flag.get(1) ? 1 : s.flag.get(0) ? 0 : null) : s.flag.findIndex((f) => f)
            s.found = found === -1 ? null : found
          },
        }),
      ],
      properties: ({ always }) => ({ fair: always((s) => s.found === null || s.found === s.early) }),
    })(),
  'a member that no generator alone leads to': (number) =>
    system('number', {
      state: () => struct({ who: three, bad: bool }),
      initial: (s, { pick }) => void (s.who = pick.int(0, 2)),
      behaviour: ({ action }) => [action('look', { do: (s) => void (s.bad ||= s.who === number) })],
      properties: ({ always }) => ({ good: always((s) => !s.bad) }),
    })(),
  'who writes, where what is written was there before': (number) =>
    system('clear', {
      state: () => struct({ raised: set(two), flag: array(two, bool) }),
      behaviour: ({ action }) => [
        action('clear', { cpu: two }, { do: (s, { cpu }) => void (cpu === number && s.flag.set(cpu, false)) }),
        action(
          'raise',
          { cpu: two },
          {
            do: (s, { cpu }) => {
              s.raised.add(cpu)
              s.flag.set(cpu, true)
            },
          },
        ),
      ],
      properties: ({ always }) => ({ stays: always((s) => s.flag.every((f, cpu) => f || !s.raised.has(cpu))) }),
    })(),
  'a property that asks for one by its number': (number) =>
    system('asks', {
      state: () => struct({ flag: array(three, bool) }),
      behaviour: ({ action }) => [action('raise', { cpu: three }, { do: (s, { cpu }) => s.flag.set(cpu, true) })],
      properties: ({ reachable }) => ({ alone: reachable((s) => s.flag.every((f, cpu) => f === (cpu === number))) }),
    })(),
}

describe('symmetry notices', () => {
  it.each(Object.entries(flawed))('%s', (_, model) => {
    for (const number of [0, 1]) {
      expect(() => check(model(number), { reductions: ['symmetry'] })).toThrow('cannot be searched with symmetry')
    }
  })
})
