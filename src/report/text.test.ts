import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commandLines, flagOf, replayCommand } from './command.js'
import { bytes, chance, count, duration, listing, paragraph, plural, wrap } from './text.js'

const words = fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1 })

test('text is broken at spaces, and nothing gets lost', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 20, max: 80 }), fc.nat({ max: 8 }), (given, width, hanging) => {
      const lines = wrap(given.join(' '), width, hanging)
      expect(lines.every((line) => line.length <= width)).toBe(true)
      expect(
        lines
          .map((line) => line.trim())
          .join('')
          .replaceAll(' ', ''),
      ).toBe(given.join(''))
    }),
  )
})

test('a paragraph is indented and no wider than the page', () => {
  expect(paragraph('to be or not to be', 12, 2)).toEqual(['  to be or', '  not to be'])
})

test('numbers are written for people', () => {
  expect([0, 999, 1000, 1234567].map(count)).toEqual(['0', '999', '1,000', '1,234,567'])
  expect([plural(1, 'state'), plural(2, 'state')]).toEqual(['1 state', '2 states'])
  expect([0.001, 0.25, 1.25, 42.4, 200, 359.6].map(duration).map((t) => t.replaceAll('\u00a0', ' '))).toEqual([
    'under 0.01 s',
    '0.25 s',
    '1.3 s',
    '42 s',
    '3 min 20 s',
    '6 min 0 s',
  ])
  expect([0, 640, 2048, 5_000_000, 2 ** 34].map(bytes)).toEqual(['0 bytes', '640 bytes', '2.0 kB', '4.8 MB', '16 GB'])
  expect([[], ['a'], ['a', 'b', 'c']].map(listing)).toEqual(['', 'a', 'a, b and c'])
})

test('chances that are none to be forgotten are told in percent', () => {
  expect([0, 1e-16, 0.002, 0.1, 0.101, 0.634, 0.999, 1].map(chance).map((t) => t.replaceAll('\u00a0', ' '))).toEqual([
    'none',
    'below 1 in 10^16',
    'below 1 in 10^2',
    'below 1 in 10^1',
    'about 10 %',
    'about 63 %',
    'nearly certain',
    'nearly certain',
  ])
})

describe('commands', () => {
  test('survive the shell', () => {
    expect(replayCommand("out/it's.json", './my lock.ts')).toBe(
      "npx shootdown replay 'out/it'\\''s.json' --model './my lock.ts'",
    )
  })

  test('are broken so that they can be copied', () => {
    const command = replayCommand(`out/${'x'.repeat(50)}.json`, './some/where/my-lock.ts')
    const lines = commandLines(command, 80, 4)
    expect(lines.every((line) => line.length <= 80)).toBe(true)
    expect(lines.map((line) => line.trim().replace(/ \\$/, '')).join(' ')).toBe(command)
  })

  test('have flags that are spelled as flags are', () => {
    expect(['cpus', 'maxClock', 'N', 'noReply', 'of_each'].map(flagOf)).toEqual([
      '--cpus',
      '--max-clock',
      '--N',
      '--noReply',
      '--of_each',
    ])
  })
})
