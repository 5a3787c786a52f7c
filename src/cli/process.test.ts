import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { unwrapped } from '../../test/unwrapped.js'

/** The real command, as a process of its own, started from its sources in a folder in which there is nothing else. */
const bin = fileURLToPath(new URL('../../bin/shootdown.ts', import.meta.url))
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const cwd = mkdtempSync(join(tmpdir(), 'shootdown-user-'))
afterAll(() => rmSync(cwd, { recursive: true }))

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function run(argv: readonly string[], meddle?: (child: ChildProcess) => void): Promise<Ended> {
  return start([bin, ...argv], meddle)
}

async function start(argv: readonly string[], meddle: (child: ChildProcess) => void = () => {}): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', tsx, ...argv], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const text = { out: '', err: '' }
  child.stdout.on('data', (data) => (text.out += data))
  child.stderr.on('data', (data) => (text.err += data))
  meddle(child)
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, out: text.out, err: unwrapped(text.err) }
}

function write(file: string, text: string): void {
  mkdirSync(join(cwd, file, '..'), { recursive: true })
  writeFileSync(join(cwd, file), text)
}

const LOCK = `\
import { array, blocked, int, type Model, struct, system } from 'shootdown'
import { most } from './sizes.js'

enum Step { one = 1 }

export const ticketLock = system('ticket-lock', {
  parameters: { cpus: int(1, most, { default: 2 }) },
  state: ({ cpus }) => struct({ next: int(0, 7), serving: int(0, 7), cpu: array(cpus, struct({ ticket: int(0, 7) })) }),
  behaviour: ({ program, precaution }) => {
    const waits = precaution('wait for the turn')
    return [
      program('cpu', {
        'take ticket': (s, me) => {
          me.ticket = s.next
          s.next = (s.next + Step.one) % 8
        },
        'wait turn': (s, me) => (waits && s.serving !== me.ticket ? blocked : 'critical'),
        critical: () => {},
        release: (s) => {
          s.serving = (s.serving + Step.one) % 8
          return 'take ticket'
        },
      }),
    ]
  },
  properties: ({ always }) => ({
    'mutual exclusion': always((s) => s.cpu.count((c) => c.at === 'critical') <= 1),
  }),
})
export const model: Model = ticketLock()
`

