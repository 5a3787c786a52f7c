import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, test } from 'vitest'
import { referenceOutcomes } from '../../test/litmus-reference.js'
import { unwrapped } from '../../test/unwrapped.js'
import { nativeModel } from '../litmus/hardware/native.js'
import type { LibraryTest, LitmusKit, Verdicts } from '../litmus/models.js'
import { parseLitmus } from '../litmus/text/parse.js'
import { WorkerFailure } from '../search/parallel/thread.js'
import type { Io } from './io.js'
import { main } from './main.js'

const SB = `\
litmus SB
"both store, then load"

P0     | P1
x = 1  | y = 1
r0 = y | r0 = x

exists (0:r0 = 0 & 1:r0 = 0)
`

function libraryTest(text: string, verdicts: Verdicts): LibraryTest {
  const read = parseLitmus(text)
  if (E.isLeft(read)) throw new Error(read.left.message)
  return { test: read.right, source: 'a source', verdicts }
}

const kit: LitmusKit = {
  library: [
    libraryTest(SB, { sc: 'forbidden', tso: 'allowed', pso: 'allowed' }),
    libraryTest('litmus CoWW\nP0\nx = 1\nx = 2\nexists (x = 1)', { sc: 'forbidden' }),
  ],
  // As far as these tests go, C11 and partial store order are the same.
  outcomesOf: (asked, model) => {
    const native = { ...asked, threads: asked.threads.map((t) => t.filter((i) => i.op !== 'fence')) }
    return referenceOutcomes(native, model === 'rc11' ? 'pso' : model)
  },
}

const cwd = mkdtempSync(join(tmpdir(), 'shootdown-litmus-'))
afterAll(() => rmSync(cwd, { recursive: true }))

async function run(line: string | readonly string[], change: Partial<Io> = {}, shipped: LitmusKit | null = kit) {
  const text = { out: '', err: '' }
  const io: Io = {
    stdout: { write: (t) => (text.out += t) },
    stderr: { write: (t) => (text.err += unwrapped(t)) },
    env: {},
    cwd,
    onInterrupt: () => () => {},
    ...change,
  }
  const argv = typeof line === 'string' ? line.split(' ') : line
  const litmus = shipped === null ? {} : { litmus: async () => shipped }
  return { code: await main(argv, { catalogue: [], ...litmus }, io), ...text }
}

test('without a name: what tests there are', async () => {
  const { code, out } = await run('litmus')
  expect(code).toBe(0)
  expect(out).toBe(`\
SB    both store, then load
CoWW  

2 tests. \`shootdown litmus NAME\` shows one, \`shootdown litmus --all\` what each
comes to.
`)
  const { tests } = JSON.parse((await run('litmus --reporter json')).out)
  expect(tests.map((t: { name: string }) => t.name)).toEqual(['SB', 'CoWW'])
  expect(tests[0]).toMatchObject({ text: SB, source: 'a source', published: { tso: 'allowed' } })
})

test('one test: its outcomes under every model', async () => {
  const { code, out, err } = await run('litmus SB')
  expect([code, err]).toEqual([0, ''])
  expect(out).toBe(`\
SB — both store, then load
  a source

  P0     | P1
  x = 1  | y = 1
  r0 = y | r0 = x

  exists (0:r0 = 0 & 1:r0 = 0)

  P0 P1
  r0 r0    sc  tso  pso  rc11
   0  0    no  yes  yes   yes   ← asked about
   0  1   yes  yes  yes   yes
   1  0   yes  yes  yes   yes
   1  1   yes  yes  yes   yes
           13   34   34    34   states explored
  always x=1, y=1

  What it asks about is forbidden under sc, allowed under tso, pso and rc11.

`)
})

test('as JSON, with everything', async () => {
  const { out } = await run('litmus SB --memory-model tso --memory-model sc --witness --reporter json')
  const { version, tests } = JSON.parse(out)
  expect(version).toBe(1)
  const outcomes = [
    [0, 1, 1, 1],
    [1, 0, 1, 1],
    [1, 1, 1, 1],
  ]
  expect(tests).toEqual([
    {
      name: 'SB',
      description: 'both store, then load',
      text: SB,
      init: { x: 0, y: 0 },
      threads: expect.any(Array),
      exists: { and: [{ eq: ['0:r0', 0] }, { eq: ['1:r0', 0] }] },
      claim: null,
      source: 'a source',
      published: { sc: 'forbidden', tso: 'allowed', pso: 'allowed' },
      differsFromPublished: [],
      claimBrokenUnder: [],
      keys: ['0:r0', '1:r0', 'x', 'y'],
      models: [
        { model: 'sc', verdict: 'forbidden', outcomes, asked: [], states: 13 },
        {
          model: 'tso',
          verdict: 'allowed',
          outcomes: [[0, 0, 1, 1], ...outcomes],
          asked: [[0, 0, 1, 1]],
          states: 34,
        },
      ],
      witnesses: [
        { models: ['sc'], run: null },
        { models: ['tso'], run: { outcome: [0, 0, 1, 1], steps: expect.any(Array) } },
      ],
      hardware: null,
    },
  ])
})

