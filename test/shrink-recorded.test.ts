import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { lostUpdate } from '../models/classics/index.js'
import { check, int, type Model, struct, system } from '../src/index.js'
import { toTheEnd } from '../src/search/check.js'
import { answered } from '../src/search/question.js'
import { decodeCounterexample } from '../src/trace/decode.js'
import { formatCounterexample } from '../src/trace/format.js'
import { record } from '../src/trace/record.js'
import { replay } from '../src/trace/replay.js'
import {
  type Shrunk,
  shrinkingAgain,
  shrinkingRecorded,
  shrinkingSizes,
  shrinkRecorded,
} from '../src/trace/shrink/recorded.js'
import { switchesIn } from '../src/trace/switches.js'
import { asModel } from './as-model.js'
import { randomRuns, runsModel } from './random-runs.js'
import { randomSystem } from './random-system.js'
import { runs } from './runs.js'
import { untilSeen } from './until-seen.js'

/** A system that is always this model. */
function only(model: Model) {
  const about = { name: model.name, summary: null, source: null, parameters: {} }
  return { configure: () => E.right(model), system: about }
}

/** What comes of a recorded run that has been to a file and back. */
function shrunk(model: Model, property: Parameters<typeof record>[1]): Shrunk | null {
  const read = decodeCounterexample(formatCounterexample(record(model, property)!))
  if (E.isLeft(read)) throw new Error('what was written cannot be read')
  const made = shrinkRecorded(read.right, only(model))
  if (E.isRight(made)) return made.right
  expect(made.left.tag).toBe('no run')
  return null
}

describe('a recorded run', () => {
  it('is made simpler, and still shows the same', () => {
    const seen = { deadlock: 0, fault: 0, state: 0, step: 0 }
    const draw = () =>
      fc.assert(
        fc.property(randomSystem, (random) => {
          const model = asModel(random)
          const found = check(model, { strategy: 'depth-first', bounds: { states: 3000 }, keepGoing: true })
          for (const property of found.properties.filter((p) => p.finding !== null)) {
            const made = shrunk(model, property)
            if (made === null) continue
            const { before, after } = made
            seen[property.finding!.tag as keyof typeof seen]++
            expect({ ...after, initial: 0, steps: 0 }).toEqual({ ...before, initial: 0, steps: 0 })
            expect(after.steps.length).toBeLessThanOrEqual(before.steps.length)
            if (after.steps.length === before.steps.length)
              expect(switchesIn(after)).toBeLessThanOrEqual(switchesIn(before))
            const replayed = replay(after, only(model))
            expect(E.isLeft(replayed) ? replayed.left : null).toBeNull()
          }
        }),
        { numRuns: runs(150) },
      )
    untilSeen(seen, 1, draw)
  })

  it('that never ends is made as short as the shortest, be it told in rounds', () => {
    const seen = { lassos: 0 }
    const draw = () =>
      fc.assert(
        fc.property(randomRuns, fc.integer({ min: 1, max: 3 }), (random, rounds) => {
          const model = runsModel(random)
          const { properties, ledger } = check(model, { keepGoing: true, bounds: { states: 3000 } })
          const property = properties.find((p) => p.finding?.tag === 'lasso')
          // Of a system that was seen in part, there may be shorter ones.
          if (ledger.limit !== null || property?.finding?.tag !== 'lasso') return
          seen.lassos++
          const { path, loop } = property.finding
          const told = [...path, ...Array.from({ length: rounds }, () => path.slice(loop + 1)).flat()]
          const later = told.length - 1 - (path.length - 1 - loop)
          const long = { ...property, finding: { ...property.finding, path: told, loop: later } }
          const made = shrunk(model, long)!
          expect(made.after.steps.length).toBe(path.length - 1)
          const replayed = replay(made.after, only(model))
          expect(E.isLeft(replayed) ? replayed.left : null).toBeNull()
        }),
        { numRuns: runs(200) },
      )
    untilSeen(seen, runs(20), draw)
  })

  it('that is no longer what it was is left alone', () => {
    const model = lostUpdate().without('lock the counter')
    const run = record(model, check(model).properties.find((p) => p.verdict === 'violated')!)!
    const stale = shrinkRecorded({ ...run, steps: run.steps.slice(1) }, lostUpdate)
    expect(E.isLeft(stale) && stale.left.tag).toBe('stale')
  })

  it('is given up when somebody says so, with the simplest run so far', () => {
    const seen = { earlier: 0 }
    const draw = () =>
      fc.assert(
        fc.property(randomSystem, fc.nat(8), (random, turns) => {
          const model = asModel(random)
          const found = check(model, { strategy: 'depth-first', bounds: { states: 3000 } })
          const property = found.properties.find((p) => p.finding !== null)
          const run = property === undefined ? null : record(model, property)
          if (run === null) return
          const interruption = new AbortController()
          const slices = shrinkingRecorded(run, only(model), { signal: interruption.signal })
          const ended = Array.from({ length: turns }, () => slices.next()).some(({ done }) => done)
          if (ended) return
          seen.earlier++
          interruption.abort()
          const { done, value: made } = slices.next()
          if (done !== true || E.isLeft(made)) throw new Error('it goes on')
          const { after } = made.right
          expect(after.steps.length).toBeLessThanOrEqual(run.steps.length)
          expect(E.isRight(replay(after, only(model)))).toBe(true)
        }),
        { numRuns: runs(200) },
      )
    untilSeen(seen, runs(10), draw)
  })
})

describe('its sizes', () => {
  const recorded = (model: Model) => record(model, check(model).properties.find((p) => p.verdict === 'violated')!)!

  it('are made smaller as long as it takes no longer', () => {
    const run = recorded(lostUpdate({ threads: 5 }).without('lock the counter'))
    const made = shrinkRecorded(run, lostUpdate)
    if (E.isLeft(made)) throw new Error(made.left.tag)
    const { shrunk: found, lowered } = answered(shrinkingSizes(made.right, lostUpdate))
    const shrunk = toTheEnd(shrinkingAgain(found))
    expect(shrunk.after).toMatchObject({ parameters: { threads: 2 }, without: ['lock the counter'] })
    expect(shrunk.after.steps).toHaveLength(4)
    expect(lowered).toMatchObject([{ name: 'threads', value: 2, below: { value: 1, tried: { tag: 'holds' } } }])
    expect(E.isRight(replay(shrunk.after, lostUpdate))).toBe(true)
  })

  /** The fewer steps at once, the more are needed; and with one, nothing breaks. */
  const stairs = system('stairs', {
    parameters: { stride: int(1, 9, { default: 6 }), unused: int(0, 3, { default: 3 }) },
    state: () => struct({ height: int(0, 20) }),
    behaviour: ({ stride, action }) => [
      action('climb', {
        when: (s) => s.height < 10 && stride > 1,
        do: (s) => {
          s.height += stride
        },
      }),
    ],
    properties: ({ always }) => ({ low: always((s) => s.height < 10) }),
    mayStop: () => true,
  })

  it('stay as they are where it would take longer, which is told', () => {
    const made = shrinkRecorded(recorded(stairs()), stairs)
    if (E.isLeft(made)) throw new Error(made.left.tag)
    const { shrunk, lowered } = answered(shrinkingSizes(made.right, stairs))
    expect(shrunk.after.parameters).toEqual({ stride: 5, unused: 0 })
    expect(lowered).toMatchObject([
      { name: 'stride', value: 5, below: { value: 4, tried: { tag: 'violated', steps: 3 } } },
      { name: 'unused', value: 0, below: null },
    ])
  })
})
