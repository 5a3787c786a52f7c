import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { Counterexample } from './counterexample.js'
import { decodeCounterexample, describeDecode } from './decode.js'
import { formatCounterexample } from './format.js'

const literal = fc.oneof(fc.integer(), fc.string(), fc.boolean())
const literals = fc.dictionary(
  fc.string().filter((name) => name !== '__proto__'),
  literal,
  { noNullPrototype: true },
)
const choices = fc.array(fc.nat(), { maxLength: 3 })
const picked = fc.array(fc.string(), { maxLength: 3 })
const during = fc.oneof(
  fc.record({ tag: fc.constant('step' as const), process: fc.option(fc.string()), label: fc.string() }),
  fc.record({ tag: fc.constant('property' as const), property: fc.string() }),
)

const counterexamples: fc.Arbitrary<Counterexample> = fc.record(
  {
    version: fc.constant(1 as const),
    model: fc.string(),
    modelVersion: fc.record({
      parameters: fc.string(),
      state: fc.string(),
      behaviour: fc.string(),
      properties: fc.string(),
      precautions: fc.string(),
    }),
    parameters: literals,
    without: fc.array(fc.string()),
    memoryModel: fc.constant('sc' as const),
    property: fc.record({ name: fc.string(), kind: fc.string() }),
    fault: fc.option(fc.record({ message: fc.string(), during })),
    initial: fc.option(fc.record({ choices, picked, state: literals })),
    steps: fc.array(
      fc.record({
        process: fc.option(fc.string()),
        label: fc.string(),
        arguments: literals,
        choices,
        picked,
        changes: fc.array(fc.record({ path: fc.string(), before: fc.string(), after: fc.string() }), { maxLength: 3 }),
      }),
    ),
    loop: fc.constant(null),
  },
  { noNullPrototype: true },
)

const small = (): Record<string, unknown> => ({
  version: 1,
  model: 'm',
  modelVersion: { parameters: '', state: '', behaviour: '', properties: '', precautions: '' },
  parameters: {},
  without: [],
  memoryModel: 'sc',
  property: { name: 'p', kind: 'always' },
  fault: null,
  initial: { choices: [], picked: [], state: {} },
  steps: [{ process: null, label: 'go', arguments: {}, choices: [], picked: [], changes: [] }],
  loop: null,
})

test('what is written is read', () => {
  fc.assert(
    fc.property(counterexamples, (one) => {
      expect(decodeCounterexample(formatCounterexample(one))).toEqual(E.right(one))
    }),
  )
})

test('a file is laid out for reading and comparing: what fits on a line is on one', () => {
  const text = formatCounterexample(small() as unknown as Counterexample)
  expect(text).toContain('\n  "without": [],\n')
  expect(text.split('\n').every((line) => line.length <= 120)).toBe(true)
})

describe('what is no counterexample is refused with a reason', () => {
  const step = (change: object) => ({ steps: [{ ...(small().steps as object[])[0], ...change }] })

  test.each<[string, string, string]>([
    ['other JSON', '{"name": "shootdown"}', 'it names no version of the format'],
    ['a list', '[]', 'it names no version of the format'],
    ['null', 'null', 'it names no version of the format'],
    ['a later format', '{"version": 2}', 'it has version 2 of the format, and this Shootdown reads version 1'],
    ['another part', JSON.stringify({ ...small(), property: 'low' }), 'property should be an object, and is "low"'],
    ['no list of steps', JSON.stringify({ ...small(), steps: {} }), 'steps should be an array, and is {}'],
    ['a missing part', JSON.stringify({ ...small(), model: undefined }), 'model should be string, and is missing'],
    [
      'a wrong part',
      JSON.stringify({ ...small(), ...step({ label: 5 }) }),
      'steps[0].label should be string, and is 5',
    ],
    [
      'a wrong part of an alternative',
      JSON.stringify({ ...small(), ...step({ process: 5 }) }),
      'steps[0].process should be string or null, and is 5',
    ],
    [
      'a memory that nobody knows',
      JSON.stringify({ ...small(), memoryModel: 'arm' }),
      'memoryModel should be "sc" | "tso" | "pso" | "rc11", and is "arm"',
    ],
    [
      'another memory',
      JSON.stringify({ ...small(), memoryModel: 'tso' }),
      'memoryModel should be sc, as the parameters say, and is "tso"',
    ],
    [
      'a choice that is no number',
      JSON.stringify({ ...small(), initial: { choices: [0.5], picked: [], state: {} } }),
      'initial.choices[0] should be Integer, and is 0.5',
    ],
  ])('%s', (_, text, reason) => {
    const decoded = decodeCounterexample(text)
    expect(E.isLeft(decoded) ? describeDecode(decoded.left) : 'decoded').toBe(reason)
  })

  test('what is no JSON at all', () => {
    const decoded = decodeCounterexample('{"version": 1,')
    expect(E.isLeft(decoded) && describeDecode(decoded.left)).toMatch(/^it is not JSON: /)
  })
})
