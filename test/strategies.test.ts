import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { lamportMutex } from '../models/classics/index.js'
import { check, checking, type Model } from '../src/index.js'
import type { CheckOptions, CheckResult } from '../src/search/check.js'
import { SEEDED } from '../src/search/fitting.js'
import { record } from '../src/trace/record.js'
import { replay } from '../src/trace/replay.js'
import { asModel } from './as-model.js'
import { randomSystem } from './random-system.js'
import { cheapest, delaysOf, preemptionsOf } from './reference-schedules.js'
import { type ReferenceResult, referenceSearch } from './reference-search.js'
import { runs } from './runs.js'
import { untilSeen } from './until-seen.js'

const cases = runs(100)

type Shown = Record<'fault' | 'invariant' | 'step' | 'reachable' | 'deadlock', boolean>

const NAMES: Record<string, keyof Shown> = { 'the model itself': 'fault', 'no deadlock': 'deadlock' }

/** Which findings there are. */
function shown(result: CheckResult): Partial<Shown> {
  const found = result.properties.filter((p) => p.finding !== null)
  return Object.fromEntries(found.map((p) => [NAMES[p.name] ?? p.name, true]))
}

function expectedOf({ fault, invariant, step, reachable, deadlock }: ReferenceResult): Partial<Shown> {
  const all = { fault, invariant, step, reachable, deadlock }
  return Object.fromEntries(Object.entries(all).flatMap(([name, length]) => (length === null ? [] : [[name, true]])))
}

/** Takes every run that was found again, by code that shares nothing with the searches but the expansion. */
function expectReal(model: Model, result: CheckResult): void {
  for (const property of result.properties) {
    const recorded = record(model, property)
    if (recorded === null) continue
    const replayed = replay(recorded, { configure: () => E.right(model) })
    expect(E.isLeft(replayed) ? replayed.left : null).toBeNull()
  }
}

const EXHAUSTIVE: CheckOptions[] = [
  { strategy: 'depth-first' },
  { strategy: 'depth-first', storage: 'exact' },
  { strategy: 'depth-first', bounds: { depth: 1000 } },
  { strategy: 'depth-first', bounds: { depth: 1000 }, storage: 'exact' },
  { strategy: 'preemption-bounded', preemptions: 1000 },
  { strategy: 'preemption-bounded', preemptions: 1000, storage: 'exact' },
  { strategy: 'delay-bounded', delays: 1000 },
]

describe.each(EXHAUSTIVE)('an exhaustive search %o', (options) => {
  it('agrees with the reference search on verdicts and counts', () => {
    fc.assert(
      fc.property(randomSystem, (random) => {
        const expected = referenceSearch(random, true, 2000)
        if (expected === null) return
        const model = asModel(random)
        const result = check(model, { ...options, keepGoing: true })
        expectReal(model, result)
        if (expected.fault !== null) {
          expect(shown(result).fault).toBe(true)
          return
        }
        expect(result.ledger.coverage).toBe('exhaustive')
        expect(shown(result)).toEqual(expectedOf(expected))
        expect(result.states.distinct).toBe(expected.distinct)
        if (options.strategy === 'depth-first' && !options.bounds)
          expect(result.states.generated).toBe(expected.generated)
      }),
      { numRuns: Math.ceil(cases / 2) },
    )
  })
})

const PARTIAL: CheckOptions[] = [
  { strategy: 'depth-first' },
  { strategy: 'depth-first', bounds: { states: 7 } },
  { strategy: 'bitstate', bitstateBytes: 16 },
  { strategy: 'random-walk', samples: 20, steps: 15 },
  { strategy: 'pct', samples: 20, steps: 15 },
  { strategy: 'preemption-bounded', preemptions: 0 },
  { strategy: 'delay-bounded', delays: 1 },
]

