import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { unwrapped } from '../../test/unwrapped.js'
import { array, blocked, int, struct, system } from '../index.js'
import type { Io } from './io.js'
import { main } from './main.js'

/** Cooks who stir one pot: without the precaution, two at once. Somebody may talk for ever. */
const kitchen = system('kitchen', {
  parameters: { cooks: int(1, 4, { default: 4 }) },
  state: ({ cooks }) => struct({ spoons: int(0, 1, { default: 1 }), cook: array(cooks, struct({ words: int(0, 3) })) }),
  behaviour: ({ program, precaution }) => {
    const waits = precaution('wait for the spoon')
    return [
      program('cook', {
        talk: (_, me, pick) => {
          me.words = (me.words + 1) % 4
          return pick(['talk', 'reach'] as const)
        },
        reach: (s) => {
          if (waits && s.spoons === 0) return blocked
          s.spoons = 0
          return 'stir'
        },
        stir: () => {},
        rest: (s) => {
          s.spoons = 1
          return 'talk'
        },
      }),
    ]
  },
  fairness: ({ weak }) => [weak('cook')],
  properties: ({ always, alwaysEventually }) => ({
    'one stirs at a time': always((s) => s.cook.count((c) => c.at === 'stir') <= 1),
    'somebody stirs': alwaysEventually((s) => s.cook.some((c) => c.at === 'stir')),
  }),
})

const cwd = mkdtempSync(join(tmpdir(), 'shootdown-shrink-'))
afterAll(() => rmSync(cwd, { recursive: true }))

async function run(args: readonly string[], change: Partial<Io> = {}) {
  const text = { out: '', err: '' }
  const io: Io = {
    stdout: { write: (t) => (text.out += t) },
    stderr: { write: (t) => (text.err += unwrapped(t)) },
    env: {},
    cwd,
    onInterrupt: () => () => {},
    ...change,
  }
  const code = await main(args, { catalogue: [kitchen] }, io)
  return { code, ...text, flat: text.out.replace(/ \\\n/g, ' ').replace(/\s+/g, ' ') }
}

const WALK = ['check', 'kitchen', '--without', 'wait for the spoon', '--strategy', 'random-walk', '--seed', '11']
const EXCLUSION = ['--property', 'one stirs at a time']

/** A run that a random walk has found, as it was found. */
async function recorded(dir: string): Promise<string> {
  await run([...WALK, ...EXCLUSION, '--no-shrink', '--out', dir])
  return `${dir}/kitchen.without-wait-for-the-spoon.one-stirs-at-a-time.json`
}

const readJson = (file: string) => JSON.parse(readFileSync(join(cwd, file), 'utf8'))

describe('check', () => {
  test('shows simpler runs than a random walk has found, and says so', async () => {
    const simple = await run([...WALK, ...EXCLUSION])
    const asFound = await run([...WALK, ...EXCLUSION, '--no-shrink'])
    const long = Number(/shown by a run of (\d+) steps:/.exec(asFound.out)![1])
    expect(long).toBeGreaterThan(4)
    expect(simple.out).toContain(`shown by a run of 4 steps (shrunk from ${long}):`)
    expect(simple.out).toMatch(/one stirs at a time +always +VIOLATED +after 4 steps/)
    const { properties } = JSON.parse((await run([...WALK, ...EXCLUSION, '--reporter', 'json'])).out).checks[0]
    expect(properties[0]).toMatchObject({ steps: 4, shrunkFrom: long })
  })

  test.each([
    [['--strategy', 'depth-first', '--max-depth', '40'], '--strategy depth-first --max-depth 40'],
    [
      ['--strategy', 'bitstate', '--hashes', '2', '--bitstate-memory', '1k'],
      '--strategy bitstate --seed 1 --bitstate-memory 1024 --hashes 2',
    ],
    [
      ['--strategy', 'pct', '--bug-depth', '2', '--max-steps', '50'],
      '--strategy pct --seed 1 --max-steps 50 --bug-depth 2',
    ],
    [
      ['--strategy', 'preemption-bounded', '--preemptions', '1', '--keep-going'],
      '--keep-going --strategy preemption-bounded --preemptions 1',
    ],
    [
      ['--strategy', 'random-walk', '--max-samples', '500', '--no-shrink'],
      '--strategy random-walk --seed 1 --max-samples 500 --no-shrink',
    ],
  ])('says how to look for it again: %j', async (options, words) => {
    const { code, flat } = await run([...WALK.slice(0, 4), ...EXCLUSION, ...options])
    expect(code).toBe(1)
    const command = `check kitchen --without 'wait for the spoon' --property 'one stirs at a time' ${words}`
    expect(flat).toContain(`See it again: npx shootdown ${command} `)
  })

  test('finds the same run again by the command that is printed', async () => {
    const [first, again] = [await run([...WALK, '--out', 'one']), await run([...WALK, '--out', 'two'])]
    expect(first.flat).toContain(
      "Look for it again: npx shootdown check kitchen --without 'wait for the spoon' --strategy random-walk --seed 11",
    )
    const file = 'kitchen.without-wait-for-the-spoon.one-stirs-at-a-time.json'
    expect(first.flat).toContain(`Replay it: npx shootdown replay one/${file}`)
    expect(readJson(`two/${file}`)).toEqual(readJson(`one/${file}`))
    expect(again.code).toBe(1)
  })

  test('assumes of runs what it is told to, and writes that down', async () => {
    const asked = ['check', 'kitchen', '--cooks', '1', '--property', 'somebody stirs']
    expect((await run([...asked, '--fairness', 'weak cook'])).flat).toContain('VIOLATED goes round from the start')
    const none = await run([...asked, '--fairness', 'none', '--out', 'lasso'])
    expect(none.flat).toContain('assuming no fairness')
    const file = 'lasso/kitchen.cooks-1.fairness-none.somebody-stirs.json'
    expect(readJson(file)).toMatchObject({ fairness: [], loop: { to: 0, stutters: true } })
    const replayed = await run(['replay', file])
    expect([replayed.code, replayed.flat.includes('assuming no fairness')]).toEqual([0, true])
  })

  test.each([
    [
      ['--fairness', 'cook'],
      `option '--fairness <assumption>' argument 'cook' is invalid. It is none, or weak or strong`,
    ],
    [['--fairness', 'none', '--fairness', 'weak cook'], `argument 'weak cook' is invalid. That is none, and some.`],
    [['--fairness', 'weak waiter'], 'kitchen cannot be searched so: weak fairness is assumed of "waiter", which is no'],
    [['--strategy', 'bitstate', '--hashes', '0'], `argument '0' is invalid. It is a whole number above zero.`],
    [['--hashes', '2'], 'breadth-first has no use for "hashes", which is for bitstate'],
  ])('refuses %j', async (options, sentence) => {
    const { code, out, err } = await run(['check', 'kitchen', ...options])
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(sentence)
  })
})

