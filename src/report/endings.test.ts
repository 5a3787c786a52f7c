import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { array, blocked, type CheckOptions, check, int, type Model, sequential, struct, system } from '../index.js'
import { formatCounterexample } from '../trace/format.js'
import { replay } from '../trace/replay.js'
import { json } from './json.js'
import { replayText } from './replays.js'
import { reportOf } from './report.js'
import { checkText } from './terminal.js'

const LOOK = { columns: 80, colours: false }

function reported(model: Model, options: CheckOptions = {}) {
  const report = reportOf(check(model, { keepGoing: true, ...options }))
  const text = checkText(report, LOOK)
  expect(text.filter((line) => [...line].length > 80)).toEqual([])
  const [inJson] = JSON.parse(json.end({ checks: [report] }, LOOK)).checks
  return { report, text: text.join('\n'), flat: text.join(' ').replace(/\s+/g, ' '), json: inJson }
}

/** Two who want a thing; the second is never given it. */
const unfair = system('unfair', {
  state: () => struct({ turns: int(0, 1), cpu: array(2, struct({ got: int(0, 1) })) }),
  behaviour: ({ program, action }) => [
    program('cpu', { ask: () => 'wait', wait: (_, me) => (me.got === 1 ? 'done' : blocked) }),
    action('give', {
      when: (s) => s.cpu.get(0).at === 'wait',
      do: (s) => {
        s.cpu.get(0).got = 1
      },
    }),
    action('turn', {
      do: (s) => {
        s.turns = 1 - s.turns
      },
    }),
  ],
  fairness: ({ weak }) => [weak('turn'), weak('cpu'), weak('give')],
  properties: ({ leadsTo, eventually }) => ({
    'everyone is given it': leadsTo.each(
      'cpu',
      (_, c) => c.at === 'wait',
      (_, c) => c.got === 1,
    ),
    'the impossible is answered': leadsTo(
      (s) => s.cpu.every((c) => c.at === 'done'),
      (s) => s.turns === 1,
    ),
    'the first is given it': eventually((s) => s.cpu.get(0).got === 1),
  }),
  mayStop: () => true,
})

describe('a run that never ends', () => {
  test('is shown with the steps that are taken for ever, and what is waited for in vain', () => {
    const { text } = reported(unfair())
    expect(text).toContain(`\
  "everyone is given it" is violated, shown by a run that never ends, of 6 steps
  told once:
`)
    expect(text).toMatch(/\n {2}then for ever:\n +5 +turn\n +turns: 0 → 1\n +6 +turn\n/)
    expect(text).toMatch(
      /After step \d, the left side of "everyone is given it" for cpu 1 is true; its\n {2}right side never is from then on\./,
    )
    expect(text).toMatch(/everyone is given it +leadsTo +VIOLATED +goes round after 4 steps/)
  })

  test('or stays where it is', () => {
    const { text, flat } = reported(unfair(), { fairness: [] })
    expect(text).toMatch(/the first is given it +eventually +VIOLATED +stops from the start/)
    expect(text).toContain('  for ever: nothing; the run stays where it is\n')
    expect(flat).toContain('"the first is given it" should become true sooner or later, and is false all along.')
    expect(flat).toContain('assuming no fairness: a run may stop anywhere.')
  })

  test('has its loop in the document', () => {
    const { properties } = reported(unfair()).json
    expect(properties[0]).toMatchObject({
      verdict: 'violated',
      steps: 6,
      loop: { to: 4, stutters: false, of: 'cpu 1' },
    })
    expect(properties[2]).toMatchObject({ verdict: 'holds', loop: null })
  })

  test('is shown again by a replay', () => {
    const run = reported(unfair()).report.properties[0]!.counterexample!
    expect(E.isRight(replay(run, unfair))).toBe(true)
    const shown = replayText({ file: 'a.json', run, stale: null, changed: [], why: null, account: null }, LOOK)
    expect(shown).toContain('then for ever:')
    expect(shown).toContain('as recorded: "everyone is given it" breaks: the run goes round after 4 steps')
    expect(formatCounterexample(run)).toContain('"loop": { "to": 4, "stutters": false, "of": "cpu 1", "since": ')
  })
})

test('a property that could not fail is told of as such', () => {
  const { flat, json } = reported(unfair())
  expect(flat).toContain('the impossible is answered leadsTo holds vacuously')
  expect(flat).toContain(
    '"the impossible is answered" holds only because it could not fail: its left side is never true.',
  )
  expect(json.properties.map((p: { vacuous: boolean }) => p.vacuous)).toEqual([false, true, false, false])
})

