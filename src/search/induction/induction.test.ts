import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { array, blocked, bool, id, inductive, int, queue, struct, system } from '../../index.js'

/** Peterson's algorithm. */
const peterson = system('peterson', {
  state: () => struct({ turn: id('process', 2), process: array(2, struct({ wants: bool })) }),
  behaviour: ({ program, precaution }) => {
    const yields = precaution('give the other the turn')
    return [
      program('process', {
        idle: (_, me) => {
          me.wants = true
        },
        'give turn': (s, me) => {
          if (yields) s.turn = 1 - me.id
        },
        wait: (s, me) => (!s.process.get(1 - me.id).wants || s.turn === me.id ? 'critical' : blocked),
        critical: (_, me) => {
          me.wants = false
          return 'idle'
        },
      }),
    ]
  },
  properties: ({ always }) => ({
    'mutual exclusion': always((s) => s.process.count((p) => p.at === 'critical') <= 1),
    'flags are up': always((s) => s.process.every((p) => p.wants === (p.at !== 'idle'))),
    'nobody ends': always((s) => s.process.every((p) => p.at !== 'done')),
    'the other waits': always((s) =>
      s.process.every((p) => {
        const other = s.process.get(1 - p.id)
        return p.at !== 'critical' || other.at === 'idle' || other.at === 'give turn' || s.turn === p.id
      }),
    ),
  }),
})

const strengthened = ['mutual exclusion', 'flags are up', 'nobody ends', 'the other waits']

describe('induction', () => {
  it('finds what an invariant that is true does not say', async () => {
    const result = await inductive(peterson(), 'mutual exclusion')
    expect(result).toMatchObject({
      verdict: 'violated',
      coverage: 'exhaustive',
      possible: 200,
      claim: ['mutual exclusion'],
    })
    expect(result.counterexample).toMatchObject({ tag: 'step', event: { label: 'wait' }, broken: ['mutual exclusion'] })
  })

  it('holds for one that proves itself', async () => {
    const result = await inductive(peterson(), strengthened)
    expect(result).toMatchObject({ verdict: 'holds', states: 200, counterexample: null, seed: null })
    expect(result.satisfying).toBeLessThan(40)
  })

  const light = (initial: 'one' | 'none', constraint: ((s: { on: boolean }) => boolean) | null) =>
    system('light', {
      state: () => struct({ on: bool }),
      ...(initial === 'none' && { initial: () => blocked }),
      behaviour: ({ action }) => [action('turn off', { do: (s) => void (s.on = false) })],
      properties: ({ always }) => ({ off: always((s) => !s.on) }),
      ...(constraint && { constraint }),
    })()

  it.each([
    ['there is an initial state, and a state to begin from', light('one', null), false],
    ['there is no initial state', light('none', null), true],
    ['the constraint excludes everything', light('one', () => false), true],
    ['the constraint excludes all that satisfy it', light('one', (s) => s.on), true],
  ])('is vacuous or not where %s', async (_, model, vacuous) => {
    expect(await inductive(model, 'off')).toMatchObject({ verdict: 'holds', vacuous })
  })

  it('may rely on invariants that are known', async () => {
    const [claim, ...assuming] = ['the other waits', 'flags are up', 'nobody ends']
    expect((await inductive(peterson(), claim!)).verdict).toBe('violated')
    expect(await inductive(peterson(), claim!, { assuming })).toMatchObject({ verdict: 'holds', assumed: assuming })
    expect((await inductive(peterson().without('give the other the turn'), claim!, { assuming })).verdict).toBe(
      'violated',
    )
  })

  it('takes a condition, and begins with the initial states', async () => {
    const result = await inductive(peterson(), (s) => s.turn === 1)
    expect(result.counterexample).toMatchObject({ tag: 'initial', after: { turn: 0 }, broken: ['the condition'] })
  })

  it('needs to know the invariant', async () => {
    await expect(inductive(peterson(), 'exclusion')).rejects.toThrow(
      'peterson has no invariant "exclusion"; it has "mutual exclusion", "flags are up", "nobody ends", "the other waits"',
    )
  })
})

/** Too large to go through: numbers that stay in order. */
const sorted = system('sorted', {
  parameters: { slip: bool },
  state: () => struct({ values: array(6, int(0, 1000)) }),
  behaviour: ({ slip, action }) => [
    action(
      'raise',
      { i: id('value', 6) },
      {
        do: (s, { i }) => {
          if (i === 5 ? s.values.get(i) === 1000 : s.values.get(i) === s.values.get(i + 1) && !(slip && i === 3))
            return blocked
          s.values.set(i, s.values.get(i) + 1)
          return undefined
        },
      },
    ),
  ],
  properties: ({ always }) => ({
    'in order': always((s) => s.values.every((v, i) => i === 0 || s.values.get(i - 1) <= v)),
  }),
  mayStop: () => true,
})

describe('induction by samples', () => {
  const given = fc
    .array(fc.nat(1000), { minLength: 6, maxLength: 6 })
    .map((values) => ({ values: values.sort((a, b) => a - b) }))

  it('is inconclusive if nothing is found, and says how much was tried', async () => {
    const result = await inductive(sorted(), 'in order', { samples: 3000 })
    expect(result).toMatchObject({ verdict: 'inconclusive', coverage: 'sampled', states: 3000, seed: 1 })
    expect(result.satisfying).toBeGreaterThan(300)
    expect(await inductive(sorted(), 'in order', { samples: 500, given })).toMatchObject({ satisfying: 500 })
  })

  it('finds a small counterexample, near the reachable states or among those given', async () => {
    for (const options of [{}, { given }]) {
      const { verdict, counterexample } = await inductive(sorted({ slip: true }), 'in order', options)
      expect(verdict).toBe('violated')
      expect(counterexample).toMatchObject({ tag: 'step', event: { arguments: { i: 3 } } })
      expect(counterexample?.tag === 'step' && counterexample.changes).toHaveLength(1)
    }
  })

  it('is the same every time for the same seed', async () => {
    const twice = [1, 2].map(() => inductive(sorted({ slip: true }), 'in order', { seed: 5 }))
    const [a, b] = await Promise.all(twice)
    expect(a).toEqual(b)
  })
})

it('a step that fails from a state the invariant admits is a counterexample', async () => {
  const full = system('full', {
    state: () => struct({ items: queue(bool, 2), count: int(0, 2) }),
    behaviour: ({ action }) => [
      action('put', {
        when: (s) => s.count < 2,
        do: (s) => {
          s.items.push(true)
          s.count++
        },
      }),
    ],
    properties: ({ always }) => ({
      anything: always(() => true),
      counted: always((s) => s.items.length === s.count),
    }),
    mayStop: () => true,
  })()
  expect((await inductive(full, 'anything')).counterexample).toMatchObject({
    tag: 'fault',
    before: { items: [false, false], count: 0 },
    event: { label: 'put' },
    fault: { tag: 'queue full', field: 'items' },
  })
  expect(await inductive(full, 'counted')).toMatchObject({ verdict: 'holds', possible: 21, states: 21, satisfying: 7 })
})
