import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { check, int, type Model, struct, system } from '../src/index.js'
import { type MinimalOptions, type MinimalResult, searchingMinimal } from '../src/search/minimal.js'
import { answered } from '../src/search/question.js'
import { runs } from './runs.js'

type Levels = readonly number[]
type Holds = (levels: Levels) => boolean

/** A model that holds or does not. */
const model = system('made up', {
  parameters: { bad: int(0, 1) },
  state: () => struct({ n: int(0, 1) }),
  behaviour: ({ bad, action }) => [
    action('break', {
      when: () => bad === 1,
      do: (s) => {
        s.n = 1
      },
    }),
  ],
  properties: ({ always }) => ({ fine: always((s) => s.n === 0) }),
  mayStop: () => true,
})

const choicesOf = (heights: Levels, holds: Holds) => ({
  heights,
  model: (levels: Levels): Model => model({ bad: holds(levels) ? 0 : 1 }),
})

const minimal = (heights: Levels, holds: Holds, options: MinimalOptions = {}): MinimalResult =>
  answered(searchingMinimal(choicesOf(heights, holds), options))

const allOf = (heights: Levels): Levels[] =>
  heights.reduce<Levels[]>(
    (all, height) => all.flatMap((levels) => Array.from({ length: height + 1 }, (_, level) => [...levels, level])),
    [[]],
  )

const atLeast = (a: Levels, b: Levels) => a.every((level, i) => level >= b[i]!)
const keys = (all: readonly Levels[]) => all.map((levels) => levels.join('')).sort()
const levelsOf = (all: readonly { readonly levels: Levels }[]) => all.map(({ levels }) => levels)

const cases = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }).chain((heights) =>
  fc.record({
    heights: fc.constant(heights),
    seeds: fc.uniqueArray(fc.constantFrom(...allOf(heights)), { maxLength: 4 }),
  }),
)

describe('minimal levels', () => {
  test('of two places of which one must be at its strongest, or the other half way, in few checks', () => {
    const { minimal: found, checked, assumed } = minimal([2, 2], ([a, b]) => a === 2 || b! >= 1)
    expect(levelsOf(found)).toEqual([
      [2, 0],
      [0, 1],
    ])
    expect(levelsOf(checked).map((levels) => levels.join(''))).toEqual(['22', '12', '02', '21', '20', '00', '10', '01'])
    expect(assumed).toBe(0)
  })

  test('agree with the definition where stronger is never worse, and every assumption is counted', () => {
    fc.assert(
      fc.property(cases, ({ heights, seeds }) => {
        const holds = (levels: Levels) => seeds.some((seed) => atLeast(levels, seed))
        const all = allOf(heights)
        const expected = all.filter((a) => holds(a) && !all.some((b) => b !== a && atLeast(a, b) && holds(b)))
        const { minimal: found, checked, assumed, exceptions, open } = minimal(heights, holds)
        expect(keys(levelsOf(found))).toEqual(keys(expected))
        expect([exceptions, open]).toEqual([[], []])
        const seen = keys(levelsOf(checked))
        expect(new Set(seen).size).toBe(seen.length)
        const unseen = all.filter((levels) => !seen.includes(levels.join('')))
        expect(assumed).toBe(unseen.filter((levels) => !holds(levels)).length)
        // Who reads that it is minimal has seen what each weaker one comes to.
        for (const { levels } of found)
          for (const [i, level] of levels.entries())
            if (level > 0) expect(seen).toContain(levels.with(i, level - 1).join(''))
      }),
      { numRuns: runs(40) },
    )
  })

  test('agree with the definition whatever holds, if everything is checked', () => {
    fc.assert(
      fc.property(cases, ({ heights, seeds }) => {
        const holds = (levels: Levels) => seeds.some((seed) => seed.join() === levels.join())
        const { minimal: found, assumed } = minimal(heights, holds, { exhaustive: true })
        const expected = seeds.filter((a) => !seeds.some((b) => b !== a && atLeast(a, b)))
        expect(keys(levelsOf(found))).toEqual(keys(expected))
        expect(assumed).toBe(0)
      }),
      { numRuns: runs(25) },
    )
  })

  test('of too many levels are refused', () => {
    expect(() => minimal([13, 12], () => true)).toThrow('more than 24 levels')
  })

  test('the model that decides is the one that was built', () => {
    expect(check(choicesOf([1], () => false).model([1])).verdict).toBe('violated')
  })
})