describe('shrink', () => {
  test('makes a recorded run simpler and smaller, and writes it', async () => {
    const file = await recorded('found')
    const { steps } = readJson(file)
    const { code, out, err, flat } = await run(['shrink', file, '--out', 'simple/run.json'])
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('kitchen with cooks 2, without "wait for the spoon"')
    expect(out).toContain(`  steps             ${steps.length} → 4\n`)
    expect(out).toMatch(/context switches {2}\d+ → 1\n/)
    expect(out).toContain('  cooks             4 → 2; with 1 nothing breaks\n')
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(flat).toContain('Replay it: npx shootdown replay simple/run.json')
    expect(readJson('simple/run.json').steps).toHaveLength(4)
    expect((await run(['replay', 'simple/run.json'])).code).toBe(0)
  })

  test('leaves the parameters alone if it is told to, or the simplest as it is', async () => {
    const file = await recorded('kept')
    const kept = await run(['shrink', file, '--keep-parameters', '--out', 'kept.json'])
    expect(kept.out).not.toContain('cooks   ')
    expect(readJson('kept.json')).toMatchObject({ parameters: { cooks: 4 } })
    expect((await run(['shrink', 'kept.json', '--keep-parameters'])).out).toContain(
      '  steps             4, as before\n  context switches  1, as before\n',
    )
  })

  test('in a loop, too', async () => {
    await run(['check', 'kitchen', '--property', 'somebody stirs', '--out', 'loop'])
    const { code, out } = await run(['shrink', 'loop/kitchen.somebody-stirs.json'])
    expect(code).toBe(0)
    expect(out).toContain('  steps             16 → 4\n')
    expect(out).toContain('  cooks             4 → 1; there is nothing less\n')
  })

  test('as JSON', async () => {
    const file = await recorded('json')
    const { code, out } = await run(['shrink', file, '--reporter', 'json'])
    const { shrunk } = JSON.parse(out)
    expect(code).toBe(0)
    expect(shrunk).toMatchObject({
      file,
      written: null,
      interrupted: false,
      property: { name: 'one stirs at a time', kind: 'always' },
      before: { parameters: { cooks: 4 } },
      after: { parameters: { cooks: 2 }, steps: 4, switches: 1, loop: null },
      sizes: [{ name: 'cooks', value: 2, below: { value: 1, outcome: 'holds', steps: null } }],
    })
    writeFileSync(join(cwd, 'from-json.json'), JSON.stringify(shrunk.counterexample))
    expect((await run(['replay', 'from-json.json'])).code).toBe(0)
  })

  test('interrupted, tells what it has', async () => {
    const file = await recorded('interrupted')
    const { code, out } = await run(['shrink', file], {
      onInterrupt: (stop) => {
        stop()
        return () => {}
      },
    })
    expect(code).toBe(3)
    expect(out).toMatch(/ {2}steps {13}(\d+, as before|\d+ → \d+)\n/)
    expect(out).not.toContain('  cooks  ')
    expect(out).toContain('Interrupted: there may be a simpler run.')
  })

  test('refuses what it cannot do in one sentence', async () => {
    const file = await recorded('wrong')
    const text = readFileSync(join(cwd, file), 'utf8')
    writeFileSync(join(cwd, 'stale.json'), text.replaceAll('"reach"', '"grab"'))
    const of = async (...args: string[]) => {
      const { code, out, err } = await run(['shrink', ...args])
      expect([code, out]).toEqual([2, ''])
      return err
    }
    expect(await of('stale.json')).toMatch(
      /^shootdown: stale\.json cannot be made simpler: step \d+: there is no "grab"/,
    )
    expect(await of('nowhere.json')).toBe('shootdown: nowhere.json cannot be read: no such file or directory\n')
    expect(await of()).toBe("shootdown: missing required argument 'file'\n")
    expect(await of(file, '--max-states', '0')).toContain('It is a whole number above zero.')
    expect(await of(file, '--out', 'stale.json/x.json')).toContain('cannot be written')
  })
})
