import { describe, expect, test } from 'vitest'
import { array, type CheckOptions, check, int, type Model, struct, system } from '../index.js'
import type { Scope } from '../search/scope.js'
import { ledgerText } from './ledger.js'
import { reportOf } from './report.js'
import { scopeText } from './scope-text.js'

const counters = system('counters', {
  parameters: { constraint: int(0, 9, { default: 9 }) },
  state: () => struct({ cpu: array(2, struct({ n: int(0, 9) })) }),
  behaviour: ({ program }) => [
    program('cpu', {
      count: (_, me) => {
        if (me.n === 3) return 'done'
        me.n++
        return 'count'
      },
    }),
  ],
  fairness: ({ weak }) => [weak('cpu')],
  properties: ({ always, eventually }) => ({
    small: always((s) => s.cpu.every((c) => c.n < 9)),
    'all count to the end': eventually((s) => s.cpu.every((c) => c.n === 3)),
  }),
  constraint: (s, { constraint }) => s.cpu.every((c) => c.n <= constraint),
})

function lines(options: CheckOptions, model: Model = counters()): string[] {
  return ledgerText(reportOf(check(model, options))).map((line) => line.replaceAll(' ', ' '))
}

describe('the ledger says', () => {
  test('how everything was looked at, and what is assumed of runs', () => {
    const [seen, , temporal] = lines({})
    expect(seen).toMatch(/^Exhaustive: all 25 reachable states \(breadth-first, 41 generated, 9 levels, /)
    expect(temporal).toBe(
      'Temporal properties were judged over 25 states and 40 steps, assuming weak fairness of each cpu.',
    )
  })

  test('that another search has no levels', () => {
    expect(lines({ strategy: 'depth-first' })[0]).toContain('(depth-first, 41 generated, the longest run of 9 states, ')
  })

  test('what reductions leave', () => {
    const model = { ...counters(), properties: {} }
    const [seen, reductions] = lines({ reductions: ['symmetry'] }, model)
    expect(seen).toMatch(/^Exhaustive: all 15 states that the reductions leave/)
    expect(reductions).toMatch(/^Reductions: symmetry: .*cpu/)
  })

  test('that a reduction was given up, and why', () => {
    const { ledger, ...result } = check(counters())
    const abandoned = { reduction: 'partial order', states: 4096, part: 0.004 }
    const said = ledgerText(reportOf({ ...result, ledger: { ...ledger, abandoned } }))
    expect(said.join(' ').replaceAll(' ', ' ')).toContain(
      'The reduction "partial order" was given up: in the first 4,096 states it had left out less than 1 % of the steps.',
    )
  })

  test('what was cut off, for temporal properties too', () => {
    const [seen, , temporal] = lines({ bounds: { depth: 3 } })
    expect(seen).toContain('Bounded: 6 states seen')
    expect(seen).toContain('It ended at 3 levels (--max-depth); 3 states were not looked into.')
    expect(temporal).toContain('It ended at 3 levels (--max-depth): runs beyond are not judged.')
    expect(lines({}, counters({ constraint: 1 })).join(' ')).toContain(
      'out of the state constraint counted as possible, and no run took them.',
    )
  })

  test('of samples, what they are worth; and that runs for ever were not judged', () => {
    const walk = lines({ strategy: 'random-walk', samples: 20, seed: 7 })
    expect(walk[0]).toMatch(/^Sampled: \d+ states seen \(random-walk, /)
    expect(walk[1]).toMatch(/^20 runs at random \(seed 7\), .* No guarantee of any kind\.$/)
    expect(walk.join(' ')).toContain('Temporal properties were not judged.')
    expect(lines({ strategy: 'pct', samples: 1000, seed: 7 })[1]).toMatch(
      /^1,000 runs with random priorities of 2 threads \(seed 7\)\. If a violation can be brought about by 3 ordering constraints within \d+ steps, one run shows it with a chance of at least 1 in \d+, and one of the 936 that count with at least [\d.]+%\.$/,
    )
    const bits = lines({ strategy: 'bitstate' })
    expect(bits[1]).toMatch(/^Bitstate: .* By expectation fewer than 0\.01 states were taken for others and dropped/)
    expect(bits.join(' ')).not.toContain('fingerprints')
  })

  test('how far schedules were followed', () => {
    expect(lines({ strategy: 'preemption-bounded', preemptions: 1 }).join(' ')).toContain(
      'All runs with at most 1 preemption were seen; nothing is said of those with more.',
    )
  })

  test.each<[string, CheckOptions, RegExp]>([
    [
      'in depth',
      { strategy: 'depth-first', bounds: { depth: 4 } },
      /It followed no run beyond 4 states \(--max-depth\); \d+ states were not looked into\.$/,
    ],
    [
      'in a sample of states',
      { strategy: 'bitstate', bounds: { depth: 4 } },
      /It followed no run beyond 4 states \(--max-depth\)\.$/,
    ],
    [
      'within a budget',
      { strategy: 'delay-bounded', bounds: { depth: 4 } },
      /It followed no run beyond 4 states \(--max-depth\); \d+ states were not looked into, each counted once for everybody who may have acted last\.$/,
    ],
    [
      'at the end of a budget',
      { strategy: 'preemption-bounded', preemptions: 0 },
      /It looked at runs with at most 0 preemptions; with more, \d+ states would have come next, each counted once for everybody who may have acted last\.$/,
    ],
    ['of runs', { strategy: 'random-walk', samples: 20 }, /It ended after 20 runs\.$/],
  ])('where a search has ended: %s', (_, options, expected) => {
    expect(lines(options)[0]).toMatch(expected)
  })

  test('how long runs could be, whichever bound says so', () => {
    expect(lines({ strategy: 'random-walk', samples: 20, bounds: { depth: 4 } })[1]).toContain(
      'the longest of 3 of at most 3 steps',
    )
  })
})

test.each<[Scope, string]>([
  [{ tag: 'delays', bound: 2, complete: -1 }, 'Not even all runs without delays were seen.'],
  [
    { tag: 'random walk', seed: 1, runs: 1, longest: 4, steps: 9, lastNew: 0 },
    '1 run at random (seed 1), the longest of 4 of at most 9 steps; none found a new state. No guarantee of any kind.',
  ],
  [
    { tag: 'pct', seed: 1, runs: 9, threads: 2, depth: 1, steps: 5, counted: 0, perRun: 0.5, overall: 0, drew: false },
    '9 runs with random priorities of 2 threads (seed 1). All of them measured how long runs are: no guarantee.',
  ],
])('%o', (scope, text) => expect(scopeText(scope)).toBe(text))