describe.each(PARTIAL)('a search that sees a part, %o', (options) => {
  it('finds nothing but what is there, claims no more than it saw, and does the same again', () => {
    let found = 0
    fc.assert(
      fc.property(randomSystem, fc.nat(), fc.boolean(), (random, drawn, keepGoing) => {
        const seed = SEEDED.includes(options.strategy!) ? drawn : undefined
        const expected = referenceSearch(random, true, 2000)
        if (expected === null) return
        const model = asModel(random)
        const result = check(model, { ...options, seed, keepGoing })
        const { seconds, ...again } = check(model, { ...options, seed, keepGoing })
        expect({ ...again, model: 0 }).toEqual({ ...result, seconds: undefined, model: 0 })
        expectReal(model, result)
        if (expected.fault === null) expect(expectedOf(expected)).toMatchObject(shown(result))
        expect(result.states.distinct).toBeLessThanOrEqual(expected.fault === null ? expected.distinct : 2000)
        for (const { kind, verdict, finding } of result.properties) {
          if (finding !== null) found++
          else if (result.ledger.coverage !== 'exhaustive') expect(verdict).toBe('inconclusive')
          else if (expected.fault === null) expect(verdict).toBe(kind === 'reachable' ? 'violated' : 'holds')
        }
      }),
      { numRuns: Math.ceil(cases / 2) },
    )
    expect(found).toBeGreaterThan(cases / 10)
  })
})

describe('depth-first search with a bound', () => {
  it('sees what breadth-first search sees with the same bound', () => {
    fc.assert(
      fc.property(
        randomSystem,
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom('exact' as const, 'fingerprints' as const),
        (random, depth, storage) => {
          const model = asModel(random)
          const options = { bounds: { depth, states: 3000 }, storage, keepGoing: true }
          const breadth = check(model, options)
          const first = check(model, { ...options, strategy: 'depth-first' })
          const broad = shown(breadth)
          if (broad.fault || shown(first).fault || breadth.ledger.limit?.tag === 'states') return
          expect(shown(first)).toEqual(broad)
          expect(first.states.distinct).toBe(breadth.states.distinct)
          expect(first.ledger.limit).toEqual(breadth.ledger.limit)
        },
      ),
      { numRuns: cases },
    )
  })
})

describe.each([
  { strategy: 'preemption-bounded', tag: 'preemptions', price: preemptionsOf },
  { strategy: 'delay-bounded', tag: 'delays', price: delaysOf },
] as const)('$strategy search', ({ strategy, tag, price }) => {
  it('sees the states that some schedule within the bound leads to, and finds violations by the cheapest', () => {
    // Otherwise the bound never matters.
    const seen = { cut: 0 }
    const draw = () =>
      fc.assert(
        fc.property(randomSystem, fc.constantFrom(0, 0, 1, 2), (random, bound) => {
          const model = asModel(random)
          const reference = referenceSearch(random, true, 150)
          if (reference === null || reference.fault !== null) return
          const expected = cheapest(model, price)
          const result = check(model, { strategy, [tag]: bound, keepGoing: true })
          const within = [...expected.values()].filter((s) => s.cost <= bound)
          expect(result.states.distinct).toBe(within.filter((s) => s.inside).length)
          const cheapestBad = Math.min(...within.filter((s) => s.bad).map((s) => s.cost))
          const finding = result.properties.find((p) => p.name === 'invariant')?.finding ?? null
          if (cheapestBad === Number.POSITIVE_INFINITY) expect(finding).toBeNull()
          else {
            const first = check(model, { strategy, [tag]: cheapestBad })
            expect(shown(first)).not.toEqual({})
            expect(finding).not.toBeNull()
            if (cheapestBad > 0)
              expect(
                shown(check(model, { strategy, [tag]: cheapestBad - 1, keepGoing: true })).invariant,
              ).toBeUndefined()
          }
          if (within.length < expected.size) seen.cut++
          if (result.ledger.coverage === 'exhaustive') expect(within.length).toBe(expected.size)
        }),
        { numRuns: 2 * cases },
      )
    untilSeen(seen, 1, draw)
  })
})

