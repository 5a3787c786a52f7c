import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { randomRuns, runsModel } from '../../test/random-runs.js'
import { untilSeen } from '../../test/until-seen.js'
import { array, blocked, check, int, struct, system } from '../index.js'
import { isBroken, type Says } from '../search/liveness/breach.js'
import type { Counterexample } from './counterexample.js'
import { decodeCounterexample, describeDecode } from './decode.js'
import { formatCounterexample } from './format.js'
import { record } from './record.js'
import { type Configurable, replay } from './replay.js'
import { describeStale } from './stale.js'

interface Variation {
  readonly kind?: 'leadsTo' | 'eventually' | 'alwaysEventually' | 'eventuallyAlways'
  readonly each?: boolean
  readonly fair?: 'weak' | 'strong' | 'throwing' | 'forgiving' | 'none'
  /** Whom the arbiter never lets in. */
  readonly unlucky?: number
  readonly cpus?: number
  readonly rounds?: number
  readonly constraint?: number
  readonly throwing?: boolean
}

/** Processors that ask for a turn; an arbiter gives turns, and forgets the unlucky one. */
function turns(v: Variation = {}) {
  const waits = (c: { readonly wants: number }) => c.wants === 1
  const unlucky = v.unlucky ?? 1
  return system('turns', {
    state: () => struct({ rounds: int(0, 3), cpu: array(v.cpus ?? 2, struct({ wants: int(0, 1) })) }),
    behaviour: ({ action, program }) => [
      program('cpu', {
        ask: (_, me) => {
          me.wants = 1
          return 'wait'
        },
        wait: (_, me) => (me.wants === 1 ? blocked : 'ask'),
      }),
      action('forgive', {
        when: (s) => s.cpu.get(unlucky).wants === 1,
        do: (s) => {
          s.cpu.get(unlucky).wants = 0
        },
      }),
      action('serve', {
        when: (s) => s.cpu.some((c, i) => c.wants === 1 && i !== unlucky),
        do: (s) => {
          if (s.rounds < (v.rounds ?? 0)) s.rounds++
          s.cpu.get(1 - unlucky).wants = 0
        },
      }),
    ],
    properties: ({ leadsTo, eventually, alwaysEventually, eventuallyAlways }) => {
      const served = (c: { readonly wants: number }) => {
        if (v.throwing && c.wants === 1) throw new Error('no wishes')
        return c.wants === 0
      }
      const p = {
        leadsTo: v.each
          ? leadsTo.each(
              'cpu',
              (_, c) => waits(c),
              (_, c) => served(c),
            )
          : leadsTo(
              (s) => waits(s.cpu.get(1)),
              (s) => served(s.cpu.get(1)),
            ),
        eventually: eventually((s) => s.rounds === 3),
        alwaysEventually: alwaysEventually((s) => s.cpu.every((c) => c.wants === 0)),
        eventuallyAlways: eventuallyAlways((s) => s.cpu.get(0).wants === 0),
      }
      return { 'everyone is served': p[v.kind ?? 'leadsTo'] }
    },
    fairness: ({ weak, strong }) => {
      if (v.fair === 'none') return []
      if (v.fair === 'throwing')
        return [
          weak('serve', {
            only: () => {
              throw new Error('no opinion')
            },
          }),
        ]
      if (v.fair === 'forgiving') return [weak('forgive')]
      return v.fair === 'strong' ? [strong('cpu'), strong('serve')] : [weak('cpu'), weak('serve')]
    },
    constraint: (s) => s.cpu.count((c) => c.wants === 1) < (v.constraint ?? 3),
    mayStop: () => true,
  })
}

function recorded(from: ReturnType<typeof turns>): Counterexample {
  const model = from()
  const violated = check(model).properties.find((p) => p.verdict === 'violated')
  const run = violated === undefined ? null : record(model, violated)
  expect(run).not.toBeNull()
  return run!
}

function complaint(run: Counterexample, later: Configurable): string {
  const result = replay(run, later)
  return E.isLeft(result) ? describeStale(result.left) : 'as recorded'
}

describe('a run that never ends is recorded, written, read and taken again', () => {
  test.each<[string, Variation]>([
    ['goes round for ever', {}],
    ['for one process of several', { each: true }],
    ['stays where it is', { kind: 'eventually', fair: 'none' }],
    ['of what should happen at some time', { kind: 'eventually' }],
    ['of what should happen again and again', { kind: 'alwaysEventually' }],
    ['of what should be so in the end', { kind: 'eventuallyAlways' }],
    ['with strong fairness', { fair: 'strong' }],
  ])('%s', (_, variation) => {
    const run = recorded(turns(variation))
    const read = decodeCounterexample(formatCounterexample(run))
    expect(read).toEqual(E.right(run))
    expect(complaint(run, turns(variation))).toBe('as recorded')
  })

  test('with the state to which it returns, and whom it lets wait from when on', () => {
    const run = recorded(turns({ each: true }))
    expect(run.loop).toMatchObject({ of: 'cpu 1', stutters: false })
    const { to, since } = run.loop!
    expect(to).toBeLessThan(run.steps.length)
    expect(run.steps[since - 1]).toMatchObject({ process: 'cpu 1', label: 'ask' })
  })

  test('where nothing has to happen, it stays', () => {
    const run = recorded(turns({ fair: 'none' }))
    expect(run.loop).toEqual({ to: run.steps.length, stutters: true, of: null, since: run.steps.length })
  })

  test('whatever the system is', () => {
    const seen = { lassos: 0 }
    const draw = () =>
      fc.assert(
        fc.property(randomRuns, (random) => {
          const model = runsModel(random)
          const { properties } = check(model, { keepGoing: true, bounds: { states: 3000 } })
          const found = properties.find((p) => p.finding?.tag === 'lasso')
          if (found === undefined) return
          seen.lassos++
          const run = decodeCounterexample(formatCounterexample(record(model, found)!))
          if (E.isLeft(run)) throw new Error(describeDecode(run.left))
          expect(complaint(run.right, { configure: () => E.right(model) })).toBe('as recorded')
        }),
        { numRuns: 300 },
      )
    untilSeen(seen, 30, draw)
  })

  test('a condition that fails on the way is recorded as a failure of the model', () => {
    const run = recorded(turns({ throwing: true }))
    expect(run).toMatchObject({ loop: null, fault: { during: { property: 'everyone is served' } } })
    expect(complaint(run, turns({ throwing: true }))).toBe('as recorded')
    expect(complaint(run, turns())).toContain('the model failed')
  })

  test('and so is a fairness assumption', () => {
    const run = recorded(turns({ fair: 'throwing' }))
    expect(run.fault?.during).toEqual({ tag: 'property', property: 'the fairness assumption' })
    expect(complaint(run, turns({ fair: 'throwing' }))).toBe('as recorded')
    expect(complaint(run, turns())).toContain('the model failed')
  })
})

