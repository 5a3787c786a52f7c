import { describe, expect, test } from 'vitest'
import { unwrapped } from '../../test/unwrapped.js'
import { array, blocked, bool, int, struct, system } from '../index.js'
import { main } from './main.js'

/** A ticket lock of two; a slip lets a turn be skipped. */
const tickets = system('tickets', {
  parameters: { turns: int(2, 500, { default: 3 }) },
  state: ({ turns }) =>
    struct({
      next: int(0, turns - 1),
      serving: int(0, turns - 1),
      cpu: array(2, struct({ ticket: int(0, turns - 1) })),
    }),
  behaviour: ({ turns, program, precaution }) => {
    const atomic = precaution('take and increment in one step')
    return [
      program('cpu', {
        take: (s, me) => {
          me.ticket = s.next
          if (atomic) s.next = (s.next + 1) % turns
        },
        wait: (s, me) => (s.serving === me.ticket ? 'critical' : blocked),
        critical: (s) => {
          s.serving = (s.serving + 1) % turns
          return 'take'
        },
      }),
    ]
  },
  properties: ({ turns, always, reachable }) => ({
    'mutual exclusion': always((s) => s.cpu.count((c) => c.at === 'critical') <= 1),
    'who is inside is served': always((s) => s.cpu.every((c) => c.at !== 'critical' || c.ticket === s.serving)),
    'nobody ends': always((s) => s.cpu.every((c) => c.at !== 'done')),
    'tickets are given out once': always((s) => {
      const waiting = [...s.cpu].filter((c) => c.at !== 'take').map((c) => (c.ticket - s.serving + turns) % turns)
      const given = (s.next - s.serving + turns) % turns
      return waiting.length === given && waiting.every((t) => t < given) && new Set(waiting).size === given
    }),
    'somebody enters': reachable((s) => s.cpu.some((c) => c.at === 'critical')),
  }),
})

const broken = system('broken', {
  state: () => struct({ on: bool, n: int(0, 3) }),
  initial: (s, { pick }) => {
    s.on = pick.bool()
  },
  behaviour: ({ action }) => [action('count', { do: (s) => void s.n++ })],
  properties: ({ always }) => ({ 'it is off': always((s) => !s.on), 'no three': always((s) => s.n <= 3) }),
})

const nowhere = system('nowhere', {
  state: () => struct({ on: bool }),
  initial: () => blocked,
  behaviour: ({ action }) => [action('turn off', { do: (s) => void (s.on = false) })],
  properties: ({ always }) => ({ 'it is off': always((s) => !s.on) }),
})

const blank = system('blank', { state: () => struct({ on: bool }), behaviour: () => [] })

async function run(...args: string[]) {
  const text = { out: '', err: '' }
  const code = await main(
    args,
    { catalogue: [tickets, broken, nowhere, blank] },
    {
      stdout: { write: (t: string) => (text.out += t) },
      stderr: { write: (t: string) => (text.err += unwrapped(t)) },
      env: {},
      cwd: '/',
      onInterrupt: () => () => {},
    },
  )
  expect(text.out.split('\n').filter((line) => line.length > 80)).toEqual([])
  return { code, ...text, flat: text.out.replace(/\s+/g, ' ') }
}

