import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { bool, component, int, struct, system } from '../index.js'
import { main } from './main.js'

/** A kettle that boils; how often it was looked at is its own business. */
const kettle = system('kettle', {
  components: () => ({
    kettle: component({
      state: struct({ boils: bool, looks: int(0, 3) }),
      bookkeeping: ['looks'],
      behaviour: ({ action }) => [
        action('boil', { when: (s) => s.looks > 0 && !s.boils, do: (s) => void (s.boils = true) }),
        action('look', { when: (s) => s.looks < 3, do: (s) => void s.looks++ }),
      ],
      describe: (_before, _after, { label }) => (label === 'boil' ? 'the water boils' : null),
      summary: (s) => (s.looks === 0 ? [] : ['it has been looked at']),
    }),
  }),
  state: () => struct({}),
  behaviour: () => [],
  properties: ({ always }) => ({ 'a watched pot does not boil': always((s) => !s.kettle.boils) }),
  mayStop: () => true,
})

const cwd = mkdtempSync(join(tmpdir(), 'shootdown-verbose-'))
afterAll(() => rmSync(cwd, { recursive: true }))

async function run(...args: readonly string[]): Promise<string> {
  let out = ''
  const output = { write: (text: string) => void (out += text) }
  await main(
    args,
    { catalogue: [kettle] },
    { stdout: output, stderr: output, env: {}, cwd, onInterrupt: () => () => {} },
  )
  return out
}

const file = 'runs/kettle.a-watched-pot-does-not-boil.json'

const told = `
   1  kettle.look
   2  kettle.boil
        the water boils

  After step 2, "a watched pot does not boil" does not hold.

  kettle then: boils true
    it has been looked at
`

const verbose = `
   1  kettle.look
        kettle.looks: 0 → 1
   2  kettle.boil
        the water boils
        kettle.boils: false → true
`

describe('what a component keeps to itself is shown with --verbose only, and kept in files', () => {
  test('by check, to a terminal and to a file', async () => {
    expect(await run('check', 'kettle', '--out', 'runs')).toContain(told)
    expect(await run('check', 'kettle', '--verbose')).toContain(verbose)
    await run('check', 'kettle', '--verbose', '--reporter', 'terminal=told.txt')
    expect(readFileSync(join(cwd, 'told.txt'), 'utf8')).toContain(verbose)
    expect(readFileSync(join(cwd, file), 'utf8')).toContain('kettle.looks')
  })

  test.each([['replay'], ['shrink']])('by %s', async (command) => {
    await run('check', 'kettle', '--out', 'runs')
    expect(await run(command, file)).toContain(told)
    expect(await run(command, file, '--verbose')).toContain(verbose)
  })

  test('by inductive, of states', async () => {
    const claim = ['inductive', 'kettle', '--invariant', 'a watched pot does not boil']
    expect(await run(...claim)).toMatch(/kettle: \{boils: false\}\n {8}it has been looked at\n/)
    expect(await run(...claim, '--verbose')).toMatch(/kettle: \{boils: false, looks: \d\}\n/)
  })

  test('in JSON, all of it with the words besides', async () => {
    await run('check', 'kettle', '--out', 'runs')
    const { replays } = JSON.parse(await run('replay', file, '--reporter', 'json'))
    expect(replays[0].account).toEqual({
      bookkeeping: ['kettle.looks'],
      start: { kettle: { fields: { boils: 'false' }, lines: [] } },
      steps: [
        { said: {}, picks: [] },
        { said: { kettle: 'the water boils' }, picks: [] },
      ],
      end: { kettle: { fields: { boils: 'true' }, lines: ['it has been looked at'] } },
    })
    const { shrunk } = JSON.parse(await run('shrink', file, '--reporter', 'json'))
    expect(shrunk.account).toEqual(replays[0].account)
    expect(shrunk.counterexample.steps[0].changes).toEqual([{ path: 'kettle.looks', before: '0', after: '1' }])
  })
})
