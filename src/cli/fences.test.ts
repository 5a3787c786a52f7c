import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { unwrapped } from '../../test/unwrapped.js'
import { int, oneOf, place, struct, system } from '../index.js'
import type { AnySystem } from './catalogue.js'
import type { Io } from './io.js'
import { main } from './main.js'

/** Holds with what its memory model needs; with three people, never. */
const gate = system('gate', {
  summary: 'a door that somebody pushes',
  parameters: {
    memoryModel: oneOf('sc', 'tso', 'pso'),
    people: int(1, 3),
    'at the door': place('none', 'store fence', 'full fence'),
    'the sign': place('relaxed', 'release'),
    'in the yard': place('none', 'full fence'),
  },
  state: () => struct({ pushed: int(0, 9) }),
  behaviour: ({ action, memoryModel, people, precaution, ...at }) => {
    const isLocked = precaution('lock it')
    const guarded = at['at the door'] === 'full fence'
    const signed = at['the sign'] === 'release'
    const suffices = { sc: true, tso: guarded, pso: guarded && signed }[memoryModel] && people < 3
    return [
      action('push', {
        when: (s) => s.pushed < 9 && !(suffices && isLocked && s.pushed === 1),
        do: (s) => {
          s.pushed++
        },
      }),
    ]
  },
  properties: ({ always }) => ({
    'it stays shut': always((s) => s.pushed < 2),
    'it stays on its hinges': always((s) => s.pushed < 7),
  }),
  mayStop: () => true,
})

const open = system('open', { state: () => struct({ n: int(0, 1) }), behaviour: () => [], mayStop: () => true })

const cwd = mkdtempSync(join(tmpdir(), 'shootdown-fences-'))
afterAll(() => rmSync(cwd, { recursive: true }))

async function run(
  line: string | readonly string[],
  change: Partial<Io> = {},
  catalogue: readonly AnySystem[] = [gate, open],
) {
  const text = { out: '', err: '' }
  const io: Io = {
    stdout: { write: (t) => (text.out += t) },
    stderr: { write: (t) => (text.err += unwrapped(t)) },
    env: {},
    cwd,
    onInterrupt: () => () => {},
    ...change,
  }
  const code = await main(typeof line === 'string' ? line.split(' ') : line, { catalogue }, io)
  return { code, ...text }
}