describe('a stale one says what has changed', () => {
  const run = recorded(turns({ each: true }))

  test.each<[string, Variation, string]>([
    ['it does not close', { rounds: 3 }, 'has another effect'],
    ['it is served', { unlucky: 0 }, 'has another effect'],
    ['it is asked of nobody', { each: false }, '"everyone is served" is not asked of cpu 1 any more'],
    ['it is another property', { kind: 'eventually' }, 'was of kind leadsTo and is now of kind eventually'],
    ['it leaves the constraint', { constraint: 2 }, 'leaves the state constraint'],
    ['the property fails', { throwing: true }, 'the model itself fails in the property'],
    ['fairness fails', { fair: 'throwing' }, 'the model itself fails in the fairness assumption'],
  ])('%s', (_, variation, expected) => {
    expect(complaint(run, turns({ each: true, ...variation }))).toContain(expected)
  })

  test('the end is not where the loop begins', () => {
    const open = { ...run, loop: { ...run.loop!, to: run.loop!.to + 1 } }
    expect(complaint(open, turns({ each: true }))).toContain('does not close any more')
  })

  test('nothing is waited for from there on', () => {
    const other = { ...run, loop: { ...run.loop!, of: 'cpu 0' } }
    expect(complaint(other, turns({ each: true }))).toContain('holds of the run that never ends for cpu 0')
  })

  test('somebody has to go on', () => {
    const stays = recorded(turns({ fair: 'none' }))
    expect(complaint(stays, turns())).toContain('the run may not stay where it ends: by weak fairness, "cpu 0" has to')
    expect(complaint(run, turns({ each: true, fair: 'forgiving' }))).toContain(
      'the run may not go round for ever: by weak fairness, "forgive" has to act, as it could all along',
    )
  })

  test('a run that ends shows no such property, and one that never ends no other', () => {
    expect(complaint({ ...run, loop: null }, turns({ each: true }))).toContain('and the recorded one ends')
    const always = system('turns', {
      state: () => struct({ n: int(0, 1) }),
      behaviour: () => [],
      properties: ({ always }) => ({ 'everyone is served': always(() => true) }),
    })
    const other = { ...run, property: { ...run.property, kind: 'always' } }
    expect(complaint(other, always)).toContain('and the recorded one never ends')
  })
})

test.each<[string, Partial<NonNullable<Counterexample['loop']>>, string]>([
  ['a loop that begins after the end', { to: 99 }, 'loop.to should be a number of steps from 0 to'],
  ['a wait that begins before the start', { since: -1 }, 'loop.since should be a number of steps from 0 to'],
  ['a loop that stays', { stutters: true }, 'loop.stutters should be false'],
])('%s is refused', (_, wrong, expected) => {
  const run = recorded(turns())
  const read = decodeCounterexample(formatCounterexample({ ...run, loop: { ...run.loop!, ...wrong } }))
  expect(E.isLeft(read) && describeDecode(read.left)).toContain(expected)
})

describe('which runs break what', () => {
  const says = (text: string): Says[] =>
    [...text].map((c) => ({ when: c === 'p' || c === 'b', holds: c === 'q' || c === 'b' }))

  test.each<[Parameters<typeof isBroken>[0], string, number, number, boolean]>([
    ['leadsTo', '.p..', 2, 1, true],
    ['leadsTo', '.p.q.', 2, 1, false],
    ['leadsTo', 'q.p.', 1, 2, true],
    ['leadsTo', '..qp.', 1, 3, false],
    ['leadsTo', '.b..', 2, 1, false],
    ['eventually', '...', 1, 0, true],
    ['eventually', 'q..', 1, 0, false],
    ['alwaysEventually', 'q..', 1, 1, true],
    ['alwaysEventually', '..q.', 1, 3, false],
    ['eventuallyAlways', '.q.', 1, 2, true],
    ['eventuallyAlways', '.qq', 1, 0, false],
  ])('%s %s, back to %i, from %i on: %s', (kind, text, to, since, broken) => {
    expect(isBroken(kind, says(text), { to, since })).toBe(broken)
  })
})
