import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { array, blocked, check, int, oneOf, struct, system, withDefault } from '../index.js'
import type { Counterexample } from './counterexample.js'
import { decodeCounterexample } from './decode.js'
import { formatCounterexample } from './format.js'
import { record } from './record.js'
import { type Configurable, replay } from './replay.js'
import { describeStale } from './stale.js'

/** How a later version of the model differs from the one whose runs were recorded. */
interface Variation {
  readonly label?: string
  readonly amount?: number
  readonly limit?: number
  readonly guard?: number
  readonly start?: number
  readonly initial?: number
  readonly cpus?: number
  readonly precaution?: string
  readonly property?: string
  readonly kind?: 'always' | 'step'
  readonly throwing?: string
  readonly constraint?: number
  readonly mayStop?: boolean
  readonly least?: number
}

/** Processors that pick an amount and add it to a sum; an action takes some away. Everything about it can be varied. */
function sums(v: Variation = {}) {
  return system('sums', {
    parameters: { cpus: int(1, v.cpus ?? 3, { default: 1 }) },
    state: ({ cpus }) =>
      struct({
        sum: withDefault(int(v.least ?? 0, 40), v.initial ?? v.least ?? 0),
        cpu: array(cpus, struct({ amount: int(0, 9) })),
      }),
    initial: (s, { pick }) => {
      s.cpu.get(0).amount = pick([v.start ?? 0, 5])
    },
    behaviour: ({ program, action, precaution }) => {
      const careful = precaution(v.precaution ?? 'be careful')
      return [
        program('cpu', {
          choose: (_, me, pick) => {
            me.amount = pick([1, 3])
          },
          [v.label ?? 'add']: (s: { sum: number }, me: { readonly amount: number }) => {
            if (careful && s.sum > 0) return blocked
            if (s.sum + me.amount > (v.guard ?? 40)) return blocked
            if (v.throwing === 'step' && me.amount === 3) throw new Error('three is too much')
            s.sum += me.amount + (v.amount ?? 0)
            return 'choose'
          },
        }),
        action(
          'subtract',
          { n: oneOf(1, 2) },
          {
            when: (s, { n }) => !careful && s.sum >= n + 5,
            do: (s, { n }) => {
              s.sum -= n
            },
          },
        ),
      ]
    },
    properties: ({ always, step }) => ({
      [v.property ?? 'the sum is small']:
        v.kind === 'step'
          ? step((before, after) => Math.abs(after.sum - before.sum) < (v.limit ?? 5))
          : always((s) => {
              if (v.throwing === 'property' && s.sum === 3) throw new TypeError('no threes')
              return s.sum <= (v.limit ?? 5)
            }),
    }),
    constraint: (s) => s.sum < (v.constraint ?? 41),
    mayStop: () => v.mayStop ?? false,
  })
}

type AnySystem = ReturnType<typeof sums>

/** The recorded run by which the first violated property is violated. */
function recorded(from: AnySystem, without: readonly string[] = ['be careful'], cpus = 1): Counterexample {
  const model = from({ cpus }).without(...without)
  const violated = check(model).properties.find((p) => p.verdict === 'violated')
  const run = record(model, violated!)
  expect(run).not.toBeNull()
  return run!
}

function expectReplay(run: Counterexample, system: Configurable): void {
  const result = replay(run, system)
  if (E.isLeft(result)) throw new Error(describeStale(result.left))
  expect(result.right.changed).toEqual([])
}

/** What a replay in another version of the model complains of. */
function complaint(run: Counterexample, later: Configurable): string {
  const result = replay(run, later)
  return E.isLeft(result) ? describeStale(result.left) : `replayed, changed: ${result.right.changed.join(', ')}`
}

