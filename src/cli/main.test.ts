import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { unwrapped } from '../../test/unwrapped.js'
import { array, blocked, bool, int, oneOf, struct, system } from '../index.js'
import type { Io } from './io.js'
import { main } from './main.js'

const turns = system('turns', {
  summary: 'two take turns',
  source: 'nobody',
  parameters: { rounds: int(1, 5, { default: 2 }), inkColour: oneOf('red', 'blue'), loud: bool },
  state: ({ rounds }) => struct({ turn: int(0, 2), done: int(0, rounds * 2), player: array(2, struct({})) }),
  behaviour: ({ rounds, program, precaution }) => {
    const polite = precaution('wait for the turn')
    const tidy = precaution('put the pen back')
    return [
      program('player', {
        take: (s, me) => (s.turn !== me.id && polite ? blocked : 'write'),
        write: (s, me) => {
          if (s.done === rounds * 2) return 'done'
          s.done++
          s.turn = tidy ? 1 - me.id : 2
          return 'take'
        },
      }),
    ]
  },
  properties: ({ always, reachable }) => ({
    'one writes at a time': always((s) => s.player.count((p) => p.at === 'write') <= 1),
    'all rounds are played': reachable((s) => s.done >= 4),
  }),
  mayStop: (s, { rounds }) => s.done === rounds * 2,
})

/** More states than a test can wait for. */
const endless = system('endless', {
  state: () => struct({ n: array(8, int(0, 99)) }),
  behaviour: ({ action }) => [
    action(
      'count',
      { i: int(0, 7) },
      { when: (s, { i }) => s.n.get(i) < 99, do: (s, { i }) => s.n.set(i, s.n.get(i) + 1) },
    ),
  ],
  properties: ({ always }) => ({ fine: always(() => true) }),
})

const impossible = system('impossible', {
  state: () => {
    throw new TypeError('no state today')
  },
  behaviour: () => [],
})

const catalogue = [endless, turns]
const cwd = mkdtempSync(join(tmpdir(), 'shootdown-cli-'))
afterAll(() => rmSync(cwd, { recursive: true }))

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

async function run(line: string | readonly string[], change: Partial<Io> = {}, systems = catalogue): Promise<Ran> {
  const text = { out: '', err: '' }
  const io: Io = {
    stdout: { write: (t) => (text.out += t) },
    stderr: { write: (t) => (text.err += unwrapped(t)) },
    env: {},
    cwd,
    onInterrupt: () => () => {},
    ...change,
  }
  const argv = typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line
  const code = await main(argv, { catalogue: systems as typeof catalogue }, io)
  return { code, ...text }
}

