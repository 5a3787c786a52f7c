import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { array, blocked, check, type Fairness, int, strong, struct, system, weak } from '../index.js'
import type { Counterexample } from './counterexample.js'
import { decodeCounterexample, describeDecode } from './decode.js'
import { formatCounterexample } from './format.js'
import { record } from './record.js'
import { replay } from './replay.js'
import { describeStale } from './stale.js'

/** A light that goes on and off, and who waits for it to be on; the model says that both have to act. */
const light = (names: { readonly switch: string } = { switch: 'switch' }) =>
  system('light', {
    state: () => struct({ on: int(0, 1), guest: array(2, struct({})) }),
    behaviour: ({ program, action }) => [
      program('guest', { wait: (s) => (s.on === 1 ? 'done' : blocked) }),
      action(names.switch, { do: (s) => void (s.on = 1 - s.on) }),
    ],
    fairness: ({ strong, weak }) => [strong('guest'), weak(names.switch as 'switch')],
    properties: ({ eventually }) => ({ 'all are done': eventually((s) => s.guest.every((g) => g.at === 'done')) }),
    mayStop: () => true,
  })

/** The run that breaks the property if this is assumed, written and read. */
function recorded(fairness: readonly Fairness[] | undefined): Counterexample {
  const model = light()()
  const { properties } = check(model, fairness && { fairness })
  const read = decodeCounterexample(formatCounterexample(record(model, properties.find((p) => p.finding !== null)!)!))
  if (E.isLeft(read)) throw new Error(describeDecode(read.left))
  return read.right
}

const said = (run: Counterexample, system = light(), options = {}) => {
  const result = replay(run, system, options)
  return E.isLeft(result) ? describeStale(result.left) : 'as recorded'
}

describe('the fairness under which a run was found', () => {
  test('is kept with the run if it was not what the model says, and honoured', () => {
    expect(check(light()()).verdict).toBe('holds')
    const run = recorded([weak('guest'), weak('switch')])
    expect(run.fairness).toEqual([
      { strength: 'weak', of: ['guest'], each: true, by: null, except: [], only: false },
      { strength: 'weak', of: ['switch'], each: true, by: null, except: [], only: false },
    ])
    expect(said(run)).toBe('as recorded')
    const { fairness, ...without } = run
    expect(said(without)).toContain('by strong fairness, "guest 0" has to act')
  })

  test('is none at all', () => {
    const run = recorded([])
    expect(run.fairness).toEqual([])
    expect(run.loop).toMatchObject({ to: 0, stutters: true })
    expect(said(run)).toBe('as recorded')
  })

  test('has to be given again where it is a condition on steps, which no file holds', () => {
    const assumed = [weak('switch', { only: () => true })]
    const run = recorded(assumed)
    expect(run.fairness?.[0]).toMatchObject({ only: true })
    expect(said(run)).toContain('the run was found assuming weak fairness of each switch, some of its steps; ')
    expect(said(run, light(), { fairness: assumed })).toBe('as recorded')
    expect(said(run, light(), { fairness: [strong('guest'), weak('switch')] })).toContain('by strong fairness')
  })

  test('may be of somebody who is no longer there', () => {
    const run = recorded([weak('switch')])
    const renamed = light({ switch: 'flip' })
    expect(said({ ...run, steps: [], loop: { ...run.loop!, to: 0, since: 0, stutters: true } }, renamed)).toContain(
      'weak fairness is assumed of "switch", which is no family or action',
    )
  })

  test('is told of what fails in it, too', () => {
    const failing = [
      weak('switch', {
        only: () => {
          throw new Error('no opinion')
        },
      }),
    ]
    const run = recorded(failing)
    expect(run.fault?.during).toEqual({ tag: 'property', property: 'the fairness assumption' })
    expect(said(run)).toContain('a replay has to be given it')
    expect(said(run, light(), { fairness: failing })).toBe('as recorded')
  })
})

test('a file whose assumption is none is refused', () => {
  const run = recorded([])
  const read = decodeCounterexample(formatCounterexample({ ...run, fairness: [{ strength: 'some' }] } as never))
  expect(E.isLeft(read) && describeDecode(read.left)).toContain(
    'fairness[0].strength should be "weak" or "strong", and',
  )
})
