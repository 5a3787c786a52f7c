import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { int, type Model, struct, sufficientSets, system } from '../src/index.js'

type Suffices = (has: (name: string) => boolean) => boolean

/** A model that holds with exactly the sets of precautions that `suffices` says. */
function model(names: readonly string[], suffices: Suffices, size = 1): Model {
  return system('made up', {
    state: () => struct({ bad: int(0, 1), n: int(0, size) }),
    behaviour: ({ action, precaution }) => {
      const taken = new Set(names.filter((name) => precaution(name)))
      return [
        action('count', {
          when: (s) => s.n < size,
          do: (s) => {
            s.n++
          },
        }),
        action('break', {
          when: () => !suffices((name) => taken.has(name)),
          do: (s) => {
            s.bad = 1
          },
        }),
      ]
    },
    properties: ({ always }) => ({ fine: always((s) => s.bad === 0) }),
    mayStop: () => true,
  })()
}

const names = (sets: readonly { readonly precautions: readonly string[] }[]) => sets.map((s) => s.precautions)

describe('minimal sufficient sets', () => {
  test('of two that are interchangeable, and one that is needed, in few checks', () => {
    const m = model(['a', 'b', 'c'], (has) => has('c') && (has('a') || has('b')))
    const { minimal, checked, assumed, exceptions, open } = sufficientSets(m)
    expect(names(minimal)).toEqual([
      ['a', 'c'],
      ['b', 'c'],
    ])
    expect(names(checked).map((set) => set.join(''))).toEqual(['abc', 'bc', 'ac', 'ab', 'c', 'a', 'b'])
    expect([assumed, exceptions, open]).toEqual([1, [], []])
  })

  test('all, none, and not even all', () => {
    expect(names(sufficientSets(model(['a', 'b'], (has) => has('a') && has('b'))).minimal)).toEqual([['a', 'b']])
    expect(names(sufficientSets(model(['a', 'b'], () => true)).minimal)).toEqual([[]])
    const never = sufficientSets(model(['a', 'b'], () => false))
    expect([never.minimal, never.checked.length, never.assumed]).toEqual([[], 1, 3])
  })

  test('more precautions may be worse: found when all sets are checked, and said', () => {
    const odd = model(['a', 'b'], (has) => has('a') === has('b'))
    expect(names(sufficientSets(odd).minimal)).toEqual([['a', 'b']])
    expect(sufficientSets(odd).assumed).toBe(1)
    const { minimal, assumed } = sufficientSets(odd, { exhaustive: true })
    expect([names(minimal), assumed]).toEqual([[[]], 0])
    const worse = sufficientSets(
      model(['a', 'b'], (has) => !has('b')),
      { exhaustive: true },
    )
    expect(names(worse.minimal)).toEqual([[]])
    expect(worse.exceptions.map((e) => [e.suffices.precautions, e.larger.precautions])).toEqual([[[], ['a', 'b']]])
  })

  test('what a bound leaves open is named, and nothing is taken for sufficient', () => {
    const m = model(['a', 'b'], (has) => has('a'), 100)
    const { minimal, open } = sufficientSets(m, { bounds: { states: 20 } })
    expect([names(minimal), names(open)]).toEqual([[], [['a']]])
  })

  test('agree with the definition, and so does the shorter way where more is never worse', () => {
    const all = ['a', 'b', 'c', 'd']
    const subsets = Array.from({ length: 16 }, (_, bits) => all.filter((_name, i) => (bits & (1 << i)) !== 0))
    const part = (p: readonly string[], of: readonly string[]) => p.every((name) => of.includes(name))
    fc.assert(
      fc.property(fc.subarray(subsets), fc.boolean(), (chosen, monotone) => {
        const holds = (set: readonly string[]) => chosen.some((c) => part(c, set) && (monotone || part(set, c)))
        const m = model(all, (has) => holds(all.filter(has)))
        const expected = subsets.filter((s) => holds(s) && !subsets.some((t) => t !== s && part(t, s) && holds(t)))
        const keys = (sets: readonly (readonly string[])[]) => sets.map((s) => s.join('')).sort()
        const exhaustive = sufficientSets(m, { exhaustive: true })
        expect(keys(names(exhaustive.minimal))).toEqual(keys(expected))
        if (!monotone) return
        const shorter = sufficientSets(m)
        expect(keys(names(shorter.minimal))).toEqual(keys(expected))
        expect(shorter.exceptions).toEqual([])
        const supersets = subsets.filter(
          (s) =>
            expected.some((e) => part(e, s)) && !shorter.checked.some((c) => keys([c.precautions])[0] === keys([s])[0]),
        )
        expect(shorter.assumed).toBe(16 - shorter.checked.length - supersets.length)
      }),
      { numRuns: 40 },
    )
  }, 30_000)
})