describe('check', () => {
  test('of a model that holds', async () => {
    const { code, out, err } = await run('check turns')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('turns — two take turns\n  with rounds 2, inkColour red, loud false')
    expect(out).toMatch(/one writes at a time +always +holds/)
  })

  test('without a precaution: violated, with the run and the command that shows it again', async () => {
    const { code, out } = await run(['check', 'turns', '--without', 'wait for the turn', '--rounds', '3'])
    expect(code).toBe(1)
    expect(out).toContain('After step 2, "one writes at a time" does not hold.')
    expect(out).toContain("npx shootdown check turns --rounds 3 --without 'wait for the turn'")
  })

  test.each([
    ['check turns --rounds=3 --ink-colour blue --loud', 'with rounds 3, inkColour blue, loud true'],
    ['check turns --inkColour blue --loud false', 'with rounds 2, inkColour blue, loud false'],
    ['check --loud -- turns', 'with rounds 2, inkColour red, loud true'],
    ['check turns -p rounds=4 --parameter inkColour=blue', 'with rounds 4, inkColour blue, loud false'],
  ])('parameters: %s', async (line, expected) => {
    expect((await run(line)).out).toContain(expected)
  })

  test.each([
    ['--max-states 10', 'It ended at 10 states (--max-states)'],
    ['--max-depth 3', 'It ended at 3 levels (--max-depth)'],
    ['--timeout 0.05s', 'It ended after 0.05 s (--timeout)'],
    ['--max-memory 100k', 'It ended at 100 kB (--max-memory)'],
  ])('a bound makes it inconclusive: %s', async (options, expected) => {
    const { code, out } = await run(`check endless ${options}`)
    expect(code).toBe(3)
    expect(out.replace(/\s+/g, ' ')).toContain(expected)
  })

  test('of the whole catalogue; the worst verdict decides', async () => {
    const { code, out } = await run('check --max-depth 3')
    expect(code).toBe(3)
    expect(out).toMatch(/2 checks: 2 are inconclusive/)
  })

  test('one property, or another', async () => {
    const one = await run(['check', 'turns', '--property', 'one writes at a time'])
    expect(one.out).not.toContain('no deadlock')
    const deadlock = await run(['check', 'turns', '--invariant', 'no deadlock', '--without', 'wait for the turn'])
    expect(deadlock.code).toBe(0)
    expect(deadlock.out).not.toContain('one writes at a time')
  })

  test('on and on after a violation', async () => {
    const { out } = await run(['check', 'turns', '--without', 'wait for the turn', '--keep-going'])
    expect(out).toMatch(/no deadlock +deadlock +holds/)
    expect(out).toContain('Exhaustive')
  })

  test('with exact storage', async () => {
    expect((await run('check turns --storage exact')).out).toContain('States stored whole')
  })

  test('reports to several places', async () => {
    const { code, out } = await run('check turns --reporter json --reporter terminal=reports/turns.txt')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ version: 1, checks: [{ model: 'turns', verdict: 'holds' }] })
    expect(readFileSync(join(cwd, 'reports/turns.txt'), 'utf8')).toContain('turns — two take turns')
  })

  test('shows its options and the parameters of the model', async () => {
    const { code, out } = await run('check turns --help')
    expect(code).toBe(0)
    expect(out).toMatch(
      /Parameters of the model:\n +--rounds <value> +1 to 5 \(default: 2\)\n +--ink-colour <value> +red, blue/,
    )
    expect(out.split('\n').every((line) => line.length <= 80)).toBe(true)
  })

  test('interrupted, tells what is known', async () => {
    let interrupt = () => {}
    const running = run('check endless turns', {
      onInterrupt: (listener) => {
        interrupt = listener
        return () => {}
      },
    })
    setTimeout(() => interrupt(), 100)
    const { code, out, err } = await running
    expect(code).toBe(3)
    expect(out.replace(/\s+/g, ' ')).toContain('It was interrupted;')
    expect(err).toBe('shootdown: interrupted; 1 of 2 not checked\n')
  })

  test('shows how it gets on, and only at a terminal', async () => {
    let drawn = ''
    const stderr = { write: (text: string) => (drawn += text), isTTY: true, columns: 100 }
    await run('check endless --timeout 0.7', { stderr })
    expect(drawn.replaceAll('\x1b', '')).toMatch(
      /\r\[Kendless: depth \d+, [\d,]+ distinct, .* generated, .*\/s, queue [\d,]+, .* [kM]B/,
    )
    expect(drawn.endsWith('\r\x1b[K')).toBe(true)
    expect((await run('check endless --timeout 0.7')).err).toBe('')
  })

  test('uses colours at a terminal that does not forbid them', async () => {
    const at = (env: Io['env']) => {
      let text = ''
      const stdout = { write: (t: string) => (text += t), isTTY: true, columns: 80 }
      return run('check turns', { stdout, env }).then(() => text.includes('\x1b['))
    }
    expect(await at({})).toBe(true)
    expect(await at({ NO_COLOR: '1' })).toBe(false)
    expect(await at({ TERM: 'dumb' })).toBe(false)
  })
})

describe('counterexamples', () => {
  test('are written, named by what they show, and replayed by the command that is printed', async () => {
    const made = await run(['check', 'turns', '--without', 'wait for the turn', '--loud', '--out', 'found'])
    const file = 'found/turns.loud-true.without-wait-for-the-turn.one-writes-at-a-time.json'
    expect(readdirSync(join(cwd, 'found')).map((name) => `found/${name}`)).toEqual([file])
    expect(made.out.replace(/ \\\n +/g, ' ')).toContain(`npx shootdown replay ${file}\n`)
    const replayed = await run(['replay', file])
    expect(replayed.code).toBe(0)
    expect(replayed.out.replace(/\s+/g, ' ')).toContain('as recorded: "one writes at a time" breaks after 2 steps')
    expect(replayed.out).toContain(' 1  player 0  take → write')
  })

  test('have the same name and content every time', async () => {
    const record = () => run('precautions turns --out again')
    await record()
    const before = contents('again')
    await record()
    expect(contents('again')).toEqual(before)
    expect([...before.keys()]).toEqual(['turns.without-put-the-pen-back.json', 'turns.without-wait-for-the-turn.json'])
  })

  test('of several files: a line each; one that is stale decides', async () => {
    await run('precautions turns --out several')
    const files = [...contents('several').keys()].map((name) => `several/${name}`)
    const good = await run(['replay', ...files])
    expect(good.code).toBe(0)
    expect(good.out).toMatch(/2 recorded runs: all as recorded\.\n$/)
    const path = join(cwd, files[1]!)
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('"label": "take"', '"label": "grab"'))
    const stale = await run(['replay', ...files])
    expect(stale.code).toBe(1)
    expect(stale.out.replace(/\s+/g, ' ')).toContain(
      'step 1: there is no "grab" of player 0 any more; there are "take", "write"',
    )
    expect(stale.out).toMatch(/2 recorded runs: 1 stale\.\n$/)
    const json = JSON.parse((await run(['replay', ...files, '--reporter', 'json'])).out)
    expect(json.replays.map((r: { verdict: string }) => r.verdict)).toEqual(['replayed', 'stale'])
    const both = ['--reporter', 'json=replayed.json', '--reporter', 'terminal']
    expect((await run(['replay', ...files, ...both])).out).toBe(stale.out)
    expect(JSON.parse(readFileSync(join(cwd, 'replayed.json'), 'utf8'))).toEqual(json)
  })

  function contents(dir: string): Map<string, string> {
    return new Map(readdirSync(join(cwd, dir)).map((name) => [name, readFileSync(join(cwd, dir, name), 'utf8')]))
  }
})

