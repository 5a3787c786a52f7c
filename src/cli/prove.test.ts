import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { unwrapped } from '../../test/unwrapped.js'
import { add, and, bits, eq, le, lemma, lt, mul, ne, no, shr, theory, xor } from '../prove/index.js'
import type { Theory } from '../prove/theory.js'
import type { Io } from './io.js'
import { main } from './main.js'

/** The theories of these tests: what is right, and what is wrong in one way or another. */
const averages = theory('averages', {
  summary: 'of two words',
  source: 'a source',
  small: 4,
  widths: [8, 32],
  operations: (width) => ({ careful: shr(xor(lemmaTerms(width).a, lemmaTerms(width).b), 1) }),
  lemmas: (width) => ({
    'half the sum lies between': lemma(
      { a: bits(width, { high: width / 2, low: { flags: width / 2 } }), b: bits(width) },
      {
        assume: ({ a, b }) => le(a, b),
        conclude: ({ a, b }) => le(a, shr(add(a, b), 1)),
        show: ({ a, b }) => ({ 'half the sum': [bits(width), shr(add(a, b), 1)] }),
        expected: 'false',
      },
    ),
    'the careful average lies between': lemma(
      { a: bits(width), b: bits(width) },
      {
        assume: ({ a, b }) => le(a, b),
        conclude: ({ a, b }) => le(a, add(and(a, b), shr(xor(a, b), 1))),
      },
    ),
  }),
})

function lemmaTerms(width: number) {
  return lemma({ a: bits(width), b: bits(width) }, { conclude: () => no }).terms
}

const wrong = theory('wrong', {
  small: 3,
  widths: [8],
  lemmas: (width) => ({ 'words are even': lemma({ a: bits(width) }, { conclude: ({ a }) => eq(and(a, 1), 0) }) }),
})

const hard = theory('hard', {
  small: 3,
  widths: [64],
  lemmas: (width) => ({
    'no factors': lemma(
      { a: bits(width), b: bits(width) },
      {
        assume: ({ a, b }) => and(...[a, b].map((n) => (width < 64 ? le(n, 7) : and(lt(n, 1n << 32n), ne(n, 1))))),
        conclude: ({ a, b }) => (width < 64 ? le(a, 7) : ne(mul(a, b), 4294967291n * 4294967279n)),
      },
    ),
  }),
})

const cwd = mkdtempSync(join(tmpdir(), 'shootdown-prove-'))
afterAll(() => rmSync(cwd, { recursive: true }))

async function run(
  argv: readonly string[],
  theories: readonly Theory[] | null = [averages],
  columns = 80,
  onInterrupt: Io['onInterrupt'] = () => () => {},
) {
  const text = { out: '', err: '' }
  const io: Io = {
    stdout: { write: (t) => (text.out += t), columns },
    stderr: { write: (t) => (text.err += unwrapped(t)) },
    env: {},
    cwd,
    onInterrupt,
  }
  const shipped = theories === null ? {} : { theories: async () => theories }
  return { code: await main(['prove', ...argv], { catalogue: [], ...shipped }, io), ...text }
}

