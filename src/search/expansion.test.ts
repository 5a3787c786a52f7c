import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asModel } from '../../test/as-model.js'
import { randomSystem } from '../../test/random-system.js'
import { array, blocked, bool, check, int, pickOf, struct, system } from '../index.js'
import { expansionOf } from './expansion.js'
import { mixHigh, mixLow } from './fingerprint.js'

function fingerprint(state: Int32Array): [number, number] {
  let [low, high] = [0, 0]
  state.forEach((word, k) => {
    low ^= mixLow(word, k)
    high ^= mixHigh(word, k)
  })
  return [low, high]
}

describe('an expansion', () => {
  it('gives each successor the fingerprint that its state has', () => {
    fc.assert(
      fc.property(randomSystem, (random) => {
        const expansion = expansionOf(asModel(random))
        const reached: Int32Array[] = []
        const visit = (low: number, high: number) => {
          expect([low, high]).toEqual(fingerprint(expansion.draft))
          if (reached.length < 50) reached.push(expansion.draft.slice())
        }
        expansion.initialStates(visit)
        for (const state of reached) {
          expansion.load(state, 0)
          try {
            expansion.successors(...fingerprint(state), visit)
          } catch {
            // A random system may fail; what was shown before that counts all the same.
          }
          expect(expansion.draft).toEqual(state)
          expect(expansion.current).toEqual(state)
        }
      }),
    )
  })

  const picks = system('picks', {
    state: () => struct({ a: int(0, 9), b: int(0, 9), go: bool, one: array(1, struct({})) }),
    behaviour: ({ program, action }) => [
      program('one', {
        first: (s, _, pick) => {
          s.a = pick([1, 2])
          s.b = s.a === 2 ? pick.int(5, 7) : 0
          return 'second'
        },
        second: (s, _, pick) => {
          s.go = true
          pick([])
        },
      }),
      action('never', { do: (s) => ((s.a = 7 as number) === 7 ? blocked : undefined) }),
      action('set', { i: int(3, 4) }, { when: (_, { i }) => i === 4, do: (s, { i }) => void (s.b = i) }),
    ],
  })()

  it('tries every choice, later ones fastest, and says which event each successor is', () => {
    const expansion = expansionOf(picks)
    expansion.initialStates(() => expansion.load(expansion.draft.slice(), 0))
    const events: unknown[] = []
    expansion.successors(0, 0, () => {
      const { process, label, arguments: args, picked } = expansion.event()
      events.push([process, label, args, picked, expansion.plain()])
    })
    const state = (a: number, b: number, at: string) => ({ a, b, go: false, one: [{ at }] })
    expect(events).toEqual([
      ['one 0', 'first', {}, [1], state(1, 0, 'second')],
      ['one 0', 'first', {}, [2, 5], state(2, 5, 'second')],
      ['one 0', 'first', {}, [2, 6], state(2, 6, 'second')],
      ['one 0', 'first', {}, [2, 7], state(2, 7, 'second')],
      [null, 'set', { i: 4 }, [], state(0, 4, 'first')],
    ])
  })

  it('lets what a step calls pick', () => {
    const toss = (coin: object) => pickOf(coin).bool()
    const coins = system('coins', {
      state: () => struct({ coin: struct({ up: bool }) }),
      behaviour: ({ action }) => [
        action('toss', {
          do: (s) => {
            s.coin.up = toss(s.coin)
          },
        }),
      ],
      properties: ({ always }) => ({ 'tosses itself': always((s) => toss(s.coin)) }),
    })()
    const { states, properties } = check(coins)
    expect(states.generated).toBe(1)
    expect(properties.at(-1)?.finding).toMatchObject({ fault: { tag: 'write outside a step', field: 'coin.up' } })
    expect(check({ ...coins, properties: {} }).states).toEqual({ generated: 5, distinct: 2, depth: 2 })
  })

  it('discards what a blocked step wrote, and blocks a step that has nothing to pick', () => {
    const expansion = expansionOf(picks)
    expansion.initialStates(() => expansion.load(expansion.draft.slice(), 0))
    let second: Int32Array | null = null
    expansion.successors(0, 0, () => {
      second ??= expansion.draft.slice()
    })
    expansion.load(second!, 0)
    const labels: string[] = []
    expansion.successors(0, 0, () => labels.push(expansion.event().label))
    expect(labels).toEqual(['set'])
    expect(expansion.plain()).toEqual({ a: 1, b: 0, go: false, one: [{ at: 'second' }] })
  })

  it('discards what pick.any wrote in a step that is blocked after all', () => {
    const draws = system('draws', {
      state: () => struct({ box: struct({ full: bool }), one: struct({}) }),
      behaviour: ({ program, action }) => [
        program('one', {
          draw: (s, _, pick) => {
            pick.any(s.box)
            return blocked
          },
        }),
        action('draw', {
          do: (s, _, pick) => {
            pick.any(s.box)
            return s.box.full ? blocked : undefined
          },
        }),
        action('look', { when: (s) => s.box.full, do: () => {} }),
      ],
    })()
    expect(check(draws)).toMatchObject({ verdict: 'holds', states: { generated: 2, distinct: 1 } })
  })

  it('hands no writable state to guards and properties', () => {
    const nosy = system('nosy', {
      state: () => struct({ a: int(0, 9) }),
      behaviour: ({ action }) => [action('peek', { when: (s) => (s.a = 1) === 1, do: () => {} })],
    })()
    const expansion = expansionOf(nosy)
    expansion.initialStates(() => expansion.load(expansion.draft.slice(), 0))
    expect(() => expansion.successors(0, 0, () => {})).toThrow('a was written outside a step')
  })
})

describe('fingerprints', () => {
  it('collide on structured states no more often than chance allows', () => {
    // All states of six words with contents 0..12, as a small model has them: 4.8 million. Their 64 bits may not collide
    // at all; 32 of the bits, taken from both halves, as often as random ones: n²/2^33 = 2713 pairs.
    const n = 13
    const halves = new BigUint64Array(n ** 6)
    const mixed: number[] = []
    let count = 0
    const low = Array.from({ length: 6 }, (_, k) => Array.from({ length: n }, (_, x) => mixLow(x, k)))
    const high = Array.from({ length: 6 }, (_, k) => Array.from({ length: n }, (_, x) => mixHigh(x, k)))
    const enumerate = (k: number, l: number, h: number) => {
      if (k === 6) {
        halves[count++] = (BigInt(h >>> 0) << 32n) | BigInt(l >>> 0)
        mixed.push(((l & 0xffff) | (h << 16)) >>> 0)
        return
      }
      for (let x = 0; x < n; x++) enumerate(k + 1, l ^ low[k]![x]!, h ^ high[k]![x]!)
    }
    enumerate(0, 0, 0)
    const repeated = <T>(sorted: ArrayLike<T>) => {
      let repeats = 0
      for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) repeats++
      return repeats
    }
    expect(repeated(halves.sort())).toBe(0)
    const expected = n ** 12 / 2 ** 33
    expect(repeated(Uint32Array.from(mixed).sort())).toBeLessThan(expected * 1.3)
    expect(repeated(Uint32Array.from(mixed).sort())).toBeGreaterThan(expected * 0.7)
  })
})