describe('precautions', () => {
  test('each taken away: what breaks, and how soon', async () => {
    const { code, out } = await run('precautions turns')
    expect(code).toBe(0)
    expect(out).toMatch(/with every precaution\n +holds +every property, in all \d+ states/)
    expect(out).toMatch(/without "wait for the turn"\n +violated +"one writes at a time" breaks after 2 steps/)
  })

  test('looked for at random: what breaks, by a simpler run, and how to see it again', async () => {
    const search = '--strategy random-walk --max-samples 20 --max-steps 30 --seed 7'
    const { code, out } = await run(`precautions turns ${search} --reporter json`)
    expect(code).toBe(3)
    const { precautions, checks } = JSON.parse(out)
    expect(precautions[0]).toMatchObject({ verdict: 'violated', property: 'one writes at a time', steps: 2 })
    expect(checks[0]).toMatchObject({ verdict: 'inconclusive', ledger: { strategy: 'random-walk' } })
    expect(checks[1].command).toContain('--strategy random-walk --seed 7 --max-samples 20 --max-steps 30')
    const again = await run(['check', 'turns', '--without', 'wait for the turn', ...search.split(' ')])
    expect(again.out).toMatch(/one writes at a time +always +VIOLATED +after 2 steps/)
  })

  test('one that nothing depends on is a finding', async () => {
    const { code, out } = await run('precautions idle', {}, [needless] as never)
    expect(code).toBe(1)
    expect(out.replace(/\s+/g, ' ')).toContain(
      'STILL HOLDS the same steps are possible in each of 2 states: it is there for nothing',
    )
  })

  test('one that is there for nothing fails a check, unless that is allowed', async () => {
    const { code, out } = await run('check idle', {}, [needless] as never)
    expect(code).toBe(1)
    expect(out.replace(/\s+/g, ' ')).toContain('The precaution "wear a hat" is there for nothing: without it, the same')
    const { checks } = JSON.parse((await run('check idle --reporter json', {}, [needless] as never)).out)
    expect(checks[0].vacuousPrecautions).toEqual(['wear a hat'])
    expect((await run('check idle --allow-vacuous', {}, [needless] as never)).code).toBe(0)
    expect((await run(['check', 'idle', '--without', 'wear a hat'], {}, [needless] as never)).code).toBe(0)
  })

  test('as JSON: a summary, and every check', async () => {
    const { out } = await run('precautions turns --reporter json --out given')
    const document = JSON.parse(out)
    expect(document.precautions[0]).toEqual({
      model: 'turns',
      parameters: { rounds: 2, inkColour: 'red', loud: false },
      precaution: 'wait for the turn',
      verdict: 'violated',
      vacuous: false,
      property: 'one writes at a time',
      kind: 'always',
      steps: 2,
      counterexample: 'given/turns.without-wait-for-the-turn.json',
    })
    expect(document.checks.map((c: { without: string[] }) => c.without)).toEqual([
      [],
      ['wait for the turn'],
      ['put the pen back'],
    ])
  })

  const needless = system('idle', {
    state: () => struct({ on: bool }),
    behaviour: ({ action, precaution }) => {
      precaution('wear a hat')
      return [
        action('flip', {
          do: (s) => {
            s.on = !s.on
          },
        }),
      ]
    },
  })
})