describe('lemmas are looked at in three ways', () => {
  test('a table for people, with what is false shown', async () => {
    const { code, out } = await run([])
    expect(code).toBe(0)
    expect(out.replace(/ +(holds|false) \d+(\.\d)? s/g, ' $1 T')).toMatchInlineSnapshot(`
      "averages — of two words
        a source

                                        every word      random      proved      proved
                                         of 4 bits    8 and 32       for 8      for 32
      half the sum lies between false T false T           -           -
      the careful average lies holds T holds T holds T holds T
        between

      "half the sum lies between" is false, as is known; words of 4 bits:
        a             high 0, low 01
        b             15
        half the sum  0

      Operations on words of 8 and 32 bits: careful 2 and 2.

      2 lemmas: 1 proved, 1 false, as is known. Limit of each proof: 60 s (--timeout).
      "
    `)
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })

  test('in a hurry they are only tried, which proves nothing', async () => {
    const { code, out } = await run(['--quick'])
    expect(code).toBe(3)
    expect(out).toMatch(/^the careful average lies +holds \d+\.\d s holds \d+\.\d s {11}- {11}-$/m)
    expect(out).toContain('2 lemmas: none proved (--quick), 1 false, as is known, 1 only tried.')
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    expect((await run(['--quick'], [wrong])).code).toBe(1)
    const json = await run(['--quick', '--reporter', 'json'])
    const [{ proves, limit, lemmas }] = JSON.parse(json.out).theories
    expect([proves, limit]).toEqual([false, 1])
    expect(lemmas[1]).toMatchObject({ outcome: 'inconclusive', findings: [{ way: 'exhaustive' }, {}, {}] })
  })

  test('a document for programs', async () => {
    const { code, out } = await run(['averages', '--reporter', 'json', '--samples', '50', '--seed', '7'])
    expect(code).toBe(0)
    const [{ name, small, widths, lemmas }] = JSON.parse(out).theories
    expect([name, small, widths]).toEqual(['averages', 4, [8, 32]])
    expect(lemmas[0]).toMatchObject({ expected: 'false', outcome: 'expected', shown: { width: 4 } })
    expect(lemmas[0].findings[0].counterexample).toEqual({ a: '1', b: '15' })
    const ways = lemmas[1].findings.map((f: Record<string, unknown>) => [f.way, f.width, f.verdict, f.cases])
    expect(ways).toEqual([
      ['exhaustive', 4, 'holds', (16 * 17) / 2],
      ['sampled', 8, 'holds', 50],
      ['sampled', 32, 'holds', 50],
      ['proved', 8, 'holds', null],
      ['proved', 32, 'holds', null],
    ])
  })

  test('to a file, as to a terminal', async () => {
    const { out } = await run(['--lemma', 'half the sum lies between', '--reporter', 'terminal=proof.txt'])
    expect(out).toBe('')
    expect(readFileSync(join(cwd, 'proof.txt'), 'utf8')).toContain('1 lemma: 0 proved, 1 false, as is known.')
  })

  test('what is false and should not be ends with 1', async () => {
    const { code, out } = await run(['wrong'], [wrong])
    expect(code).toBe(1)
    expect(out).toContain('NOT AS EXPECTED')
    expect(out).toContain('"words are even" is false; words of 3 bits:\n  a  1\n')
  })

  test('a proof for which time runs out is inconclusive, and ends with 3', async () => {
    const { code, out } = await run(['hard', '--timeout', '0.1', '--samples', '5'], [hard])
    expect(code).toBe(3)
    expect(out).toMatch(/"no factors": the proof of 64 bits ended after \S+\s\S+ timeout\./)
  })

  test('a proof that is declared as open is not looked for: that is as expected', async () => {
    const lemmas = (width: number) => ({
      'words are themselves': lemma(
        { a: bits(width) },
        { conclude: ({ a }) => eq(a, a), open: width === 8 ? 'nobody has one' : null },
      ),
    })
    const { code, out } = await run([], [theory('left', { small: 3, widths: [8, 16], lemmas })])
    expect(code).toBe(0)
    expect(out).toMatch(/words are themselves .* open +holds/)
    expect(out).toContain('"words are themselves" is left open for 8 bits: nobody has one.')
    expect(out).toContain('1 lemma: 0 proved, 1 left open, as is declared.')
  })

  test('interrupted, it says how many are left', async () => {
    const { code, err } = await run(['--quick'], [averages], 80, (listener) => {
      listener()
      return () => {}
    })
    expect([code, err]).toEqual([3, 'shootdown: interrupted; 2 of 2 not looked at\n'])
  })

  test('what cannot be built at full width is named all the same', async () => {
    const narrow = theory('narrow', {
      small: 4,
      widths: [8],
      lemmas: (width) => {
        if (width > 4) throw new Error('too wide')
        return { same: lemma({ a: bits(width) }, { conclude: ({ a }) => eq(a, a) }) }
      },
    })
    expect((await run(['--list'], [narrow])).code).toBe(0)
    expect((await run([], [narrow])).err).toBe('shootdown: narrow cannot be built: too wide\n')
  })

  test('they are named', async () => {
    const { code, out } = await run(['--list'])
    expect([code, out]).toEqual([
      0,
      'averages — of two words\n  a source\n  half the sum lies between (known to be false)\n  the careful average lies between\n',
    ])
    const document = JSON.parse((await run(['--list', '--reporter', 'json'])).out)
    expect(document.theories[0].lemmas[1]).toEqual({ name: 'the careful average lies between', expected: 'proved' })
  })
})