describe("a user's file, with nothing around it", () => {
  write('my-lock.ts', LOCK)
  write('sizes.ts', 'export const most: number = 4\n')

  test('is checked', async () => {
    const { code, out, err } = await run(['check', './my-lock.ts', '--cpus', '3', '--reporter', 'json'])
    expect([code, err]).toEqual([0, ''])
    expect(JSON.parse(out).checks[0]).toMatchObject({ model: 'ticket-lock', parameters: { cpus: 3 }, verdict: 'holds' })
  })

  test('is violated, recorded, and replayed by the command that is printed', async () => {
    const { code, out } = await run(['check', 'my-lock.ts', '--without', 'wait for the turn', '--out', 'out'])
    expect(code).toBe(1)
    const command = /npx shootdown (replay[\s\S]*?)\n\n/.exec(out)?.[1]?.replace(/ \\\n +/g, ' ')
    expect(command).toBe('replay out/ticket-lock.without-wait-for-the-turn.mutual-exclusion.json --model my-lock.ts')
    const replayed = await run(command!.split(' '))
    expect([replayed.code, replayed.err]).toEqual([0, ''])
    expect(replayed.out).toContain('as recorded: ')
  })

  test('of several systems: one, or all of them', async () => {
    write(
      'locks.ts',
      `import { ticketLock } from './my-lock'\nexport default [ticketLock]\n${other('plain')}${other('fancy')}`,
    )
    const all = await run(['list', './locks.ts', '--reporter', 'json'])
    expect(
      JSON.parse(all.out)
        .models.map((m: { name: string }) => m.name)
        .sort(),
    ).toEqual(['fancy', 'plain', 'ticket-lock'])
    expect((await run(['check', './locks.ts#fancy'])).out).toMatch(/^fancy\n/)
    expect((await run(['check', './locks.ts#plane'])).err).toBe(
      'shootdown: ./locks.ts exports no system "plane" (did you mean "plain"?); it exports ticket-lock, fancy, plain\n',
    )
  })

  test('in JavaScript', async () => {
    write('plain.mjs', `import { bool, struct, system } from 'shootdown'\n${other('plain', '')}`)
    expect((await run(['check', './plain.mjs'])).code).toBe(0)
  })

  test('that does not load says why', async () => {
    const bad: Record<string, readonly [text: string, reason: string]> = {
      'bad.ts': ['export const a: number = = 1', './bad.ts cannot be loaded: bad.ts:1:25: Unexpected "="'],
      'bad.mjs': ['export const a = = 1', "./bad.mjs cannot be loaded: Unexpected token '='"],
      'none.ts': ['export const a: number = 1', './none.ts exports no system, only a'],
      'throws.ts': [
        '\nnull!.foo',
        "./throws.ts cannot be loaded: TypeError: Cannot read properties of null (reading 'foo') (throws.ts:2)",
      ],
      'missing.ts': [
        "import 'no-such-package'",
        "./missing.ts cannot be loaded: cannot find package 'no-such-package'",
      ],
    }
    for (const [file, [text]] of Object.entries(bad)) write(file, text)
    // One process for all of them; what main adds is tested beside it.
    const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)
    write(
      'load-all.mjs',
      `import { describe } from ${url('./errors.ts')}
import { loadModel } from ${url('./load.ts')}
for (const file of ${JSON.stringify(Object.keys(bad))})
  console.log(describe((await loadModel('./' + file, [], process.cwd())).left))`,
    )
    const { out } = await start([join(cwd, 'load-all.mjs')])
    const lines = out.trimEnd().split('\n')
    expect(lines).toHaveLength(Object.keys(bad).length)
    for (const [i, [, reason]] of Object.values(bad).entries()) expect(lines[i]).toContain(reason)
    const { code, err } = await run(['check', './bad.ts'])
    expect([code, err]).toEqual([2, 'shootdown: ./bad.ts cannot be loaded: bad.ts:1:25: Unexpected "="\n'])
  })

  /** A second system, as text; the imports are hoisted. */
  function other(
    name: string,
    imports = `import { bool as b_${name}, struct as s_${name}, system as y_${name} } from 'shootdown'\n`,
  ): string {
    const [bool, struct, system] =
      imports === '' ? ['bool', 'struct', 'system'] : [`b_${name}`, `s_${name}`, `y_${name}`]
    return `${imports}export const ${name} = ${system}('${name}', {
  state: () => ${struct}({ on: ${bool} }),
  behaviour: ({ action }) => [action('flip', { do: (s) => { s.on = !s.on } })],
})\n`
  }
})

describe('a process', () => {
  test('that is interrupted tells what it knows', async () => {
    // On a busy machine it may take long until the process is there to be interrupted; before that, the signal ends it.
    let ended = { code: null as number | null, out: '' }
    for (const wait of [2000, 6000, 15_000]) {
      ended = await run(['check', 'lamport-mutex', '--processes', '4', '--max-clock', '9'], (child) =>
        setTimeout(() => child.kill('SIGINT'), wait),
      )
      if (ended.code !== null) break
    }
    expect(ended.code).toBe(3)
    expect(ended.out.replace(/\s+/g, ' ')).toContain('It was interrupted;')
  })

  test('whose reader has seen enough ends quietly, with the code of its verdict', async () => {
    const { code, err } = await run(['list'], (child) => child.stdout!.once('data', () => child.stdout!.destroy()))
    expect([code, err]).toEqual([0, ''])
  })

  test('says its version', async () => {
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})
