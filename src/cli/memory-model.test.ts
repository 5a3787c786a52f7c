import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { unwrapped } from '../../test/unwrapped.js'
import { array, bool, oneOf, struct, system } from '../index.js'
import type { AnySystem } from './catalogue.js'
import { main } from './main.js'

/** Two raise a flag and look at the other's: under tso, what they raise is seen later. */
const flags = system('flags', {
  parameters: { memoryModel: oneOf('sc', 'tso') },
  state: () => struct({ cpu: array(2, struct({ flag: bool, late: bool, saw: bool })) }),
  behaviour: ({ memoryModel, program, action, precaution }) => {
    const looks = precaution('look')
    return [
      program('cpu', {
        raise: (_, me) => {
          if (memoryModel === 'sc') me.flag = true
          else me.late = true
        },
        look: (s, me) => {
          me.saw = looks && s.cpu.get(1 - me.id).flag
        },
        looked: () => 'done',
      }),
      action('arrive', {
        when: (s) => s.cpu.some((c) => c.late),
        do: (s) => {
          for (const cpu of s.cpu) {
            if (cpu.late) cpu.flag = true
            cpu.late = false
          }
        },
      }),
    ]
  },
  properties: ({ always }) => ({
    'somebody sees the other': always((s) => s.cpu.some((c) => c.at !== 'done' || c.saw)),
  }),
  mayStop: () => true,
})

const quiet = system('quiet', { state: () => struct({ b: bool }), behaviour: () => [], mayStop: () => true })

const cwd = mkdtempSync(join(tmpdir(), 'shootdown-memory-'))
afterAll(() => rmSync(cwd, { recursive: true }))

async function run(line: string, catalogue: readonly AnySystem[] = [flags, quiet]) {
  const text = { out: '', err: '' }
  const io = {
    stdout: { write: (t: string) => (text.out += t) },
    stderr: { write: (t: string) => (text.err += unwrapped(t)) },
    env: {},
    cwd,
    onInterrupt: () => () => {},
  }
  const code = await main(line.split(' '), { catalogue }, io)
  return { code, ...text }
}

describe('--memory-model', () => {
  test.each([
    ['check flags', 0, 'with memoryModel sc'],
    ['check flags --memory-model sc', 0, 'with memoryModel sc'],
    ['check flags --memory-model tso', 1, 'with memoryModel tso'],
    ['check flags --memory-model=tso', 1, 'with memoryModel tso'],
    ['check flags --memoryModel tso', 1, 'with memoryModel tso'],
    ['check flags -p memoryModel=tso', 1, 'with memoryModel tso'],
    ['precautions flags --memory-model tso', 1, 'with memoryModel tso'],
    ['mutate flags --memory-model sc', 0, 'with memoryModel sc'],
    ['inductive flags --memory-model tso --max-samples 10', 1, 'with memoryModel tso'],
    ['check quiet --memory-model sc', 0, 'quiet'],
    ['check --memory-model sc', 0, '2 checks: 2 hold'],
  ])('%s', async (line, code, expected) => {
    const { out, ...ended } = await run(line)
    expect(ended).toEqual({ code, err: '' })
    expect(out).toContain(expected)
  })

  test('of a catalogue, the models are checked that know it', async () => {
    const { out } = await run('check --memory-model tso --reporter json')
    const { checks } = JSON.parse(out)
    expect(checks.map((c: { model: string; memoryModel: string }) => [c.model, c.memoryModel])).toEqual([
      ['flags', 'tso'],
    ])
    expect(checks[0].command).toBe('npx shootdown check flags --memory-model tso')
  })

  test('is kept in the recorded run, and with it the run is taken again and made simpler', async () => {
    const { out } = await run('check flags --memory-model tso --out runs')
    const [name] = readdirSync(join(cwd, 'runs'))
    expect(name).toBe('flags.memory-model-tso.somebody-sees-the-other.json')
    expect(out).toMatch(new RegExp(`npx shootdown replay \\\\\n +runs/${name}\n`))
    const recorded = JSON.parse(readFileSync(join(cwd, `runs/${name}`), 'utf8'))
    expect(recorded).toMatchObject({ parameters: { memoryModel: 'tso' }, memoryModel: 'tso' })
    const replayed = await run(`replay runs/${name} --reporter json`)
    expect(replayed.code).toBe(0)
    expect(JSON.parse(replayed.out).replays[0]).toMatchObject({ memoryModel: 'tso', verdict: 'replayed' })
    expect((await run(`replay runs/${name}`)).out).toContain('flags with memoryModel tso')
    expect(await run(`shrink runs/${name} --out simpler.json`)).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(readFileSync(join(cwd, 'simpler.json'), 'utf8')).memoryModel).toBe('tso')

    writeFileSync(join(cwd, 'edited.json'), JSON.stringify({ ...recorded, memoryModel: 'sc' }))
    expect(await run('replay edited.json')).toEqual({
      code: 2,
      out: '',
      err: 'shootdown: edited.json is not a counterexample: memoryModel should be tso, as the parameters say, and is "sc"\n',
    })
  })

  test('is told of each model that has a choice', async () => {
    const { out } = await run('list')
    expect(out).toContain('flags\n  memory       sc, tso\n  precautions  look')
    expect(out).toContain('quiet\n')
    expect(out.match(/memory/g)).toHaveLength(1)
    const { models } = JSON.parse((await run('list --reporter json')).out)
    expect(models.map((m: { memoryModels: unknown }) => m.memoryModels)).toEqual([['sc', 'tso'], ['sc']])
  })

  test('a parameter of that name that says something else is not taken for it', async () => {
    const strange = system('strange', {
      parameters: { memoryModel: oneOf('small', 'large') },
      state: () => struct({ b: bool }),
      behaviour: () => [],
      mayStop: () => true,
    })
    expect((await run('check strange -p memoryModel=large', [strange])).out).toContain('with memoryModel large')
    expect((await run('list', [strange])).out).toContain('parameters   memoryModel: small, large (small)')
    const { code, err } = await run('check strange --memory-model tso', [strange])
    expect([code, err]).toEqual([2, expect.stringContaining('strange runs under sc only')])
  })

  test('one that the model does not know', async () => {
    const { code, out, err } = await run('check flags quiet --memory-model rc11')
    expect([code, out]).toEqual([2, ''])
    expect(err).toBe(
      'shootdown: flags runs under sc, tso only; a system that runs under rc11 has a parameter memoryModel that knows it, and keeps what its processors share in memory(), both of shootdown/hardware\n',
    )
    expect((await run('check quiet flags --memory-model tso')).err).toContain('quiet runs under sc only')
  })
})
