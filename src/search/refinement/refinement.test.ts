import { describe, expect, it } from 'vitest'
import { array, bool, check, component, int, type Model, oneOf, struct, system, withProperties } from '../../index.js'
import { record } from '../../trace/record.js'
import { replay } from '../../trace/replay.js'

const SIZE = 6

/** Counts up by one, and begins again at any time. */
const counter = system('counter', {
  parameters: { first: int(0, 1) },
  state: () => struct({ count: int(0, SIZE), mood: oneOf('calm', 'nervous') }),
  initial: (s, { first }) => {
    s.count = first
  },
  behaviour: ({ action }) => [
    action('add', {
      when: (s) => s.count < SIZE,
      do: (s) => {
        s.count++
      },
    }),
    action('begin again', {
      do: (s) => {
        s.count = 0
      },
    }),
  ],
})

/** Counts up in steps of `by`, in two registers. */
const pair = system('pair', {
  parameters: { by: int(0, 3, { default: 1 }) },
  state: () => struct({ ones: int(0, 2), threes: int(0, 2), noise: bool }),
  behaviour: ({ by, action }) => [
    action('add', {
      when: (s) => s.threes * 3 + s.ones + by <= SIZE,
      do: (s) => {
        const sum = s.threes * 3 + s.ones + by
        s.ones = sum % 3
        s.threes = Math.floor(sum / 3)
      },
    }),
    action('hum', {
      do: (s) => {
        s.noise = !s.noise
      },
    }),
  ],
})

const judged = (model: Model) => check(model, { keepGoing: true }).properties.find((p) => p.kind === 'refines')!
const whyOf = (model: Model) => {
  const { finding } = judged(model)
  return finding?.tag === 'state' || finding?.tag === 'step' ? finding.why : undefined
}

function refining(by: number, first: number, steps: number): Model {
  return withProperties(pair({ by }), ({ refines }) => ({
    'is a counter': refines(counter({ first }), (s) => ({ count: s.threes * 3 + s.ones, mood: 'calm' }), { steps }),
  }))
}

describe('a refinement', () => {
  it('holds when each step is a step of the abstract system or changes nothing there', () => {
    expect(judged(refining(1, 0, 1))).toMatchObject({
      kind: 'refines',
      verdict: 'holds',
      vacuous: false,
      finding: null,
    })
  })

  it('is vacuous when no step ever changes anything there', () => {
    expect(judged(refining(0, 0, 1))).toMatchObject({ verdict: 'holds', vacuous: true })
  })

  it('may take several abstract steps at once if declared, and no more', () => {
    expect(judged(refining(2, 0, 2)).verdict).toBe('holds')
    expect(judged(refining(3, 0, 2))).toMatchObject({ verdict: 'violated', finding: { path: [0, 0] } })
    expect(judged(refining(3, 0, 3)).verdict).toBe('holds')
  })

  it('fails at a step with what the abstract system could have done, the nearest first', () => {
    expect(whyOf(refining(2, 0, 1))).toMatchObject({
      tag: 'refinement',
      abstract: 'counter',
      event: { process: null, label: 'add' },
      before: { count: 0, mood: 'calm' },
      after: { count: 2, mood: 'calm' },
      changes: [{ path: 'count', before: '0', after: '2' }],
      possible: [
        {
          events: [{ label: 'add' }],
          after: { count: 1, mood: 'calm' },
          changes: [{ path: 'count', before: '0', after: '1' }],
          missing: [{ path: 'count', before: '1', after: '2' }],
        },
      ],
    })
  })

  it('fails at an initial state that stands for none', () => {
    expect(judged(refining(1, 1, 1))).toMatchObject({ verdict: 'violated', finding: { tag: 'state', path: [0] } })
    expect(whyOf(refining(1, 1, 1))).toMatchObject({
      event: { label: 'initial state' },
      before: null,
      after: { count: 0 },
      possible: [{ after: { count: 1 }, missing: [{ path: 'count', before: '1', after: '0' }] }],
    })
  })

  it('can be of a part', () => {
    const part = component({
      state: struct({ value: int(0, 2) }),
      behaviour: ({ action }) => [
        action('jump', {
          do: (s) => {
            s.value = 2
          },
        }),
      ],
      properties: ({ refines }) => ({
        counts: refines(counter(), (s) => ({ count: s.value, mood: 'calm' })),
      }),
    })
    const whole = system('whole', { components: () => ({ part }), state: () => struct({}), behaviour: () => [] })
    expect(judged(whole())).toMatchObject({ name: 'part: counts', verdict: 'violated', finding: { path: [0, 0] } })
  })

  it('asks for the labels of abstract processes, and they count', () => {
    const twice = system('twice', {
      state: () => struct({ one: array(1, struct({ n: int(0, 2) })) }),
      behaviour: ({ program }) => [program('one', { first: (_, me) => void me.n++, second: (_, me) => void me.n++ })],
    })
    const once = (second: 'second' | 'first') =>
      withProperties(twice(), ({ refines }) => ({
        'does the same': refines(twice(), (s) => ({
          one: s.one.map(({ n, at }) => ({ n, at: at === 'second' ? second : at })),
        })),
      }))
    expect(judged(once('second')).verdict).toBe('holds')
    expect(judged(once('first'))).toMatchObject({ verdict: 'violated', finding: { path: [0, 0] } })
  })

  it('is a fault if the mapping gives something else than a state', () => {
    const model = withProperties(pair(), ({ refines }) => ({
      'is a counter': refines(counter(), (s) => ({ count: s.ones === 2 ? 8 : s.ones, mood: 'calm' })),
    }))
    const { properties } = check(model)
    expect(properties.find((p) => p.kind === 'model')?.finding).toMatchObject({
      tag: 'fault',
      during: { tag: 'property', property: 'is a counter' },
      fault: { message: 'the mapping gives what is no state of counter: count cannot be 8: it is int(0, 6)' },
      path: [0, 0, 0],
    })
  })

  it('is a fault if the abstract system fails itself', () => {
    const broken = system('broken', {
      state: () => struct({ count: int(0, SIZE) }),
      behaviour: ({ action }) => [action('add', { do: (s) => void (s.count += 5) })],
    })
    const model = withProperties(pair({ by: 3 }), ({ refines }) => ({
      'is it': refines(broken(), (s) => ({ count: s.threes === 0 ? 0 : 5 })),
    }))
    const steps = withProperties(pair({ by: 3 }), ({ refines }) => ({
      'is it': refines(broken(), (s) => ({ count: s.threes * 3 }), { steps: 2 }),
    }))
    expect(judged(model).verdict).toBe('holds')
    const fault = check(steps).properties.find((p) => p.kind === 'model')?.finding
    expect(fault).toMatchObject({
      fault: { message: 'the abstract system broken fails itself, in "add": count cannot be 10: it is int(0, 6)' },
    })
  })

  it('is replayed from a recorded run', () => {
    const configure = (by: number, first: number) => ({
      configure: () => ({ _tag: 'Right' as const, right: refining(by, first, 1) }),
    })
    for (const [by, first] of [
      [2, 0],
      [1, 1],
    ] as const) {
      const run = record(refining(by, first, 1), judged(refining(by, first, 1)))!
      expect(replay(run, configure(by, first))).toMatchObject({ _tag: 'Right' })
      expect(replay(run, configure(1, 0))).toMatchObject({ _tag: 'Left' })
    }
  })

  it('takes a whole number of steps', () => {
    expect(() => refining(1, 0, 0)).toThrow('refines: steps must be a whole number from 1 on, not 0')
  })
})
