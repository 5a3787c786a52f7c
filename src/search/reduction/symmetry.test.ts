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
import { runs } from '../../../test/runs.js'
import { untilSeen } from '../../../test/until-seen.js'
import { array, bool, check, id, int, type Model, option, set, struct, system } from '../../index.js'

const cases = runs(150)
const most = 1000

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))

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
          const families = result.ledger.reductions.flatMap((text) => {
            const [, name, count] = /^symmetry: (\w+) \(all permutations of (\d+)\)$/.exec(text) ?? []
            return name === undefined ? [] : [{ name, count: Number(count) }]
          })
          const permutations = families.reduce((product, { count }) => product * factorial(count), 1)
          if (!failed && keepGoing && permutations * plain.states.distinct < 10_000) {
            expect(result.states.distinct).toBe(orbits(model, families, statesOf(model)))
            seen.counted++
          }
        }),
        { numRuns: cases },
      )
      for (const [what, count] of Object.entries(seen))
        if (what === 'reduced' || what === 'violated' || (what === 'counted' && keepGoing))
          expect(count, what).toBeGreaterThan(cases / 50)
      expect(seen.refused).toBeLessThan(cases / 50)
    },
  )

  it('tells families of the same size apart, of which one only names elements of arrays', () => {
    const seen = { counted: 0 }
    // With an array of that size of which nothing says whose it is.
    const sized = randomSymmetric.map((random) => ({
      ...random,
      slots: Math.min(3, random.processes),
      processes: Math.min(3, random.processes),
      cells: ['slots' as const, 'guessed' as const, ...random.cells.slice(0, 1)],
    }))
    const draw = () =>
      fc.assert(
        fc.property(sized, (random) => {
          const model = asSymmetricModel(random)
          const plain = check(model, { keepGoing: true, bounds: { states: 300 } })
          if (plain.ledger.limit !== null) return
          const result = check(model, { keepGoing: true, reductions: ['symmetry'] })
          expect(verdicts(result, plain)).toEqual(verdicts(plain, plain))
          const families = ['process', 'slot'].map((name) => ({ name, count: random.processes }))
          for (const { name, count } of families)
            expect(result.ledger.reductions).toContain(`symmetry: ${name} (all permutations of ${count})`)
          if (random.items > 1 && random.cells.some((kind) => ['items', 'item', 'pointers'].includes(kind))) return
          if (random.own.length > 0 || random.servers.length > 0) return
          expect(result.states.distinct).toBe(orbits(model, families, statesOf(model)))
          seen.counted++
        }),
        { numRuns: Math.ceil(cases / 6) },
      )
    untilSeen(seen, cases / 100, draw)
  })

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
        { numRuns: cases },
      )
    untilSeen(seen, cases / 50, draw)
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

  /** As many directories as cpus, each with a table of its own: they can change places, but never do. */
  const directories = (cpus: number) =>
    system('directories', {
      state: () =>
        struct({
          directory: array(2, struct({ table: int(0, 1) })),
          table: array(2, bool),
          cpu: array(cpus, struct({ base: int(0, 1), saw: bool })),
        }),
      initial: (s) => void (s.directory.get(1).table = 1),
      behaviour: ({ program, action }) => [
        program('cpu', {
          load: (_, me, pick) => void (me.base = pick([0, 1])),
          walk: (s, me) => {
            me.saw = s.table.get(s.directory.get(me.base).table)
            return 'load'
          },
        }),
        action('map', { do: (s) => s.table.set(s.directory.get(0).table, true) }),
      ],
    })()

  it('takes nothing for the data of a family by which initial states could be told from permuted ones', () => {
    for (const cpus of [2, 3]) {
      const model = directories(cpus)
      const { states, ledger } = check(model, { reductions: ['symmetry'] })
      expect(ledger.reductions).toEqual([`symmetry: cpu (all permutations of ${cpus})`])
      expect(states.distinct).toBe(orbits(model, [{ name: 'cpu', count: cpus }], statesOf(model)))
      expect(states.distinct).toBeLessThan(0.6 * check(model).states.distinct)
    }
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