describe('list', () => {
  test('tells what there is', async () => {
    const { code, out } = await run('list turns')
    expect(code).toBe(0)
    expect(out).toBe(`\
turns — two take turns
  source       nobody
  parameters   rounds: 1 to 5 (2)
               inkColour: red, blue (red)
               loud: true or false (false)
  precautions  wait for the turn
               put the pen back
  properties   one writes at a time (always)
               all rounds are played (reachable)
`)
  })

  test('as JSON', async () => {
    const { out } = await run('list --reporter json')
    const { models } = JSON.parse(out)
    expect((await run('list --reporter json=models.json')).out).toBe('')
    expect(readFileSync(join(cwd, 'models.json'), 'utf8')).toBe(out)
    expect(models.map((m: { name: string }) => m.name)).toEqual(['endless', 'turns'])
    expect(models[1].parameters[0]).toEqual({ name: 'rounds', type: 'int(1, 5)', low: 1, high: 5, default: 2 })
  })
})

describe('tour', () => {
  test('tells a newcomer what was found', async () => {
    const { code, out } = await run('tour', {}, [turns] as never)
    expect(code).toBe(0)
    expect(out).toContain('turns holds in all')
    expect(out).toContain('without "wait for the turn": "one writes at a time" breaks after 2 steps')
    expect(out).toContain('Of 1 system, 1 hold')
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([])
  })
})