describe('a run that ends so', () => {
  test('as the test asks, under the first model that has one', async () => {
    const { out } = await run('litmus SB --witness')
    expect(out).toContain(`
  Under tso, 6 steps lead to 0:r0=0, 1:r0=0, x=1, y=1:

       P0            P1
    1  x = 1
    2  r0 = y
    3                y = 1
    4                r0 = x
    5  x = 1 drains
    6                y = 1 drains
`)
  })

  test('as the user asks', async () => {
    const { out } = await run(['litmus', 'SB', '--witness', '0:r0=1, 1:r0=0', '--memory-model', 'sc'])
    expect(out).toContain('Under sc, 4 steps lead to 0:r0=1, 1:r0=0, x=1, y=1:')
    expect((await run(['litmus', 'SB', '--witness', 'x=7'])).out).toContain(
      'No run ends so under sc, tso, pso and rc11.',
    )
  })

  test('in one column where several have no room', async () => {
    const columns = { write: () => {}, columns: 60 }
    let out = ''
    const long = `litmus L\n${['P0', 'P1', 'P2'].join(' | ')}\n${Array(3).fill('a_long_name_of_a_location = 1').join(' | ')}\nexists (true)`
    writeFileSync(join(cwd, 'long.litmus'), long)
    const stdout = { ...columns, write: (t: string) => (out += t) }
    await run('litmus long.litmus --witness --memory-model sc', { stdout })
    expect(out).toMatch(/\n +1 {2}P0 {2}a_long_name_of_a_location = 1\n/)
  })
})

describe('files', () => {
  writeFileSync(join(cwd, 'own.litmus'), SB.replace('SB', 'mine'))
  writeFileSync(
    join(cwd, 'herd.litmus'),
    'X86 SB\n{}\nP0 | P1 ;\nMOV [x],$1 | MOV [y],$1 ;\nMOV EAX,[y] | MOV EAX,[x] ;\n~exists (0:EAX=0 /\\ 1:EAX=0)\n',
  )
  writeFileSync(join(cwd, 'wrong.litmus'), 'litmus W\nP0\nx := 1\n')

  test('of either form', async () => {
    const { out } = await run('litmus own.litmus ./herd.litmus --memory-model sc')
    expect(out).toContain('mine — both store, then load\n  own.litmus\n')
    expect(out).toContain('SB\n  ./herd.litmus\n\n  P0      | P1\n  x = 1   | y = 1\n  EAX = y | EAX = x\n')
  })

  test('a claim is held against the models that are named', async () => {
    expect((await run('litmus herd.litmus')).code).toBe(0)
    expect((await run('litmus herd.litmus --memory-model sc')).code).toBe(0)
    const { code, out } = await run('litmus herd.litmus --memory-model sc --memory-model tso')
    expect(code).toBe(1)
    expect(out).toContain('~exists does not hold under tso.')
  })

  test('forall is told of by what breaks it', async () => {
    writeFileSync(join(cwd, 'all.litmus'), SB.replace(/^exists.*$/m, 'forall (0:r0 = 1 | 1:r0 = 1)'))
    const { out } = await run('litmus all.litmus --memory-model sc --memory-model tso')
    expect(out).toContain('An outcome that breaks it is forbidden under sc, allowed under tso.')
    expect(out).toContain('← breaks it')
    expect(out).not.toContain('asked about')
  })

  test('reports may go to files', async () => {
    const { out } = await run('litmus SB --reporter json --reporter terminal=sb.txt')
    expect(JSON.parse(out).tests).toHaveLength(1)
    expect(readFileSync(join(cwd, 'sb.txt'), 'utf8')).toBe((await run('litmus SB')).out)
  })
})

describe('the whole library', () => {
  test('a line each', async () => {
    const { code, out } = await run('litmus --all')
    expect(code).toBe(0)
    expect(out).toBe(`\
        sc   tso   pso  rc11
SB      no   yes   yes   yes
CoWW    no    no    no    no

2 tests, 136 states explored. Of 4 verdicts that are published, all are as
published.
`)
  })

  test('a verdict that is not the published one is a failure', async () => {
    const wrong = { ...kit, library: [{ ...kit.library[0]!, verdicts: { tso: 'forbidden' } as const }] }
    const all = await run('litmus --all', {}, wrong)
    expect(all.code).toBe(1)
    expect(all.out).toContain('SB    no   yes   yes   yes  not as published\n')
    const one = await run('litmus SB', {}, wrong)
    expect(one.code).toBe(1)
    expect(one.out).toContain('  Under tso that is not what was published.\n')
  })
})

