import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { unwrapped } from '../../test/unwrapped.js'
import { array, int, struct, system } from '../index.js'
import { bits, eq, lemma, theory } from '../prove/index.js'
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

/** More values than a test can try. */
const words = theory('words', {
  small: 16,
  widths: [16],
  lemmas: (width) => ({
    equal: lemma({ a: bits(width), b: bits(width), c: bits(width) }, { conclude: ({ a }) => eq(a, a) }),
    'equal again': lemma({ a: bits(width) }, { conclude: ({ a }) => eq(a, a) }),
  }),
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
      stderr: { write: (t) => void (text.err += unwrapped(t)) },
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

test('interrupted before there is anything to tell, the process is left to end', async () => {
  let listeners = 0
  const io = { stdout: { write: () => {} }, stderr: { write: () => {} }, env: {}, cwd }
  const onInterrupt = () => {
    listeners++
    return () => {}
  }
  const listening = (...args: readonly string[]) => main(args, { catalogue: [endless] }, { ...io, onInterrupt })
  await listening('list')
  await listening('check', 'nothing')
  expect(listeners).toBe(0)
})

test('of several recorded runs, those that were not taken again are told', async () => {
  let interrupt = () => {}
  const said: string[] = []
  // Heard of while the first is told.
  const stderr = {
    write: (text: string) => {
      said.push(text)
      interrupt()
    },
  }
  const told = { out: '' }
  const stdout = { write: (text: string) => void (told.out += text) }
  const onInterrupt = (listener: () => void) => {
    interrupt = listener
    return () => {}
  }
  const code = await main(
    ['replay', 'first.json', 'second.json', 'third.json'],
    { catalogue: [endless] },
    { stdout, stderr, env: {}, cwd, onInterrupt },
  )
  expect(code).toBe(2)
  expect(said).toEqual([
    'shootdown: first.json cannot be read: no such file or directory\n',
    'shootdown: interrupted; 2 of 3 not taken again\n',
  ])
  expect(told.out).toBe('1 recorded run: 1 could not be read.\n')
})

test('where a search has left a checkpoint, it says how to go on', async () => {
  const file = join(cwd, 'left')
  const { err } = await interrupted('check', 'endless', '--checkpoint', file)
  expect(err).toBe(`shootdown: --recover ${file} goes on from where it ended\n`)
  const again = await interrupted('check', 'endless', '--recover', file)
  expect([again.code, again.err]).toEqual([3, ''])
})

test('an interrupted look at lemmas tells of the one that was being tried, and how many are left', async () => {
  let interrupt = () => {}
  const told = { out: '', err: '' }
  // Heard of while the first is tried.
  const stderr = {
    isTTY: true,
    write: (text: string) => {
      told.err += text
      setTimeout(() => interrupt())
    },
  }
  const code = await main(
    ['prove', '--quick'],
    { catalogue: [endless], theories: async () => [words] },
    {
      stdout: { write: (text) => void (told.out += text) },
      stderr,
      env: {},
      cwd,
      onInterrupt: (listener) => {
        interrupt = listener
        return () => {}
      },
    },
  )
  expect(code).toBe(3)
  // It is not even tried for random words.
  expect(told.out).toMatch(/equal +open [\d.]+ s +- +-/)
  expect(told.err).toContain('interrupted; 1 of 2 not looked at')
})