describe('wrong use is answered in one sentence, with exit code 2', () => {
  writeFileSync(join(cwd, 'not.json'), '{}')
  writeFileSync(join(cwd, 'notes.md'), '# Notes')

  test.each([
    ['check turn', 'there is no model "turn" (did you mean "turns"?); `shootdown list` names all of them'],
    ['check nothing-like-it', 'there is no model "nothing-like-it"; `shootdown list` names all of them'],
    ['check ./nowhere.ts', 'there is no file ./nowhere.ts'],
    ['check .', 'there is no model "."; `shootdown list` names all of them'],
    ['check turns --round 3', `unknown option '--round' (did you mean "--rounds"?)`],
    ['check turns --rounds 9', 'turns: parameter rounds cannot be "9"; it is int(1, 5)'],
    ['check turns --loud maybe', 'turns: parameter loud cannot be "maybe"; it is bool'],
    ['check turns --rounds', "option '--rounds <value>' argument missing"],
    ['check turns -p round=3', 'turns has no parameter "round" (did you mean "rounds"?)'],
    ['check turns -p rounds', '"rounds" is not of the form NAME=VALUE'],
    ['check turns --without wait', 'turns has no precaution "wait" (did you mean "wait for the turn"?)'],
    ['check endless --without wait', 'endless has no precaution "wait"'],
    ['check turns --property one', 'turns has no property "one" (did you mean "one writes at a time"?)'],
    [
      'check turns --max-states 0',
      "option '--max-states <n>' argument '0' is invalid. It is a whole number above zero.",
    ],
    [
      'check turns --timeout soon',
      "option '--timeout <time>' argument 'soon' is invalid. It is a time above zero: 30, 30s, 5m or 1h.",
    ],
    [
      'check turns --max-memory 3X',
      "option '--max-memory <bytes>' argument '3X' is invalid. It is a size above zero: 4096, 512M or 4G.",
    ],
    [
      'check turns --memory-model tso',
      'turns runs under sc only; a system that runs under tso has a parameter memoryModel that knows it, and keeps what its processors share in memory(), both of shootdown/hardware',
    ],
    [
      'check --memory-model pso',
      'endless runs under sc only; a system that runs under pso has a parameter memoryModel that knows it, and keeps what its processors share in memory(), both of shootdown/hardware',
    ],
    [
      'check turns --memory-model arm',
      "option '--memory-model <name>' argument 'arm' is invalid. It is one of sc, tso, pso, rc11.",
    ],
    ['check turns --reporter json=', '--reporter json= names no file; without the "=", it writes to standard output'],
    ['check turns --checkpoint-every 5', '--checkpoint-every goes with --checkpoint'],
    ['check turns --reporter jason', 'there is no reporter "jason" (did you mean "json"?); there are terminal, json'],
    [
      'check turns --reporter terminal --reporter json',
      'terminal and json cannot both write to standard output; give all but one a file, as in --reporter json=report.json',
    ],
    ['chekc turns', `unknown command 'chekc' (did you mean "check"?)`],
    ['help chekc', "unknown command 'chekc'"],
    ['check turns --cpus 3', "unknown option '--cpus'; `shootdown check MODEL --help` shows all there are"],
    ['replay not.json --cpus 3', "unknown option '--cpus'; `shootdown replay --help` shows all there are"],
    ['check ./notes.md', './notes.md cannot be loaded: it is not a module in TypeScript or JavaScript'],
    [
      'check not.json',
      'not.json cannot be loaded: it is not a module in TypeScript or JavaScript; `shootdown replay` takes recorded runs',
    ],
    [
      'check turns --workers 100000',
      "option '--workers <n>' argument '100000' is invalid. It is a number from 1 to 128, or auto.",
    ],
    ['check turns --recover .', 'the checkpoint . cannot be read: it is not a file'],
    ['check turns --checkpoint .', 'the checkpoint . cannot be written: it is not a file'],
    ['precautions endless', 'endless has no precautions to take away'],
    ['replay', "missing required argument 'files'"],
    ['replay nowhere.json', 'nowhere.json cannot be read: no such file or directory'],
    ['replay not.json', 'not.json is not a counterexample: it names no version of the format'],
    ['replay not.json --model ./nowhere.ts', 'there is no file ./nowhere.ts'],
  ])('%s', async (line, sentence) => {
    const { code, out, err } = await run(line)
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: `shootdown: ${sentence}\n` })
  })

  test('a sentence is told in 80 columns, and as many as there are on a narrower terminal; a path stays whole', async () => {
    const told = async (line: string, columns?: number) => {
      const said: string[] = []
      await run(line, { stderr: { write: (text) => said.push(text), ...(columns !== undefined && { columns }) } })
      return said.join('')
    }
    const path = `./${'deep/'.repeat(18)}lock.ts`
    expect(await told(`check ${path}`)).toBe(`shootdown: there is no file\n  ${path}\n`)
    expect(await told('check turn', 70)).toBe(
      'shootdown: there is no model "turn" (did you mean "turns"?);\n  `shootdown list` names all of them\n',
    )
    for (const columns of [undefined, 0, 72, 200]) {
      const lines = (await told('check turns --memory-model tso', columns)).trimEnd().split('\n')
      expect(lines.length).toBeGreaterThan(2)
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(Math.min(80, columns || 80))
    }
  })

  test('of several recorded runs, those that can be read are told', async () => {
    const { code, out, err } = await run('replay not.json nowhere.json')
    expect(code).toBe(2)
    expect(err.split('\n').filter((line) => line.startsWith('shootdown: '))).toHaveLength(2)
    expect(out).toBe('2 recorded runs: 2 could not be read.\n')
  })

  test('a directory that cannot be written to', async () => {
    const { code, err } = await run(['check', 'turns', '--without', 'wait for the turn', '--out', 'not.json'])
    expect(code).toBe(2)
    expect(err).toMatch(/^shootdown: not\.json\/turns.* cannot be written: [a-z ]+\n$/)
    expect(existsSync(join(cwd, 'not.json'))).toBe(true)
  })

  test.runIf(existsSync('/proc/self'))('a directory that can never be made', async () => {
    const argv = ['check', 'turns', '--without', 'wait for the turn', '--out', '/proc/deep/runs']
    const { code, err } = await run(argv)
    expect(code).toBe(2)
    expect(err).toMatch(/ cannot be written: [a-z ]+\n$/)
  })

  test('a model that cannot be built', async () => {
    const { code, err } = await run('check impossible', {}, [impossible] as never)
    expect(code).toBe(2)
    expect(err).toMatch(/^shootdown: impossible cannot be built: TypeError: no state today \(main\.test\.ts:\d+\)\n$/)
  })

  test('a counterexample of a model that is not there', async () => {
    await run(['check', 'turns', '--without', 'wait for the turn', '--out', 'foreign'])
    const file = `foreign/${readdirSync(join(cwd, 'foreign'))[0]}`
    const { code, err } = await run(['replay', file], {}, [endless] as never)
    expect(code).toBe(2)
    expect(err).toContain('belongs to a model "turns", which is not in the catalogue; name its file with --model')
    const elsewhere = await run(['replay', file, '--model', 'endless'], {}, [endless] as never)
    expect(elsewhere.err).toContain('belongs to a model "turns", which is not in endless; name its file with --model')
  })

  test('a failure of the toolkit itself names itself, and shows its stack only when asked', async () => {
    const broken = {
      system: {
        ...endless.system,
        get name(): string {
          throw new Error('out of names')
        },
      },
    }
    const quiet = await run('check', {}, [broken] as never)
    expect([quiet.code, quiet.err]).toEqual([
      2,
      'shootdown: internal error, please report it: out of names (SHOOTDOWN_DEBUG=1 shows where)\n',
    ])
    expect((await run('check', { env: { SHOOTDOWN_DEBUG: '1' } }, [broken] as never)).err).toContain('main.test.ts')
  })
})
