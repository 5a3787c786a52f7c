import { describe, expect, test } from 'vitest'
import { median } from '../bench/measured.js'
import { full, quick } from '../bench/models.js'
import { readOptions } from '../bench/options.js'
import { parsePan } from '../bench/pan-output.js'
import { childTimes } from '../bench/process.js'
import { hashBits } from '../bench/spin.js'
import { decimal, table } from '../bench/table.js'

const PAN = `pan:1: invalid end state (at depth 11)

(Spin Version 6.5.2 -- 6 December 2019)

State-vector 108 byte, depth reached 143210, errors: 1
   177146 states, stored
  1121922 states, matched
  1299068 transitions (= stored+matched)
        0 atomic steps

Stats on memory usage (in Megabytes):
         	state-vector as stored = 32 byte + 20 byte overhead

pan: elapsed time 0.35 seconds
`

describe("Spin's output", () => {
  test('is read', () => {
    expect(parsePan(PAN)).toEqual({
      stored: 177146,
      transitions: 1299068,
      errors: 1,
      invalidEndStates: 1,
      seconds: 0.35,
      bytesPerState: 52,
    })
  })

  test('of a search that was cut short counts for nothing', () => {
    expect(parsePan(`error: max search depth too small\n${PAN}`)).toBeNull()
    expect(parsePan(PAN.replace('\npan: elapsed', '\nWarning: Search not completed\npan: elapsed'))).toBeNull()
    expect(parsePan('Segmentation fault')).toBeNull()
  })
})

test('what the shell says of its children', () => {
  expect(childTimes('a warning\n0m0.00s 0m0.01s\n1m2.50s 0m0.25s\n')).toEqual({
    cpuSeconds: 62.75,
    before: 'a warning',
  })
})

test('the middle of an odd and of an even number', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
})

test('about four slots for each state', () => {
  expect(hashBits(2 ** 20)).toBe(22)
  expect(hashBits(10)).toBe(18)
})

test('a table lines up, and its numbers are short', () => {
  const columns = [
    { heading: 'name', cell: (r: readonly [string, number]) => r[0] },
    { heading: 'seconds', cell: (r: readonly [string, number]) => decimal(r[1]) },
  ]
  const lines = ['name    seconds', '---------------', 'a          1.25', 'longer     12.3', 'b           123']
  const rows = [
    ['a', 1.25],
    ['longer', 12.34],
    ['b', 123.4],
  ] as const
  expect(table(columns, rows)).toBe(`${lines.join('\n')}\n`)
  expect(decimal(undefined)).toBe('-')
})

describe('options', () => {
  test('say what is measured, and how often', () => {
    expect(readOptions([])).toMatchObject({ subjects: full, repeat: 3, json: null })
    expect(readOptions(['--quick', '--models', 'mcs-tso,filter-lock', '--json', 'f'])).toMatchObject({
      subjects: [quick[1], quick[2]],
      repeat: 2,
      json: 'f',
    })
  })

  test('that are wrong get a sentence', () => {
    expect(readOptions(['--models', 'mutex'])).toMatch(/no model "mutex" here; there are lamport-mutex, /)
    expect(readOptions(['--repeat', '0'])).toMatch(/number from 1 on, not "0"/)
    expect(readOptions(['--fast'])).toMatch(/--fast/)
  })
})
