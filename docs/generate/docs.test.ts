import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { array, bool, int, struct, system } from '../../src/index.js'
import { docs } from './docs.js'
import { resultsOf } from './results.js'

const light = system('light', {
  parameters: { lamps: int(1, 4, { default: 2 }), gentle: bool },
  state: ({ lamps }) => struct({ lit: array(lamps, bool) }),
  behaviour: ({ lamps, action, precaution }) => {
    const alone = precaution('one, and no other')
    return [
      action(
        'switch',
        { lamp: int(0, lamps - 1) },
        {
          when: (s, { lamp }) => !alone || s.lit.every((lit, i) => !lit || i === lamp),
          do: (s, { lamp }) => s.lit.set(lamp, !s.lit.get(lamp)),
        },
      ),
    ]
  },
  properties: ({ always }) => ({ 'one is lit at most': always((s) => s.lit.count((lit) => lit) <= 1) }),
})

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'shootdown-docs-'))
  mkdirSync(join(root, 'docs'))
  writeFileSync(join(root, 'README.md'), 'no blocks\n')
})
afterEach(() => rmSync(root, { recursive: true }))

const write = (text: string) => writeFileSync(join(root, 'docs/page.md'), text)
const read = () => readFileSync(join(root, 'docs/page.md'), 'utf8')

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const text = { out: '', err: '' }
  const say = {
    out: (t: string) => {
      text.out += t
    },
    error: (t: string) => {
      text.err += t
    },
  }
  const code = await docs(argv, { results: resultsOf({ catalogue: [light] }, root), cwd: root, say })
  return { code, ...text }
}

const unfilled = (...directives: string[]) => directives.map((d) => `before\n<!-- ${d} -->\n<!-- end -->\n`).join('')