describe('fences', () => {
  test('says what is needed, why less is not enough, and how to see it', async () => {
    const { code, out } = await run('fences gate --memory-model pso')
    expect(code).toBe(0)
    expect(out).toBe(`\
gate — a door that somebody pushes
  with memoryModel pso, people 1

  It needs these, and nothing weaker does:

    at the door: full fence
      with store fence, "it stays shut" breaks after 2 steps:
        npx shootdown check gate --memory-model pso --fence \\
          'at the door=store fence' --fence 'the sign=release'
    the sign: release
      with relaxed, "it stays shut" breaks after 2 steps:
        npx shootdown check gate --memory-model pso --fence \\
          'at the door=full fence'

  The weakest is enough at "in the yard".

  6 checks decided 12 assignments of strengths to 3 places.
  Assumed of 6 assignments: weakening more does not repair what weakening less
  has broken. With --exhaustive they are checked too.

`)
  })

  test('under each memory model in turn, if none is named', async () => {
    const { code, out } = await run('fences')
    expect(code).toBe(0)
    expect(out.match(/with memoryModel \w+/g)).toEqual(['sc', 'tso', 'pso'].map((name) => `with memoryModel ${name}`))
    expect(out).toContain('Nothing is needed: the weakest at every place suffices.')
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([])
  })

  test('the command that it prints shows what it says', async () => {
    const { code, out } = await run(['check', 'gate', '--memory-model', 'pso', '--fence', 'at the door=full fence'])
    expect(code).toBe(1)
    expect(out).toContain('at the door: full fence, the sign: relaxed')
    expect(out).toMatch(/npx shootdown check gate --memory-model pso --fence \\\n +'at the door=full fence'/)
  })

  test('as JSON', async () => {
    const { out } = await run('fences gate --memory-model tso --reporter json')
    const { version, fences } = JSON.parse(out)
    expect(version).toBe(1)
    expect(fences).toMatchObject([
      {
        model: 'gate',
        parameters: { memoryModel: 'tso', people: 1 },
        without: [],
        memoryModel: 'tso',
        verdict: 'holds',
        places: [
          { name: 'at the door', strengths: ['none', 'store fence', 'full fence'] },
          { name: 'the sign', strengths: ['relaxed', 'release'] },
          { name: 'in the yard', strengths: ['none', 'full fence'] },
        ],
        sufficient: [
          {
            strengths: { 'at the door': 'full fence', 'the sign': 'relaxed', 'in the yard': 'none' },
            lessMayDo: false,
            weaker: [
              {
                place: 'at the door',
                strength: 'store fence',
                verdict: 'violated',
                property: 'it stays shut',
                kind: 'always',
                steps: 2,
                counterexample: null,
                command: "npx shootdown check gate --memory-model tso --fence 'at the door=store fence'",
              },
            ],
          },
        ],
        inconclusive: [],
        exceptions: [],
      },
    ])
    expect(fences[0].checks.length + fences[0].assumed).toBeLessThanOrEqual(12)
    expect(fences[0].checks[0]).toMatchObject({
      strengths: { 'at the door': 'full fence', 'the sign': 'release', 'in the yard': 'full fence' },
      verdict: 'holds',
    })
  })

  test('records the runs, which are taken again with the fences that they have', async () => {
    const { out } = await run('fences gate --memory-model pso --out runs')
    const files = readdirSync(join(cwd, 'runs'))
    expect(files).toEqual([
      'gate.memory-model-pso.at-the-door-full-fence.json',
      'gate.memory-model-pso.at-the-door-store-fence.the-sign-release.json',
    ])
    expect(out).toMatch(/npx shootdown replay \\\n +runs\/gate/)
    const replayed = await run(['replay', ...files.map((file) => `runs/${file}`)])
    expect(replayed).toMatchObject({ code: 0, err: '' })
    const { out: shown } = await run(['replay', `runs/${files[1]}`])
    expect(shown.replace(/\s+/g, ' ')).toContain('at the door: store fence, the sign: release')
  })

  test('judges what it is asked to, without what it is told to go without, with every assignment if it is told to', async () => {
    const one = await run(['fences', 'gate', '--memory-model', 'tso', '--property', 'it stays on its hinges'])
    expect(one.out).toContain('"it stays on its hinges" breaks after 7 steps')
    const none = await run(['fences', 'gate', '--memory-model', 'tso', '--without', 'lock it'])
    expect(none.code).toBe(1)
    expect(none.out).toContain('without "lock it"')
    const all = await run('fences gate --memory-model pso --exhaustive')
    expect(all.out).toContain('nothing was\n  assumed')
  })

  test('holds what is settled already', async () => {
    const { out } = await run(['fences', 'gate', '--memory-model', 'pso', '--fence', 'the sign=release'])
    expect(out).toContain('with memoryModel pso, people 1, the sign: release')
    expect(out).toMatch(/decided 6 assignments of strengths to 2 places/)
  })

  test('nothing suffices: exit code 1, and the run that shows it', async () => {
    const { code, out } = await run('fences gate --memory-model tso --people 3')
    expect(code).toBe(1)
    expect(out).toContain('Not even the strongest at every place suffices.')
    expect(out).toContain('"it stays shut" breaks after 2 steps')
    expect(out).toContain("'in the yard=full fence'")
  })

  test('a bound leaves it open: exit code 3', async () => {
    const { code, out } = await run('fences gate --memory-model sc --max-states 1')
    expect(code).toBe(3)
    expect(out).toContain('Nothing is known to suffice.')
    expect(out).toContain(
      'Inconclusive, a bound ended the search: it may be that these suffice:\n    at the door: none\n',
    )
  })

  test('interrupted, it says so', async () => {
    const { code, err } = await run('fences gate', {
      onInterrupt: (stop) => {
        stop()
        return () => {}
      },
    })
    expect([code, err]).toEqual([3, 'shootdown: interrupted; 3 of 3 not decided\n'])
  })

  test('places are listed, and no flags of their own', async () => {
    const { out } = await run('list gate')
    expect(out).toContain(`\
  memory       sc, tso, pso
  parameters   people: 1 to 3 (1)
  precautions  lock it
  places       at the door: none < store fence < full fence (none)
               the sign: relaxed < release (relaxed)
               in the yard: none < full fence (none)
`)
    const { models } = JSON.parse((await run('list gate --reporter json')).out)
    expect(models[0].places[1]).toEqual({ name: 'the sign', strengths: ['relaxed', 'release'] })
    expect((await run('check gate --help')).out).not.toContain('at the door')
  })

  test.each<[readonly string[], string]>([
    [['fences', 'gat'], 'there is no model "gat" (did you mean "gate"?); `shootdown list` names all of them'],
    [['fences', 'open'], 'open has no places for fences: a model declares them among its parameters by place()'],
    [
      ['fences', 'gate', '--memory-model', 'arm'],
      "option '--memory-model <name>' argument 'arm' is invalid. It is one of sc, tso, pso, rc11.",
    ],
    [['check', 'gate', '--fence', 'at the dor=none'], 'gate has no place "at the dor" (did you mean "at the door"?)'],
    [
      ['check', 'gate', '--fence', 'people=2'],
      'gate has no place "people"; there is "at the door", "the sign", "in the yard"',
    ],
    [
      ['check', 'gate', '--fence', 'at the door=mfence'],
      '"mfence" cannot stand at "at the door"; from weak to strong there is none, store fence, full fence',
    ],
    [
      ['check', 'gate', '--fence', 'the sign=relased'],
      '"relased" cannot stand at "the sign" (did you mean "relaxed"?); from weak to strong there is relaxed, release',
    ],
    [['check', 'gate', '--fence', 'strong'], '"strong" is not of the form NAME=VALUE'],
    [['check', 'open', '--fence', 'x=y'], 'open has no place "x"'],
    [['fences', 'gate', '--without', 'x'], 'gate has no precaution "x"; there is "lock it"'],
    [
      ['fences', 'gate', '--property', 'x'],
      'gate has no property "x"; there is "it stays shut", "it stays on its hinges", "no deadlock"',
    ],
    [['fences', 'gate', '--people', '4'], 'gate: parameter people cannot be "4"; it is int(1, 3)'],
  ])('%s', async (line, sentence) => {
    expect(await run(line)).toEqual({ code: 2, out: '', err: `shootdown: ${sentence}\n` })
  })

  test('too many strengths to look through', async () => {
    const strong = place('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')
    const wide = system('wide', {
      parameters: { a: strong, b: strong, c: strong },
      state: () => struct({ n: int(0, 1) }),
      behaviour: () => [],
    })
    const { code, err } = await run('fences wide', {}, [wide as unknown as AnySystem])
    expect([code, err]).toEqual([
      2,
      'shootdown: wide has too many places for all their strengths to be looked through; settle some with --fence\n',
    ])
  })
})