const ALL: CheckOptions[] = [
  { strategy: 'depth-first' },
  { strategy: 'bitstate', bitstateBytes: 2 ** 20 },
  { strategy: 'random-walk', steps: 40 },
  { strategy: 'pct', steps: 40 },
  { strategy: 'preemption-bounded' },
  { strategy: 'delay-bounded', delays: 20 },
]

describe.each(ALL)('bounds of a search %o', (options) => {
  const model = lamportMutex({ processes: 3, maxClock: 6 })

  it('end it, and are told', () => {
    const states = check(model, { ...options, bounds: { states: 3000 } })
    expect(states.ledger.limit).toMatchObject({ tag: 'states', limit: 3000 })
    expect(states.states.distinct).toBeGreaterThanOrEqual(3000)
    expect(states.states.distinct).toBeLessThan(3100)
    expect(states.verdict).toBe('inconclusive')
    const time = check(model, { ...options, bounds: { seconds: 0.05 } })
    expect(time.ledger.limit).toMatchObject({ tag: 'time', limit: 0.05 })
    expect(time.seconds).toBeLessThan(2)
    const memory = check(model, { ...options, bounds: { memory: 2 ** 18 } })
    expect(memory.ledger.limit).toMatchObject({ tag: 'memory', limit: 2 ** 18 })
    expect(memory.states.distinct).toBeLessThan(time.states.distinct + 100_000)
  })

  it('can be an interruption', () => {
    const controller = new AbortController()
    const search = checking(model, { ...options, signal: controller.signal })
    search.next()
    const before = search.next()
    expect(before.done).toBe(false)
    controller.abort()
    for (let step = search.next(); ; step = search.next()) {
      if (!step.done) continue
      expect(step.value.ledger.limit).toMatchObject({ tag: 'interrupted' })
      expect(step.value.states.distinct).toBeGreaterThan(0)
      return
    }
  })
})

describe('options that do not fit', () => {
  const refusal = (options: CheckOptions) => () => check(lamportMutex(), options)

  it('are refused in one sentence', () => {
    expect(refusal({ strategy: 'pct', samples: 0 })).toThrow(
      'lamport-mutex cannot be searched so: the number of runs is a whole number from 1, not 0',
    )
    expect(refusal({ seed: 3 })).toThrow(
      'breadth-first has no use for "seed", which is for random-walk, pct and bitstate',
    )
    expect(refusal({ strategy: 'pct', seed: 1.5 })).toThrow('the seed is a whole number from 0, not 1.5')
    expect(refusal({ strategy: 'depth-first', bugDepth: 3 })).toThrow(
      'depth-first has no use for "bug depth", which is for pct',
    )
    expect(refusal({ preemptions: 3 })).toThrow('breadth-first has no use for "preemptions"')
    expect(refusal({ strategy: 'delay-bounded', delays: -1 })).toThrow('the number of delays is a whole number from 0')
    expect(refusal({ strategy: 'bitstate', bitstateBytes: 2 ** 40 })).toThrow('a bit array has 536870912 bytes at most')
    expect(refusal({ strategy: 'bitstate', storage: 'exact' })).toThrow('bitstate keeps no whole states')
    expect(refusal({ strategy: 'random-walk', bounds: { states: 0 } })).toThrow(
      'a bound on states is above zero, not 0',
    )
    for (const bounds of [
      { seconds: 0 },
      { seconds: -1 },
      { seconds: Number.NaN },
      { memory: 0 },
      { memory: Number.NaN },
    ]) {
      const [[bound, value]] = Object.entries(bounds) as [[string, number]]
      expect(refusal({ bounds })).toThrow(`a bound on ${bound} is above zero, not ${value}`)
    }
    expect(refusal({ strategy: 'random-walk', frontierMemory: 4096 })).toThrow('which is for breadth-first')
  })
})