describe("a user's own lemmas, in a process that ends", () => {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const bin = fileURLToPath(new URL('../../bin/shootdown.ts', import.meta.url))
  const prove = new URL('../prove/index.ts', import.meta.url).href
  const start = (file: string) =>
    spawnSync(process.execPath, ['--import', tsx, bin, 'prove', file], { cwd, encoding: 'utf8', timeout: 50_000 })

  test('are proved', () => {
    writeFileSync(
      join(cwd, 'align.ts'),
      `import { add, and, bits, eq, lemma, not, sub, theory, word } from '${prove}'
export const aligned = theory('align', {
  small: 6,
  widths: [32],
  lemmas: (width: number) => ({
    'rounding up twice is rounding up once': lemma({ a: bits(width) }, {
      conclude: ({ a }) => eq(up(up(a)), up(a)),
    }),
  }),
})
function up(a) { return and(add(a, 7), not(word(a.width, 7))) }
`,
    )
    const { status, stdout, stderr } = start('./align.ts')
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('1 lemma: 1 proved.')
  })

  test('have to be there', () => {
    writeFileSync(join(cwd, 'none.ts'), 'export const a = 1\n')
    const { status, stderr } = start('./none.ts')
    expect([status, stderr]).toEqual([2, 'shootdown: ./none.ts exports no theory, only a\n'])
  })
})

describe('wrong use is answered in one sentence, with exit code 2', () => {
  test.each([
    [
      ['average'],
      'there are no lemmas called "average" (did you mean "averages"?); `shootdown prove --list` names all of them, and a file is a path or ends in .ts',
    ],
    [['--lemma', 'x'], 'there is no lemma "x"; `shootdown prove --list` names all of them'],
    [['./missing.ts'], 'there is no file ./missing.ts'],
    [['--samples', '0'], "option '--samples <n>' argument '0' is invalid. It is a whole number above zero."],
    [
      ['--timeout', 'x'],
      "option '--timeout <time>' argument 'x' is invalid. It is a time above zero: 30, 30s, 5m or 1h.",
    ],
    [['--reporter', 'xml'], 'there is no reporter "xml"; there are terminal, json'],
  ])('%j', async (argv, sentence) => {
    const { code, out, err } = await run(argv)
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: `shootdown: ${sentence}\n` })
  })

  test('lemmas that cannot be built', async () => {
    const of = (small: number, lemmas: Parameters<typeof theory>[1]['lemmas']) =>
      theory('mine', { small, widths: [32], lemmas })
    const wide = of(24, (width) => ({ any: lemma({ a: bits(width) }, { conclude: ({ a }) => eq(a, a) }) }))
    expect(await run([], [wide])).toEqual({
      code: 2,
      out: '',
      err: 'shootdown: mine cannot be built: a has 24 bits: too many values to try them all, which takes 20 at most\n',
    })
    const odd = of(4, (width) => ({ any: lemma({ a: bits(width), b: bits(8) }, { conclude: ({ a, b }) => eq(a, b) }) }))
    expect((await run([], [odd])).err).toBe('shootdown: mine cannot be built: eq: a word of 4 bits with one of 8\n')
  })

  test('where no lemmas are shipped', async () => {
    expect((await run([], null)).err).toBe('shootdown: no lemmas are shipped with this: name a file\n')
  })
})
