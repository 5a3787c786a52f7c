import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { array, int, struct, system } from '../index.js'
import { main } from './main.js'

/** More states than a test can wait for. */
const endless = system('endless', {
  state: () => struct({ n: array(8, int(0, 99)) }),
  behaviour: ({ action, precaution }) => {
    const [one, two] = [precaution('go on by one'), precaution('go on for ever')]
    return [
      action(
        'count',
        { i: int(0, 7) },
        { when: (s, { i }) => two && s.n.get(i) < 99, do: (s, { i }) => s.n.set(i, s.n.get(i) + (one ? 1 : 9)) },
      ),
    ]
  },
})

const cwd = mkdtempSync(join(tmpdir(), 'shootdown-interrupted-'))
afterAll(() => rmSync(cwd, { recursive: true }))

/** Runs a command that is interrupted as soon as it listens. */
async function interrupted(...args: readonly string[]) {
  const text = { out: '', err: '' }
  const code = await main(
    args,
    { catalogue: [endless] },
    {
      stdout: { write: (t) => void (text.out += t) },
      stderr: { write: (t) => void (text.err += t) },
      env: {},
      cwd,
      onInterrupt: (listener) => {
        setTimeout(listener, 100)
        return () => {}
      },
    },
  )
  return { code, ...text }
}

test('an interrupted look at precautions says how many are left, and not that there are none', async () => {
  const { code, out } = await interrupted('precautions', 'endless')
  expect(code).toBe(3)
  expect(out).toContain('Interrupted: 2 precautions left to take away.')
  expect(out).not.toContain('It has no precautions')
})

test('where a search has left a checkpoint, it says how to go on', async () => {
  const file = join(cwd, 'left')
  const { err } = await interrupted('check', 'endless', '--checkpoint', file)
  expect(err).toBe(`shootdown: --recover ${file} goes on from where it ended\n`)
  const again = await interrupted('check', 'endless', '--recover', file)
  expect([again.code, again.err]).toEqual([3, ''])
})
