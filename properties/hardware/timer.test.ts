import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { timerFlushAtTicks } from '../../models/hardware/index.js'
import { advance, anyPhase, ticksToWait, timer } from '../../models/hardware/timer/timer.js'
import type { Pick } from '../../src/index.js'
import { runs } from '../../test/runs.js'
import { explored, holds, shortestViolation } from '../microkernel/verdict.js'

/** A tick and a drift that is less. */
const paces = fc
  .integer({ min: 1, max: 6 })
  .chain((tick) => fc.record({ tick: fc.constant(tick), drift: fc.nat(tick - 1) }))

/** Chooses the given values one after the other, brought into the range that is asked for. */
function choosing(values: readonly number[], asked: (low: number, high: number) => void = () => {}): Pick {
  let next = 0
  const int = (low: number, high: number) => {
    asked(low, high)
    return low + (values[next++ % values.length]! % (high - low + 1))
  }
  return { int } as Pick
}

describe('timers', () => {
  it('tick after the time that was chosen, which is within the drift', () => {
    const values = fc.array(fc.nat(20), { minLength: 1 })
    fc.assert(
      fc.property(paces, fc.nat(11), values, ({ tick, drift }, any, chosen) => {
        const phase = any % (tick + drift)
        const cpu = { untilTick: phase, isDue: false }
        const gaps: number[] = []
        const pick = choosing(chosen, (low, high) => expect([low, high]).toEqual([tick - drift, tick + drift]))
        const times: number[] = []
        for (let time = 1; time <= 60; time++) {
          advance({ cpu: [cpu] }, { tick, drift, pick })
          if (cpu.isDue) times.push(time)
          cpu.isDue = false
        }
        for (let i = 1; i < times.length; i++) gaps.push(times[i]! - times[i - 1]!)
        expect(times[0]).toBe(phase + 1)
        const wanted = (i: number) =>
          drift === 0 ? tick : tick - drift + (chosen[i % chosen.length]! % (2 * drift + 1))
        expect(gaps).toEqual(gaps.map((_, i) => wanted(i)))
      }),
      { numRuns: runs(300) },
    )
  })

  it('lose a tick in one that has not been taken', () => {
    const cpu = { untilTick: 0, isDue: false }
    for (let time = 1; time <= 5; time++) advance({ cpu: [cpu] }, { tick: 2, pick: choosing([0]) })
    expect(cpu).toEqual({ untilTick: 1, isDue: true })
  })

  it('begin in any phase, each in its own', () => {
    const cpus = [0, 0].map(() => ({ untilTick: 0, isDue: false }))
    const asked: number[][] = []
    anyPhase({ cpu: cpus }, { tick: 3, drift: 1, pick: choosing([2, 3], (...range) => asked.push(range)) })
    expect(asked).toEqual([
      [0, 3],
      [0, 3],
    ])
    expect(cpus.map((c) => c.untilTick)).toEqual([2, 3])
  })

  it('cannot drift as far as the next tick', () => {
    expect(() => timer({ cpus: 2, tick: 3, drift: 3 })).toThrow('cannot drift by 3 between ticks that are 3 apart')
  })
})

describe('timer-flush-at-ticks', () => {
  it.each([
    [{ cpus: 2, tick: 2, drift: 0 }, holds(561, 187, 19)],
    [{ cpus: 2, tick: 3, drift: 1 }, holds(3724, 1108, 21)],
    [{ cpus: 2, tick: 4, drift: 3 }, holds(20200, 6174, 26)],
    [{ cpus: 3, tick: 3, drift: 1 }, holds(62905, 14200, 24)],
  ])('holds for %o', (parameters, expected) => {
    expect(explored(timerFlushAtTicks(parameters))).toEqual(expected)
  })

  const unusable = 'nobody can use the page when it has been unmapped'
  const first = 'do not count on the first tick, which may come at once'
  const steps = {
    'flush at every tick': [17, 18],
    'count on the drift of the timers': [14, 15],
    [first]: [14, 15],
  }
  it('asks for these precautions', () => {
    expect(timerFlushAtTicks().precautions).toEqual(Object.keys(steps))
  })
  it.each(Object.entries(steps))('goes wrong without: %s', (precaution, [two, three]) => {
    expect(shortestViolation(timerFlushAtTicks({ cpus: 2 }).without(precaution))).toEqual([unusable, two])
    expect(shortestViolation(timerFlushAtTicks({ cpus: 3 }).without(precaution))).toEqual([unusable, three])
  })
  it('need not count on a drift that makes no tick more', () => {
    const parameters = { tick: 4, drift: 1 }
    expect(ticksToWait(parameters)).toBe(ticksToWait({ tick: 4 }))
    expect(timerFlushAtTicks(parameters).precautions).not.toContain('count on the drift of the timers')
  })

  it('waits as long as it must, and no longer', () => {
    for (const tick of [1, 2, 3, 4])
      for (let drift = 0; drift < tick; drift++) {
        const model = timerFlushAtTicks({ tick, drift })
        expect([tick, drift, shortestViolation(model)]).toEqual([tick, drift, null])
        // One tick less.
        expect([tick, drift, shortestViolation(model.without(first))?.[0]]).toEqual([tick, drift, unusable])
      }
  })
})
