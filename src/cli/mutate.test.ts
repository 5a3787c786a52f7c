import { describe, expect, test } from 'vitest'
import { unwrapped } from '../../test/unwrapped.js'
import { array, blocked, bool, int, struct, system } from '../index.js'
import { main } from './main.js'

/** A lock of one bit, taken in one step or, without the precaution, in two. Either of two others keeps the owner's name. */
const bitLock = system('bit-lock', {
  parameters: { cpus: int(1, 4, { default: 2 }) },
  state: ({ cpus }) => struct({ taken: bool, noted: bool, cpu: array(cpus, struct({})) }),
  behaviour: ({ program, precaution }) => {
    const atomic = precaution('test and set at once')
    const early = precaution('note early')
    const late = precaution('note late')
    return [
      program('cpu', {
        take: (s) => {
          if (s.taken) return blocked
          if (atomic) s.taken = true
          if (early) s.noted = true
          return undefined
        },
        set: (s) => {
          s.taken = true
          if (late) s.noted = true
        },
        critical: () => {},
        free: (s) => {
          s.taken = false
          s.noted = false
          return 'take'
        },
      }),
    ]
  },
  properties: ({ always }) => ({
    'mutual exclusion': always((s) => s.cpu.count((c) => c.at === 'critical') <= 1),
    'the owner is noted': always((s) => !s.cpu.some((c) => c.at === 'critical') || s.noted),
  }),
})

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

const run = (...argv: string[]): Promise<Ran> => runWith(() => () => {}, argv)

async function runWith(onInterrupt: (stop: () => void) => () => void, argv: string[]): Promise<Ran> {
  const text = { out: '', err: '' }
  const code = await main(
    argv,
    { catalogue: [bitLock] },
    {
      stdout: { write: (t: string) => (text.out += t) },
      stderr: { write: (t: string) => (text.err += unwrapped(t)) },
      env: {},
      cwd: '/',
      onInterrupt,
    },
  )
  return { code, ...text }
}

describe('mutate', () => {
  test('tells which mutants are caught, and by what, and which survive', async () => {
    const { code, out, err } = await run('mutate', 'bit-lock', '--cpus', '3')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('with cpus 3')
    expect(out).toMatch(/cpu: skip 'take'\n {4}caught +"mutual exclusion" \(always\) after 4 steps/)
    expect(out).toMatch(/cpu: skip 'critical'\n {4}survived +as many states/)
    expect(out).toMatch(/cpu: exchange 'critical' and 'free'\n {4}SURVIVED +no property notices/)
    expect(out).toMatch(/cpu: do not wait at 'take'\n {4}caught +"mutual exclusion" \(always\) after 4 steps/)
    expect(out).toMatch(/a label does not wait +1 of 1 caught\n/)
    expect(out).toMatch(/in all +4 of 11 caught, 4 survived, 3 perhaps the same/)
  })

  test('of one kind only, and as JSON', async () => {
    const { code, out } = await run('mutate', 'bit-lock', '--kind', 'skip', '--reporter', 'json')
    const { mutations } = JSON.parse(out)
    expect(code).toBe(0)
    expect(mutations).toHaveLength(1)
    expect(mutations[0]).toMatchObject({ model: 'bit-lock', parameters: { cpus: 2 }, left: 0 })
    expect(mutations[0].mutants.map((m: { kind: string }) => m.kind)).toEqual(['skip', 'skip', 'skip', 'skip'])
    expect(mutations[0].mutants[0]).toMatchObject({
      outcome: 'caught',
      caughtBy: [{ property: 'mutual exclusion', kind: 'always', steps: 4 }],
    })
  })

  test('survivors fail it if they are to', async () => {
    expect((await run('mutate', 'bit-lock', '--fail-on-survivor')).code).toBe(1)
    expect((await run('mutate', 'bit-lock', '--fail-on-survivor', '--kind', 'unguard')).code).toBe(0)
  })

  test('interrupted, it says what is left', async () => {
    const atOnce = (stop: () => void) => {
      stop()
      return () => {}
    }
    const { code, out } = await runWith(atOnce, ['mutate', 'bit-lock'])
    // Nothing was begun.
    expect([code, out]).toEqual([3, ''])
  })

  test('wrong use is one sentence and exit code 2', async () => {
    const broken = await run('mutate', 'bit-lock', '--without', 'test and set at once')
    expect([broken.code, broken.out]).toEqual([2, ''])
    expect(broken.err).toMatch(/^shootdown: bit-lock is violated as it is: [^\n]+\n$/)
    expect((await run('mutate', 'bit-lock', '--kind', 'typo')).code).toBe(2)
    expect((await run('mutate')).code).toBe(2)
    expect((await run('mutate', 'bit-lok')).err).toMatch(/bit-lock/)
  })
})

describe('precautions --minimal', () => {
  test('names what is needed, and what may be had in either way', async () => {
    const { code, out, err } = await run('precautions', 'bit-lock', '--minimal')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('2 minimal sets suffice.\n\n  Needed in every one:\n    - test and set at once\n')
    expect(out).toContain('and either:\n    - note early\n\n  or:\n    - note late\n')
    expect(out).toContain('Assumed of')
  })

  test('exhaustive, and as JSON', async () => {
    const { code, out } = await run('precautions', 'bit-lock', '--minimal', '--exhaustive', '--reporter', 'json')
    expect(code).toBe(0)
    expect(JSON.parse(out).minimal[0]).toMatchObject({
      sufficient: [
        { precautions: ['test and set at once', 'note early'], lessMayDo: false },
        { precautions: ['test and set at once', 'note late'], lessMayDo: false },
      ],
      inconclusive: [],
      neededInEvery: ['test and set at once'],
      assumed: 0,
    })
  })

  test('what a bound leaves open is inconclusive', async () => {
    const { code, out } = await run('precautions', 'bit-lock', '--minimal', '--max-states', '2')
    expect(code).toBe(3)
    expect(out).toContain('Inconclusive')
  })

  test('wrong use is one sentence and exit code 2', async () => {
    expect(await run('precautions', 'bit-lock', '--exhaustive')).toEqual({
      code: 2,
      out: '',
      err: 'shootdown: --exhaustive goes with --minimal\n',
    })
    expect((await run('precautions', 'bit-lock', '--minimal', '--out', 'x')).code).toBe(2)
    expect((await run('precautions', 'bit-lock', '--minimal', '--workers', '2')).code).toBe(2)
    expect((await run('precautions', 'bit-lock', '--minimal', '--strategy', 'pct')).err).toContain(
      'decides how to look',
    )
  })
})
