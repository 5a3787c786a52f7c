import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asModel } from '../../test/as-model.js'
import { buffers } from '../../test/parallel-systems.js'
import { randomSystem } from '../../test/random-system.js'
import { runs } from '../../test/runs.js'
import { beyond, blocked, inductive, int, type Model, struct, sufficientSets, system } from '../index.js'
import { checkJson } from '../report/json.js'
import { ledgerText } from '../report/ledger.js'
import { reportOf } from '../report/report.js'
import type { AnyStep } from '../system/behaviour.js'
import { type CheckOptions, type CheckResult, check } from './check.js'

const verdicts = ({ properties }: CheckResult) => Object.fromEntries(properties.map((p) => [p.name, p.verdict]))

describe('a step beyond a bound of the model', () => {
  it('leaves open what follows it; what was found besides counts', () => {
    const result = check(buffers())
    expect(result.states).toEqual({ generated: 25, distinct: 9, depth: 5 })
    expect(result.ledger).toMatchObject({
      coverage: 'bounded',
      limit: null,
      beyond: [{ bound: 'a buffer of 2 entries', steps: 6 }],
    })
    expect(verdicts(result)).toEqual({
      'only zeroes': 'inconclusive',
      'all full': 'holds',
      'never three': 'inconclusive',
      'goes on': 'inconclusive',
      'no deadlock': 'inconclusive',
    })
  })

  it('is no deadlock, and nobody is unfair who does not take it', () => {
    const result = check(buffers().without('drain'))
    expect(result.verdict).toBe('inconclusive')
    expect(verdicts(result)).toMatchObject({ 'no deadlock': 'inconclusive', 'goes on': 'inconclusive' })
    // Without the assumption a run may stay, and that is a run of the model whatever its bounds.
    expect(verdicts(check(buffers().without('drain'), { fairness: [] }))).toMatchObject({ 'goes on': 'violated' })
  })

  it('is told in the ledger', () => {
    const report = reportOf(check(buffers()))
    expect(ledgerText(report)[0]).toContain(
      "The model's own bounds were met, and nothing is said of runs beyond them: a buffer of 2 entries (6 steps).",
    )
    expect(checkJson(report)).toMatchObject({ ledger: { beyond: [{ bound: 'a buffer of 2 entries', steps: 6 }] } })
  })

  it('makes a set of precautions neither sufficient nor insufficient', () => {
    const { minimal, open } = sufficientSets(buffers())
    expect(minimal).toEqual([])
    expect(open.map((o) => o.precautions)).toEqual([[]])
  })

  it('makes no invariant inductive', async () => {
    const result = await inductive(buffers(), 'only zeroes')
    expect(result).toMatchObject({ verdict: 'inconclusive', counterexample: null })
    expect(result.beyond).toHaveLength(1)
  })

  it('may be an initial state', () => {
    const counter = system('counter', {
      state: () => struct({ n: int(0, 3) }),
      initial: (s, { pick }) => {
        s.n = pick.int(0, 3)
        return s.n === 3 ? beyond('3') : undefined
      },
      behaviour: ({ action }) => [
        action('up', {
          do: (s) => {
            if (s.n === 2) return beyond('2')
            s.n++
            return undefined
          },
        }),
      ],
    })
    const { states, ledger } = check(counter())
    expect(states).toEqual({ generated: 5, distinct: 3, depth: 1 })
    expect(ledger).toMatchObject({
      initialStates: 3,
      beyond: [
        { bound: '2', steps: 1 },
        { bound: '3', steps: 1 },
      ],
    })
  })

  it('is counted by a search that goes on from a checkpoint as by one that was not stopped', () => {
    const folder = mkdtempSync(join(tmpdir(), 'shootdown-cuts-'))
    try {
      const file = join(folder, 'buffers')
      const model = buffers({ processes: 3 })
      check(model, { bounds: { states: 20 }, checkpoint: { file, everySeconds: 1e9 } })
      expect(check(model, { recover: file }).ledger.beyond).toEqual(check(model).ledger.beyond)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

const SEARCHES: CheckOptions[] = [
  {},
  { storage: 'exact' },
  { strategy: 'depth-first' },
  { strategy: 'preemption-bounded', preemptions: 1000 },
  { strategy: 'delay-bounded', delays: 1000 },
  { reductions: ['partial-order'] },
  { reductions: ['partial-order', 'folding'] },
]

describe.each(SEARCHES)('a search %o', (options) => {
  it('takes what is cut off for blocked, but says that it was not all', () => {
    fc.assert(
      fc.property(randomSystem, fc.nat(), (random, which) => {
        const model = options.reductions === undefined ? asModel(random) : withoutSteps(asModel(random))
        const whole = check(model, { ...options, keepGoing: true, bounds: { states: 2000 } })
        fc.pre(whole.ledger.coverage === 'exhaustive')
        const cut = check(bounded(model, which), { ...options, keepGoing: true, bounds: { states: 2000 } })
        const noted = cut.ledger.beyond.length > 0
        if (options.reductions === undefined) expect(cut.states).toEqual(whole.states)
        expect(cut.ledger.coverage).toBe(noted ? 'bounded' : 'exhaustive')
        for (const [i, { name, verdict, finding }] of cut.properties.entries()) {
          const before = whole.properties[i]!
          // A deadlock may be none, and then there may be another that comes later.
          if (name === 'no deadlock' && finding === null) expect(verdict).toBe(noted ? 'inconclusive' : before.verdict)
          else if (finding === null)
            expect([before.finding, verdict]).toEqual([null, noted ? 'inconclusive' : before.verdict])
          else expect(verdict).toBe(before.verdict)
        }
      }),
      { numRuns: runs(100) },
    )
  })
})

describe.each(['random-walk', 'pct', 'bitstate'] as const)('a sample by %s', (strategy) => {
  it('notes what is cut off', () => {
    const { verdict, ledger } = check(buffers().without('drain'), { strategy })
    expect(verdict).toBe('inconclusive')
    expect(ledger).toMatchObject({ coverage: 'sampled', beyond: [{ bound: 'a buffer of 2 entries' }] })
  })
})

/** The model, some of whose steps come to a bound where they were blocked. */
function bounded(model: Model, which: number): Model {
  return {
    ...model,
    behaviour: model.behaviour.map((b) =>
      b.kind === 'program' ? { ...b, steps: b.steps.map((step, i) => (which & (1 << i) ? step : meeting(step))) } : b,
    ),
  }
}

/** Reductions keep no properties of steps. */
function withoutSteps(model: Model): Model {
  const kept = Object.entries(model.properties).filter(([, { kind }]) => kind !== 'step')
  return { ...model, properties: Object.fromEntries(kept) }
}

function meeting(step: AnyStep): AnyStep {
  return (s, me, pick) => {
    const to = step(s, me, pick)
    return to === blocked ? beyond('a random bound') : to
  }
}