describe('a refinement that fails', () => {
  const lock = system('lock', {
    state: () => struct({ holder: int(0, 2) }),
    behaviour: ({ action }) => [
      action(
        'acquire',
        { by: int(1, 2) },
        {
          when: (s) => s.holder === 0,
          do: (s, { by }) => {
            s.holder = by
          },
        },
      ),
      action('release', {
        when: (s) => s.holder !== 0,
        do: (s) => {
          s.holder = 0
        },
      }),
    ],
  })
  const handing = (first: number) =>
    system('handing over', {
      state: () => struct({ owner: int(0, 2) }),
      initial: (s) => {
        s.owner = first
      },
      behaviour: ({ action }) => [
        action('take', {
          when: (s) => s.owner === 0,
          do: (s) => {
            s.owner = 1
          },
        }),
        action('hand over', {
          when: (s) => s.owner === 1,
          do: (s) => {
            s.owner = 2
          },
        }),
      ],
      properties: ({ refines }) => ({ 'is a lock': refines(lock(), (s) => ({ holder: s.owner })) }),
      mayStop: () => true,
    })

  test('says what the step is there, and what could have been done instead', () => {
    const { text, json, report } = reported(handing(0)())
    expect(text).toContain(`\
  Step 2 breaks "is a lock": it is nothing that the abstract system can do.

  The step "hand over" stands for this one of "lock": holder: 1 → 2
    before: {holder: 1}
    after:  {holder: 2}
  What "lock" could have done there instead:
    "release": holder: 1 → 0
`)
    expect(json.properties[0].why).toMatchObject({ tag: 'refinement', abstract: 'lock', before: { holder: 1 } })
    const run = report.properties[0]!.counterexample!
    const again = replay(run, handing(0))
    const why = E.isRight(again) ? again.right.why : null
    expect(why).toEqual(report.properties[0]!.why)
    expect(replayText({ file: 'a.json', run, stale: null, changed: [], why, account: null }, LOOK)).toContain(
      '"release": holder: 1 → 0',
    )
  })

  test('says so of an initial state too', () => {
    const { text } = reported(handing(1)())
    expect(text).toContain(`\
  The initial state breaks "is a lock": it stands for no initial state of the
  abstract system.

  The initial state stands for this one of "lock": {holder: 1}
  Initial states of "lock":
    {holder: 0}
`)
  })
})

test('an object that is not linearizable: what was called and returned, and what should have been', () => {
  const register = sequential('register', {
    state: () => ({ value: 0 }),
    operations: () => ({
      write: (s, value: number) => {
        s.value = value
      },
      read: (s) => s.value,
    }),
  })
  const stale = system('stale', {
    state: () => struct({ value: int(0, 1), cpu: array(2, struct({ busy: int(0, 1), seen: int(0, 1) })) }),
    behaviour: ({ program }) => [
      program('cpu', {
        start: (_, me) => {
          me.busy = 1
        },
        act: (s, me) => {
          if (me.id === 0) s.value = 1
          me.seen = 0
          me.busy = 0
          return 'done'
        },
      }),
    ],
    properties: ({ linearizable }) => ({
      'is a register': linearizable(register, {
        processes: (s) => s.cpu,
        pending: (c) => (c.busy === 0 ? null : c.id === 0 ? ['write', 1] : ['read']),
        result: (c) => (c.id === 0 ? undefined : c.seen),
      }),
    }),
  })
  const { text, json, report } = reported(stale())
  expect(text).toContain('What was called and returned, as "register" sees it (by step):')
  expect(text).toMatch(/ 2 {2}process 0: write\(1\) returns\n/)
  expect(text.replace(/\s+/g, ' ')).toContain('it could have been 1.')
  expect(json.properties[0].why).toMatchObject({ tag: 'linearizability', possible: ['1'], result: '0' })
  expect(E.isRight(replay(report.properties[0]!.counterexample!, stale))).toBe(true)
})

test('a memory that breaks a property is shown', () => {
  const counting = system('counting', {
    state: () => struct({ n: int(0, 1) }),
    behaviour: ({ action }) => [
      action('flip', {
        do: (s) => {
          s.n = 1 - s.n
        },
      }),
    ],
    properties: ({ remembering }) => ({
      'flips twice at most': remembering({
        start: () => ({ flips: 0 }),
        next: ({ flips }) => ({ flips: flips + 1 }),
        holds: ({ flips }) => flips < 3,
      }),
    }),
  })
  expect(reported(counting(), { keepGoing: false }).text).toContain('  Remembered of the run: {flips: 3}\n')
})