describe('on this machine', () => {
  test('what was seen stands beside what is allowed', async () => {
    const { code, out } = await run('litmus SB --hardware --iterations 10000 --memory-model sc --reporter json')
    expect(code).toBe(0)
    const [{ hardware, models }] = JSON.parse(out).tests
    expect(models.map((m: { model: string }) => m.model)).toEqual(nativeModel === null ? ['sc'] : ['sc', nativeModel])
    expect(hardware).toMatchObject({ iterations: 10240, arch: process.arch, model: nativeModel, forbidden: [] })
    const counts = hardware.seen.map((s: { plain: number; atomic: number }) => s.plain + s.atomic)
    expect(counts.reduce((a: number, b: number) => a + b)).toBe(10240)
  })

  test('in the table, with how often', async () => {
    const { out } = await run('litmus CoWW --hardware --iterations 10000')
    expect(out).toMatch(
      /\n {2}x {4}sc {2}tso {2}pso {2}rc11 +seen\n {2}2 {3}yes {2}yes {2}yes {3}yes {3}10,240 {2}100 %\n/,
    )
    expect(out).toContain('What it asks about was never seen.')
  })

  test.runIf(nativeModel === 'tso')('what the model forbids is a failure, and says so', async () => {
    // A model under which nothing but a first outcome is allowed.
    const strict = {
      ...kit,
      outcomesOf: (() => ({ ...kit.outcomesOf(kit.library[1]!.test, 'sc'), outcomes: [[1]] })) as never,
    }
    const { code, out } = await run('litmus CoWW --hardware --iterations 10000', {}, strict)
    expect(code).toBe(1)
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /FORBIDDEN under tso, and seen 10,240 times: x=2 \([\d,]+ with plain loads, [\d,]+ with Atomics.load\)/,
    )
  })

  test('of all tests', async () => {
    const { out } = await run('litmus --all --hardware --iterations 2000')
    expect(out).toMatch(/^ +sc {3}tso {3}pso {2}rc11 +seen\n/)
    expect(out).toMatch(/\nCoWW +no +no +no +no +0\n/)
  })
})

describe('wrong use is answered in one sentence, with exit code 2', () => {
  test.each([
    [
      'litmus sb',
      'there is no litmus test "sb" (did you mean "SB"?); `shootdown litmus` names all of them, and a file is a path or ends in .litmus',
    ],
    ['litmus none.litmus', 'none.litmus cannot be read: no such file or directory'],
    ['litmus ./wrong.litmus', './wrong.litmus:3:3: "=" is expected here, not ":"'],
    ['litmus SB --all', 'either name tests, or say --all'],
    ['litmus --all --witness', '--witness shows a run of one test: name it'],
    ['litmus --hardware', 'name a test, or say --all; `shootdown litmus` names all of them'],
    ['litmus SB --seed 3', '--iterations, --timeout and --seed are for runs on this machine: say --hardware too'],
    [
      'litmus SB --memory-model arm',
      "option '--memory-model <name>' argument 'arm' is invalid. It is one of sc, tso, pso, rc11.",
    ],
    ['litmus SB --witness 0:r1=0', '--witness "0:r1=0": 0:r1 is not in this test; there is 0:r0, 1:r0, x, y'],
    ['litmus SB --reporter xml', 'there is no reporter "xml"; there are terminal, json'],
  ])('%s', async (line, sentence) => {
    const { code, out, err } = await run(line)
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: `shootdown: ${sentence}\n` })
  })

  test('where no tests are shipped', async () => {
    expect((await run('litmus SB', {}, null)).err).toBe('shootdown: no litmus tests are shipped with this\n')
  })

  test('a thread that dies', async () => {
    const failing = {
      ...kit,
      outcomesOf: () => {
        throw new WorkerFailure(0, 'of a cold')
      },
    }
    const { code, err } = await run('litmus SB', {}, failing)
    expect([code, err]).toEqual([2, 'shootdown: worker 1 failed: of a cold\n'])
  })
})

test('interrupted, it tells what is known', async () => {
  let interrupt = () => {}
  const running = run('litmus CoWW SB --hardware --timeout 60', {
    onInterrupt: (listener) => {
      interrupt = listener
      return () => {}
    },
  })
  setTimeout(() => interrupt(), 1500)
  const { code, out } = await running
  expect(code).toBe(3)
  expect(out).toContain('CoWW')
  expect(out).not.toContain('SB')
})
