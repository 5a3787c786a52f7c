import { expect, test } from 'vitest'
import { check, int, struct, system } from '../index.js'
import { json } from './json.js'
import { reportOf } from './report.js'

test('the document is what other programs were promised', () => {
  const counter = system('counter', {
    parameters: { limit: int(1, 5, { default: 3 }) },
    state: () => struct({ n: int(0, 9) }),
    behaviour: ({ action, precaution }) => {
      precaution('stop in time')
      return [
        action('count', {
          when: (s) => s.n < 9,
          do: (s) => {
            s.n++
          },
        }),
      ]
    },
    properties: ({ always, reachable }) => ({
      bounded: always((s) => s.n < 3),
      counts: reachable((s) => s.n === 2),
    }),
    mayStop: () => true,
  })
  const report = reportOf(check(counter({ limit: 4 }).without('stop in time')))
  const filed = { ...report, properties: report.properties.map((p, i) => (i === 0 ? { ...p, file: 'out/a.json' } : p)) }
  const look = { columns: 80, colours: false }
  expect(json.each(report, look)).toBe('')
  const document = JSON.parse(json.end({ checks: [filed] }, look))
  expect(document).toMatchObject({
    version: 1,
    checks: [
      {
        model: 'counter',
        parameters: { limit: 4 },
        without: ['stop in time'],
        memoryModel: 'sc',
        verdict: 'violated',
        seconds: expect.any(Number),
        states: { generated: 4, distinct: 4, depth: 4 },
        properties: [
          { name: 'bounded', kind: 'always', verdict: 'violated', steps: 3, counterexample: 'out/a.json' },
          { name: 'counts', kind: 'reachable', verdict: 'holds', steps: 2, counterexample: null },
          { name: 'no deadlock', kind: 'deadlock', verdict: 'inconclusive', steps: null, counterexample: null },
        ],
        command: "npx shootdown check counter --limit 4 --without 'stop in time'",
        ledger: {
          strategy: 'breadth-first',
          coverage: 'bounded',
          limit: { tag: 'violation', frontier: 1 },
          storage: 'fingerprints',
          reductions: [],
          fairness: [],
          neverTaken: [],
        },
      },
    ],
  })
  expect(Object.keys(document.checks[0])).toEqual([
    'model',
    'parameters',
    'without',
    'memoryModel',
    'verdict',
    'seconds',
    'states',
    'properties',
    'vacuousPrecautions',
    'ledger',
    'command',
  ])
})