describe('inductive', () => {
  test('of an invariant that says too little: the state, the step, and what no longer holds', async () => {
    const { code, out, flat } = await run('inductive', 'tickets', '--invariant', 'mutual exclusion')
    expect(code).toBe(1)
    expect(out).toContain('tickets\n  with turns 3\n\n  NOT INDUCTIVE: "mutual exclusion"\n')
    expect(flat).toContain('a step leads to one in which "mutual exclusion" does not hold:')
    expect(out).toMatch(/\n {6}next: 0\n {6}serving: 0\n {6}cpu: \[.*\]\n {3}1 {2}cpu \d {2}wait → critical\n/)
    expect(flat).toMatch(/Of the 1,296 states that the type has, \d+ were gone through until then;/)
  })

  test('of all of them together, which is the default', async () => {
    const { code, flat } = await run('inductive', 'tickets')
    expect(code).toBe(0)
    expect(flat).toContain('inductive: "mutual exclusion", "who is inside is served", "nobody ends" and "tickets are')
    expect(flat).toMatch(/Exhaustive: all 1,296 states that the type has; all hold in \d+ of them, with \d+ steps\./)
  })

  test('relying on others', async () => {
    const assuming = ['who is inside is served', 'nobody ends', 'tickets are given out once']
    const args = assuming.flatMap((name) => ['--assuming', name])
    const { code, flat } = await run('inductive', 'tickets', ...args)
    expect(code).toBe(0)
    expect(flat).toContain('inductive: "mutual exclusion" relying on "who is inside is served", "nobody ends" and')
  })

  test('without a precaution', async () => {
    const { code, out } = await run('inductive', 'tickets', '--without', 'take and increment in one step')
    expect(code).toBe(1)
    expect(out).toContain('without "take and increment in one step"')
    expect(out).toMatch(/cpu \d {2}take → wait/)
  })

  test('of too many states tries some of them, and proves nothing', async () => {
    const args = ['inductive', 'tickets', '--turns', '300', '--max-samples', '400', '--seed', '3']
    const { code, flat } = await run(...args)
    expect(code).toBe(3)
    expect(flat).toMatch(/Sampled: 400 states out of 1\.3·10\^11 \(seed 3\); all hold in \d+ of them, .* does not show/)
    const one = await run('inductive', 'tickets', '--turns', '40', '--invariant', 'mutual exclusion')
    expect(one.code).toBe(1)
    expect(one.flat).toContain('and the one that broke it made small')
    expect((await run('inductive', 'tickets', '--max-states', '1000')).code).toBe(3)
  })

  test('what could not fail fails the check, unless that is allowed', async () => {
    const { code, flat } = await run('inductive', 'nowhere')
    expect(code).toBe(1)
    expect(flat).toContain('Only because it could not fail: the model has no initial state.')
    expect((await run('inductive', 'nowhere', '--allow-vacuous')).code).toBe(0)
    const { inductions } = JSON.parse((await run('inductive', 'nowhere', '--reporter', 'json')).out)
    expect(inductions[0]).toMatchObject({ verdict: 'holds', vacuous: true })
  })

  test('begins with the initial states, and with what fails', async () => {
    const initial = await run('inductive', 'broken')
    expect(initial.code).toBe(1)
    expect(initial.out).toContain(
      '  In an initial state, "it is off" does not hold:\n\n  chosen: true\n      on: true\n',
    )
    expect(initial.out).toContain('No further state was looked at.')
    const fault = await run('inductive', 'broken', '--invariant', 'no three')
    expect(fault.flat).toContain(
      'In a state in which it holds, the model itself fails in "count": n cannot be 4: it is',
    )
  })

  test('as JSON', async () => {
    const { code, out } = await run('inductive', 'tickets', '--invariant', 'mutual exclusion', '--reporter', 'json')
    const { version, inductions } = JSON.parse(out)
    expect([code, version]).toEqual([1, 1])
    expect(inductions).toHaveLength(1)
    expect(inductions[0]).toMatchObject({
      model: 'tickets',
      parameters: { turns: 3 },
      without: [],
      verdict: 'violated',
      coverage: 'exhaustive',
      claim: ['mutual exclusion'],
      assumed: [],
      possible: 1296,
      seed: null,
      counterexample: {
        tag: 'step',
        before: { next: 0, serving: 0 },
        step: { label: 'wait', changes: [{ before: 'wait', after: 'critical' }] },
        broken: ['mutual exclusion'],
        failure: null,
      },
    })
  })

  test.each([
    [['tickets', '--invariant', 'exclusion'], 'tickets has no invariant "exclusion"; it has "mutual exclusion",'],
    [['tickets', '--assuming', 'somebody enters'], 'tickets has no invariant "somebody enters"; it has'],
    [['blank'], 'blank has no invariant: there is nothing to ask it of'],
    [['broken', '--assuming', 'it is off', '--assuming', 'no three'], 'broken has no invariant but those to rely on'],
    [['tickets', '--max-samples', '0'], 'It is a whole number above zero.'],
    [['ticket'], 'there is no model "ticket" (did you mean "tickets"?)'],
    [[], "missing required argument 'models'"],
  ])('refuses %j', async (args, sentence) => {
    const { code, out, err } = await run('inductive', ...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(sentence)
  })
})
