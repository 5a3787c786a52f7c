import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blocked, bool, check, struct, system } from '../src/index.js'
import { asModel } from './as-model.js'
import { randomSystem } from './random-system.js'
import { referenceSearch } from './reference-search.js'
import { runs } from './runs.js'
import { untilSeen } from './until-seen.js'

const cases = runs(500)

describe.each([
  { keepGoing: false, storage: 'fingerprints' },
  { keepGoing: true, storage: 'fingerprints' },
  { keepGoing: true, storage: 'exact' },
] as const)('breadth-first search %o', (options) => {
  it('agrees with the reference search on verdicts, counts and shortest runs', () => {
    const seen = { violated: 0, fault: 0, deadlock: 0, holds: 0 }
    const draw = () =>
      fc.assert(
        fc.property(randomSystem, (random) => {
          const expected = referenceSearch(random, options.keepGoing)
          if (expected === null) return
          const result = check(asModel(random), options)
          const states = (name: string) => {
            const found = result.properties.find((p) => p.name === name)?.finding
            return found ? found.path.length : null
          }
          const { generated, distinct, depth, ...lengths } = expected
          const actual = {
            fault: states('the model itself'),
            invariant: states('invariant'),
            step: states('step'),
            reachable: states('reachable'),
            deadlock: states('no deadlock'),
          }
          expect(actual).toEqual(lengths)
          expect(result.states).toEqual({ generated, distinct, depth })
          // What a failing state would have led to is not known: nothing can be said to hold.
          if (lengths.fault !== null) {
            expect(result.ledger.coverage).toBe('bounded')
            expect(result.properties.filter((p) => p.verdict === 'holds' && p.kind !== 'reachable')).toEqual([])
          }
          if (lengths.fault !== null) seen.fault++
          else if (lengths.deadlock !== null) seen.deadlock++
          else if (lengths.invariant !== null || lengths.step !== null) seen.violated++
          else seen.holds++
        }),
        { numRuns: cases },
      )
    untilSeen(seen, cases / 100, draw)
  })
})

describe('a model without an initial state', () => {
  const nowhere = system('nowhere', {
    state: () => struct({ on: bool }),
    initial: () => blocked,
    behaviour: ({ action }) => [action('turn on', { do: (s) => void (s.on = true) })],
    properties: ({ always, reachable }) => ({ off: always((s) => !s.on), on: reachable((s) => s.on) }),
  })()

  it('keeps its properties vacuously', () => {
    expect(check(nowhere).properties).toMatchObject([
      { name: 'off', verdict: 'holds', vacuous: true },
      { name: 'on', verdict: 'violated', vacuous: false },
      { name: 'no deadlock', verdict: 'holds', vacuous: true },
    ])
  })
})
