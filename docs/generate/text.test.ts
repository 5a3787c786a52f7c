import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { duration } from '../../src/report/text.js'
import { runs } from '../../test/runs.js'
import { fenced, plain, table } from './markdown.js'
import { differenceOf, sayTheSame } from './varying.js'
import { wordsOf } from './words.js'

describe('words', () => {
  test('are read as they were quoted', () => {
    const quotings = [
      (word: string) => `'${word.replaceAll("'", `'\\''`)}'`,
      (word: string) => `"${word.replace(/["\\]/g, '\\$&')}"`,
      (word: string) => word.replace(/[\s\S]/g, '\\$&'),
    ]
    const word = fc.string({ minLength: 1 }).filter((w) => !w.includes('\n'))
    const quoted = fc.tuple(word, fc.constantFrom(...quotings)).map(([w, how]) => ({ word: w, text: how(w) }))
    fc.assert(
      fc.property(fc.array(quoted), (all) => {
        expect(wordsOf(` ${all.map((w) => w.text).join('  ')} `)).toEqual(all.map((w) => w.word))
      }),
      { numRuns: runs(300) },
    )
  })

  test.each([
    ["check a --without 'b c' --cpus=2", ['check', 'a', '--without', 'b c', '--cpus=2']],
    ["a'b c'd", ['ab cd']],
    ["''", ['']],
    ["a 'b", null],
    ['a "b', null],
  ])('%s', (text, words) => {
    expect(wordsOf(text)).toEqual(words)
  })
})

describe('what varies', () => {
  test('times do not count, whatever they are', () => {
    const seconds = fc.double({ min: 0, max: 10_000, noNaN: true })
    fc.assert(
      fc.property(seconds, seconds, (one, other) => {
        const text = (s: number) => `all 42 states (77 generated, ${duration(s)})\n| 42 | ${duration(s)} |`
        expect(sayTheSame(text(one), text(other))).toBe(true)
      }),
      { numRuns: runs(100) },
    )
  })

  test.each([
    ['(breadth-first,\nunder 0.01 s).', '(breadth-first, 3 min\n20 s).'],
    ['States, 17 bytes each', 'States, 19 bytes each'],
    ['1.5 MB at 1,200 states a second', '640 kB at 7 states per second'],
    ['"seconds": 0.25,', '"seconds": 1,'],
  ])('%j is as good as %j', (one, other) => {
    expect(sayTheSame(one, other)).toBe(true)
  })

  test.each([
    ['all 42 states', 'all 43 states'],
    ['holds', 'violated'],
    ['--cpus 2 --timeout 30s', '--cpus 2 --timeout 40s'],
    ['after 5 steps', 'after 6 steps'],
  ])('%j is not %j', (one, other) => {
    expect(sayTheSame(one, other)).toBe(false)
  })

  test('a difference is told by the lines that differ, without what varies', () => {
    const before = 'a\nholds in all 42 states, 0.2 s\nb\nc'
    const after = 'a\nholds in all 43 states, 3 s\nnew\nb\nc'
    expect(differenceOf(before, after)).toEqual([
      '- holds in all 42 states, (time)',
      '+ holds in all 43 states, (time)',
      '+ new',
    ])
    expect(differenceOf('', Array.from({ length: 9 }, (_, i) => `${i}`).join('\n'))).toContain('+ … 3 more lines')
  })
})

describe('Markdown', () => {
  test('text stands for itself in a table', () => {
    expect(table([{ title: 'a' }, { title: 'b', right: true }], [[plain('x | *y*'), '1']])).toBe(
      '| a | b |\n| --- | ---: |\n| x \\| \\*y\\* | 1 |',
    )
  })

  test('a fence is longer than any in the code', () => {
    expect(fenced('', 'a\n````\nb')).toBe('`````\na\n````\nb\n`````')
  })
})