describe('what was recorded replays', () => {
  test('a state that breaks an invariant', () => {
    const run = recorded(sums())
    expect(run.property).toEqual({ name: 'the sum is small', kind: 'always' })
    expect(run.steps.map((s) => s.label)).toEqual(['choose', 'add', 'choose', 'add'].slice(-run.steps.length))
    expectReplay(run, sums())
  })

  test('a step that breaks a property of steps', () => {
    const run = recorded(sums({ kind: 'step', limit: 3 }))
    expect(run.property.kind).toBe('step')
    expectReplay(run, sums({ kind: 'step', limit: 3 }))
  })

  test('a deadlock', () => {
    const run = recorded(sums({ limit: 40 }), [])
    expect(run.property).toEqual({ name: 'no deadlock', kind: 'deadlock' })
    expectReplay(run, sums({ limit: 40 }))
  })

  test('a step in which the model fails', () => {
    const run = recorded(sums({ throwing: 'step', limit: 40 }))
    expect(run.fault).toEqual({
      message: 'Error: three is too much',
      during: { tag: 'step', process: 'cpu 0', label: 'add' },
    })
    expectReplay(run, sums({ throwing: 'step', limit: 40 }))
  })

  test('a property that fails', () => {
    const run = recorded(sums({ throwing: 'property', limit: 40 }))
    expect(run.fault?.during).toEqual({ tag: 'property', property: 'the sum is small' })
    expectReplay(run, sums({ throwing: 'property', limit: 40 }))
  })

  test('an initial state, and a model that cannot even make one', () => {
    const run = recorded(sums({ initial: 7 }))
    expect(run.steps).toEqual([])
    expectReplay(run, sums({ initial: 7 }))
    const impossible = sums({ start: 10 })
    const failing = recorded(impossible)
    expect(failing.initial).toBeNull()
    expectReplay(failing, impossible)
    expect(complaint(failing, sums())).toContain('the model failed (cpu[0].amount cannot be 10')
  })

  test('a run with actions and their arguments', () => {
    const model = system('down', {
      state: () => struct({ x: withDefault(int(0, 9), 9) }),
      behaviour: ({ action }) => [
        action(
          'subtract',
          { n: oneOf(2, 3) },
          {
            when: (s, { n }) => s.x >= n,
            do: (s, { n }) => {
              s.x -= n
            },
          },
        ),
      ],
      properties: ({ always }) => ({ 'never four': always((s) => s.x !== 4) }),
      mayStop: () => true,
    })
    const run = record(model(), check(model()).properties[0]!)!
    expect(run.steps.map((s) => s.arguments)).toEqual([{ n: 2 }, { n: 3 }])
    expectReplay(run, model)
  })

  test('whatever the order in which processes and choices are tried', () => {
    const run = recorded(sums(), ['be careful'], 3)
    expectReplay(run, sums())
  })

  test('from its own file', () => {
    const run = recorded(sums())
    const read = decodeCounterexample(formatCounterexample(run))
    expect(read).toEqual(E.right(run))
  })
})

describe('what no longer fits says why', () => {
  const run = recorded(sums())

  test.each<[string, Variation, string]>([
    [
      'a precaution that is gone',
      { precaution: 'take care' },
      'sums has no precaution "be careful"; it has "take care".',
    ],
    [
      'a property that is gone',
      { property: 'the sum is little' },
      'there is no property "the sum is small" any more; there are "the sum is little". Changed in the model since it was recorded: properties.',
    ],
    [
      'a property of another kind',
      { kind: 'step' },
      'the property "the sum is small" was of kind always and is now of kind step. Changed in the model since it was recorded: properties.',
    ],
    [
      'a label that is gone',
      { label: 'put' },
      'there is no "add" of cpu 0 any more; there are "choose", "put". Changed in the model since it was recorded: behaviour.',
    ],
    ['a step that is not possible', { guard: 5 }, 'step 4: "add" of cpu 0 is not possible here; nothing is possible.'],
    ['another effect', { amount: 1 }, '"add" of cpu 0 has another effect: recorded sum: 0 → 3'],
    ['another initial state', { initial: 1 }, 'the initial state is another: sum: 0 → 1 (recorded → now)'],
    [
      'a state of another type',
      { least: 1 },
      'the recorded initial state is not a state of the model any more: sum should be int(1, 40). Changed in the model since it was recorded: state.',
    ],
    ['a property that holds', { limit: 39 }, '"the sum is small" holds after step 4: the run breaks it no longer.'],
    ['a property that breaks earlier', { limit: 2 }, '"the sum is small" is decided after step 2 already'],
    [
      'a property that fails',
      { throwing: 'property' },
      'after step 2 the model itself fails in the property "the sum is small": TypeError: no threes.',
    ],
    [
      'a step that fails',
      { throwing: 'step' },
      'after step 1 the model itself fails in "add" of cpu 0: Error: three is too much.',
    ],
    ['a narrower constraint', { constraint: 2 }, 'after step 2 the run leaves the state constraint'],
  ])('%s', (_, later, text) => {
    expect(complaint(run, sums(later))).toContain(text)
  })
  test('a parameter out of range', () => {
    expect(complaint(recorded(sums(), ['be careful'], 3), sums({ cpus: 2 }))).toBe(
      'sums: parameter cpus cannot be 3; it is int(1, 2).',
    )
  })

  test('a deadlock from which there is a way on, or where the model may stop', () => {
    const stuck = recorded(sums({ limit: 40 }), [])
    expect(complaint(stuck, sums({ limit: 40, mayStop: true }))).toContain('where the model may now stop')
    expect(complaint({ ...stuck, without: ['be careful'] }, sums({ limit: 40 }))).toContain(
      'the run ended in a deadlock after step 3, and now it can go on: possible: "add" of cpu 0',
    )
  })

  test('a fault that has gone, or has become another', () => {
    const failing = recorded(sums({ throwing: 'step', limit: 40 }))
    expect(complaint(failing, sums({ limit: 40 }))).toContain(
      'the model failed (Error: three is too much), and now it does not',
    )
    const other = { ...failing, fault: { ...failing.fault!, message: 'Error: two is too much' } }
    expect(complaint(other, sums({ throwing: 'step', limit: 40 }))).toContain(
      'fails otherwise than recorded: Error: three is too much; it was: Error: two is too much',
    )
  })

  test('a change that leaves the run as it was is told all the same', () => {
    expect(complaint(run, sums({ cpus: 4 }))).toBe('replayed, changed: parameters')
  })
})
