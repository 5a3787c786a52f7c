import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { array, blocked, int, struct, system } from '../index.js'
import type { Io } from './io.js'
import { main } from './main.js'

/** Two wait to be served; who serves them may forget the second. Nobody ever complains. */
const queue = system('queue', {
  state: () => struct({ served: int(0, 2), guest: array(2, struct({})) }),
  behaviour: ({ program, action, precaution }) => {
    const everyone = precaution('serve everyone')
    return [
      program('guest', { wait: (s, me) => (s.served > me.id ? 'done' : blocked) }),
      action('serve', {
        when: (s) => s.served < (everyone ? 2 : 1),
        do: (s) => {
          s.served++
        },
      }),
    ]
  },
  fairness: ({ weak }) => [weak('guest'), weak('serve')],
  properties: ({ eventually, leadsTo }) => ({
    'all are served': eventually((s) => s.guest.every((g) => g.at === 'done')),
    'complaints are heard': leadsTo(
      (s) => s.guest.some((g) => g.at === 'done' && s.served === 0),
      () => false,
    ),
  }),
  mayStop: () => true,
})

const cwd = mkdtempSync(join(tmpdir(), 'shootdown-endings-'))
afterAll(() => rmSync(cwd, { recursive: true }))

async function run(...args: string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const text = { out: '', err: '' }
  const io: Io = {
    stdout: { write: (t) => (text.out += t) },
    stderr: { write: (t) => (text.err += t) },
    env: {},
    cwd,
    onInterrupt: () => () => {},
  }
  return { code: await main(args, { catalogue: [queue] }, io), ...text }
}

describe('a property that could not fail', () => {
  test('fails the check', async () => {
    const { code, out } = await run('check', 'queue')
    expect(code).toBe(1)
    expect(out.replace(/\s+/g, ' ')).toContain('it could not fail: its left side is never true.')
  })

  test('unless that is allowed, or it is not asked for', async () => {
    expect((await run('check', 'queue', '--allow-vacuous')).code).toBe(0)
    expect((await run('check', 'queue', '--property', 'all are served')).code).toBe(0)
  })

  test('is marked in the document', async () => {
    const { code, out } = await run('check', 'queue', '--reporter', 'json')
    expect(code).toBe(1)
    expect(JSON.parse(out).checks[0].properties[1]).toMatchObject({ verdict: 'holds', vacuous: true })
  })
})

test('a run that never ends is written, and replayed from its file', async () => {
  const args = ['--without', 'serve everyone', '--property', 'all are served', '--out', 'runs']
  const { code, out } = await run('check', 'queue', ...args)
  expect(code).toBe(1)
  expect(out).toContain('then for ever: nothing; the run stays where it is')
  const file = /npx shootdown replay (\S+)/.exec(out)![1]!
  const again = await run('replay', file)
  expect(again.code).toBe(0)
  expect(again.out).toContain('as recorded: "all are served" breaks: the run stops after 2 steps')
  const { replays } = JSON.parse((await run('replay', '--reporter', 'json', file)).out)
  expect(replays[0]).toMatchObject({ steps: 2, loop: { to: 2, stutters: true, of: null }, why: null })
})
