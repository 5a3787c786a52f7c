import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { lostUpdate, peterson, reusableBarrier } from '../models/classics/index.js'
import { check, int, type Model, struct, system } from '../src/index.js'
import { expansionOf } from '../src/search/expansion.js'
import { SEEDED } from '../src/search/fitting.js'
import { record } from '../src/trace/record.js'
import { replay } from '../src/trace/replay.js'
import { runAlong } from '../src/trace/run.js'
import { switchesOf } from '../src/trace/shrink/schedule.js'
import { shrinkAll } from '../src/trace/shrink/shrink.js'
import { smallestParameters } from '../src/trace/shrink/smallest.js'
import { along, Stage } from '../src/trace/shrink/stage.js'
import { asModel } from './as-model.js'
import { randomSystem } from './random-system.js'
import { runs } from './runs.js'

const cases = runs(150)

function switches(model: Model, path: readonly number[]): number {
  return switchesOf(new Stage(expansionOf({ ...model, properties: {} })).run(along(path))!.schedule)
}

describe('shrinking', () => {
  it.each(['depth-first', 'random-walk', 'pct', 'breadth-first'] as const)(
    'of what a %s search found keeps what the run shows, and makes it no longer',
    (strategy) => {
      fc.assert(
        fc.property(randomSystem, fc.nat(), (random, drawn) => {
          const seed = SEEDED.includes(strategy) ? drawn : undefined
          const model = asModel(random)
          const sampled = strategy === 'random-walk' || strategy === 'pct'
          const options = {
            seed,
            bounds: { states: 3000 },
            keepGoing: true,
            ...(sampled && { samples: 10, steps: 60 }),
          }
          const found = check(model, { ...options, strategy })
          const shrunk = shrinkAll(found)
          found.properties.forEach((property, i) => {
            const small = shrunk.properties[i]!
            expect({ ...small, finding: 0 }).toEqual({ ...property, finding: 0 })
            if (property.finding === null || property.finding.path.length === 0) return
            const [long, short] = [property.finding.path, small.finding!.path]
            expect(short.length).toBeLessThanOrEqual(long.length)
            if (strategy === 'breadth-first') expect(short.length).toBe(long.length)
            if (short.length === long.length) expect(switches(model, short)).toBeLessThanOrEqual(switches(model, long))
            const replayed = replay(record(model, small)!, { configure: () => E.right(model) })
            expect(E.isLeft(replayed) ? replayed.left : null).toBeNull()
          })
          expect(shrinkAll(found).properties).toEqual(shrunk.properties)
        }),
        { numRuns: Math.ceil(cases / 3) },
      )
    },
  )

  it('finds the run with the fewest switches among the shortest', () => {
    const model = peterson().without('give the other the turn')
    const found = check(model)
    const [before, after] = [found, shrinkAll(found)].map(({ properties }) => {
      const { path } = properties.find((p) => p.name === 'mutual exclusion')!.finding!
      return [path.length, switches(model, path)]
    })
    expect(before).toEqual([9, 2])
    expect(after).toEqual([9, 1])
  })

  it('makes long random runs as short as the shortest', () => {
    const model = reusableBarrier().without('the second gate')
    const shortest = check(model).properties.find((p) => p.verdict === 'violated')!
    for (let seed = 1; seed <= 5; seed++) {
      const result = shrinkAll(check(model, { strategy: 'random-walk', seed, steps: 400 }))
      const found = result.properties.find((p) => p.name === shortest.name)!
      expect(found.finding!.path.length).toBe(shortest.finding!.path.length)
    }
  })

  /** Far too large to search: the only way in is to make the random run itself shorter. */
  const wide = system('wide', {
    state: () =>
      struct({ key: int(0, 5), noise: struct({ a: int(0, 15), b: int(0, 15), c: int(0, 15), d: int(0, 15) }) }),
    behaviour: ({ action }) => [
      action('stir', { do: (s, _, pick) => void (s.noise[pick(['a', 'b', 'c', 'd'] as const)] = pick.int(0, 15)) }),
      action(
        'turn',
        { to: int(1, 5) },
        { when: (s, { to }) => to === s.key + 1, do: (s, { to }) => void (s.key = to) },
      ),
      action('slip', { when: (s) => s.key > 0 && s.key < 5, do: (s, _, pick) => void (s.key = pick([0, s.key])) }),
    ],
    properties: ({ always }) => ({
      closed: always((s) => s.key < 5),
      'not stirred when half open': always((s) => s.key < 3 || s.noise.a < 9),
    }),
  })

  it('leaves out what does not matter, and picks what is simplest', () => {
    const model = wide()
    const found = check(model, { strategy: 'pct', steps: 300, samples: 100, keepGoing: true })
    const [closed, stirred] = shrinkAll(found).properties
    expect(runAlong(model, closed!.finding!.path).steps.map((s) => s.event.label)).toEqual(Array(5).fill('turn'))
    const labels = runAlong(model, stirred!.finding!.path).steps.map((s) => `${s.event.label} ${s.event.picked}`)
    expect(labels).toEqual(['stir a,9', 'turn ', 'turn ', 'turn '])
  })
})

describe('the smallest parameters', () => {
  it('are the least at which a property still fails, with a simple run', () => {
    const smallest = smallestParameters(lostUpdate, { threads: 5 }, 'no increment is lost', {
      without: ['lock the counter'],
    })
    expect(smallest?.parameters).toEqual({ threads: 2 })
    expect(smallest?.property.finding?.path.length).toBe(5)
    expect(smallest?.model.leftOut).toEqual(['lock the counter'])
  })

  it('are not there if nothing fails', () => {
    expect(smallestParameters(lostUpdate, { threads: 2 }, 'no increment is lost')).toBeNull()
  })

  const sized = system('sized', {
    parameters: { rounds: int(1, 100, { default: 80 }), limit: int(0, 100, { default: 90 }) },
    state: ({ rounds, limit }) => {
      if (limit < 5) throw new Error('too small a limit')
      return struct({ n: int(0, rounds), one: struct({}) })
    },
    behaviour: ({ program, rounds }) => [program('one', { count: (s) => (s.n < rounds && ++s.n ? 'count' : 'done') })],
    properties: ({ always, limit }) => ({ few: always((s) => s.n < 23 && s.n < limit) }),
  })

  it('are found one after the other, as far as the system can be built', () => {
    const smallest = smallestParameters(sized, { rounds: 80, limit: 90 }, 'few')
    // The rounds are lowered first, and again once the limit has been.
    expect(smallest?.parameters).toEqual({ rounds: 5, limit: 5 })
  })
})