describe('npm run docs', () => {
  test('fills blocks, and has nothing to do the second time', async () => {
    write(unfilled('shootdown check light', 'counts light --lamps 1,3 --gentle', 'precautions light'))
    expect(await run()).toMatchObject({ code: 0, err: '' })
    const page = read()
    expect(page).toContain('$ npx shootdown check light\nlight\n  with lamps 2, gentle false\n')
    expect(page).toMatch(/\| 1 \| yes \| holds \| 2 \| .*\n\| 3 \| yes \| holds \| 4 \| 7 \| 2 \| /)
    expect(page).toContain(
      '| one, and no other | one is lit at most | 2 |\n| *with all of them* | nothing, in all 3 states |',
    )
    expect(page.match(/^<!-- end [\d.]+ s -->$/gm)).toHaveLength(3)
    expect(await run()).toEqual({ code: 0, out: '3 blocks up to date\n', err: '' })
    expect(await run('--check', '--quick')).toEqual({ code: 0, out: '3 blocks up to date\n', err: '' })
    expect(read()).toBe(page)
    expect(readdirSync(join(root, 'docs'))).toEqual(['page.md'])
  })

  test('other times are no difference; anything else is, and only that block is written', async () => {
    write(unfilled('counts light', 'counts light --lamps 3'))
    await run()
    const page = read()
    write(page.replaceAll('under 0.01 s', '12 s').replace('| 4 | 7 | 2 |', '| 5 | 7 | 2 |'))
    const checked = await run('--check')
    expect(checked).toMatchObject({ code: 1, out: '1 block up to date, 1 not\n' })
    expect(checked.err).toMatch(
      /^docs\/page\.md:\d+: counts light --lamps 3\n {2}- .*\| 5 \| 7 \|.*\n {2}\+ .*\| 4 \| 7 \|.*\n$/,
    )
    expect(read()).toContain('| 5 | 7 | 2 |')
    expect((await run('page')).out).toMatch(/^docs\/page\.md:\d+: counts light --lamps 3 \([\d.]+ s\)\n/)
    expect(read()).toContain('| holds | 3 | 5 | 2 | 12 s |')
    expect(read()).toContain('| 4 | 7 | 2 |')
  })

  test('shows code, or a part of it, and lists pages', async () => {
    writeFileSync(
      join(root, 'lock.ts'),
      'const a = 1\n  // #region part\n  const b = {\n    c: 2,\n  }\n  // #endregion\n',
    )
    mkdirSync(join(root, 'docs/more'))
    writeFileSync(join(root, 'docs/more/other.md'), '# Other\n')
    write(`# Page\n${unfilled('code lock.ts part', 'code lock.ts', 'pages')}`)
    expect(await run()).toMatchObject({ code: 0, err: '' })
    expect(read()).toContain('\n\n```ts\nconst b = {\n  c: 2,\n}\n```\n\n')
    expect(read()).toContain('```ts\nconst a = 1\n  const b = {\n    c: 2,\n  }\n```')
    expect(read()).toContain('\n- [Page](page.md)\n- more\n  - [Other](more/other.md)\n')
  })

  test('shows a recorded run in lanes, unless it is stale', async () => {
    const results = resultsOf({ catalogue: [light] }, root)
    await results.ask(['precautions', 'light', '--out', 'counterexamples'])
    write(unfilled('run light.without-one-and-no-other.json'))
    expect(await run()).toMatchObject({ code: 0, err: '' })
    expect(read()).toContain(
      [
        '**light** with lamps 2, gentle false without “one, and no other”',
        '',
        '|  | actions | what changes |',
        '| ---: | --- | --- |',
        '| 1 | switch (lamp: 0) | `lit[0]: false → true` |',
        '| 2 | switch (lamp: 1) | `lit[1]: false → true` |',
        '',
        'After step 2, "one is lit at most" does not hold.',
      ].join('\n'),
    )
    const file = join(root, 'counterexamples/light.without-one-and-no-other.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"after": "true"', '"after": "blue"'))
    expect(await run()).toMatchObject({ code: 2, err: expect.stringContaining('is not what the model does now') })
  })

  test('--check says which blocks have never been filled', async () => {
    write(unfilled('counts light'))
    expect(await run('--check')).toMatchObject({ code: 1, err: expect.stringContaining('has never been filled') })
    expect(read()).toBe(unfilled('counts light'))
  })

  test('a page is named by its path, or by its name if that is the only one', async () => {
    write(unfilled('counts light'))
    mkdirSync(join(root, 'docs/more'))
    for (const name of ['other.md', 'README.md']) writeFileSync(join(root, 'docs/more', name), '')
    expect((await run('--check', 'README', 'other', 'docs/more/README.md')).code).toBe(0)
    for (const name of ['page', 'page.md', 'docs/page', 'docs/page.md'])
      expect((await run('--check', name)).code).toBe(1)
    writeFileSync(join(root, 'docs/more/page.md'), '')
    expect((await run('page')).err).toBe('docs: "page" may be docs/more/page.md or docs/page.md\n')
  })

  test('--quick leaves slow blocks alone', async () => {
    const slow = '<!-- counts light -->\nold\n<!-- end 7 s -->\n'
    write(slow)
    expect(await run('--quick')).toEqual({ code: 0, out: '0 blocks up to date, 1 slow ones left alone\n', err: '' })
    expect(read()).toBe(slow)
  })

  test('tells of reductions how many states they leave, or why they are refused', async () => {
    write(unfilled("reductions 'light --lamps 3'", 'reductions --max-states 2'))
    expect(await run()).toMatchObject({ code: 0, err: '' })
    expect(read()).toContain(
      '| `light --lamps 3` | 4 | refused (a) | 4 | 1 | refused (a) |\n\n- (a) symmetry: it has no family',
    )
    expect(read()).toContain('Larger than that: `light`.')
  })

  test.each([
    ["reductions 'light --lamps 9'", 'parameter'],
    ['cuonts light', 'there is no directive "cuonts" (did you mean "counts"?); there are '],
    ['../docs x', 'there is no directive "../docs"'],
    ['shootdown', 'a command is missing after "shootdown"'],
    ['shootdown check lihgt', 'there is no model "lihgt" (did you mean "light"?)'],
    ['shootdown check light --lamps 9', 'parameter'],
    ["shootdown check 'light", 'has a quote that is not closed'],
    ['counts', 'a model is missing after "counts"'],
    ['counts light 3', '"3" is no option of a check'],
    ['precautions --lamps 3', 'a model is missing after "precautions"'],
    ['run', '"run" takes one file of counterexamples/'],
    ['code', '"code" takes a file'],
    ['code nowhere.ts', 'there is no file nowhere.ts'],
    ['code README.md part', 'README.md has no region "part"'],
    ['pages here', '"pages" takes no words'],
    ['run nowhere.json', 'counterexamples/nowhere.json cannot be read'],
  ])('a bad directive is told with its page and line: %s', async (directive, message) => {
    write(`\n${unfilled(directive)}`)
    const { code, err } = await run()
    expect(code).toBe(2)
    expect(err.startsWith(`docs/page.md:3: ${directive}\n  `)).toBe(true)
    expect(err).toContain(message)
    expect(read()).toBe(`\n${unfilled(directive)}`)
  })

  test.each([
    [['pagge'], 'there is no page "pagge" (did you mean "page"?)'],
    [['--chekc'], "Unknown option '--chekc'"],
  ])('wrong use: %j', async (argv, message) => {
    write('text\n')
    expect(await run(...argv)).toMatchObject({ code: 2, err: expect.stringContaining(message) })
  })

  test('a page that cannot be read is told with the line', async () => {
    write('text\n<!-- counts light -->\n')
    expect(await run()).toMatchObject({
      code: 2,
      err: 'docs: docs/page.md:2: "counts light" has no <!-- end --> after it\n',
    })
  })
})
