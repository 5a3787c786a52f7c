import { describe, expect, test } from 'vitest'
import { array, blocked, type CheckOptions, check, int, type Model, oneOf, struct, system } from '../index.js'
import { type Look, reportOf } from './report.js'
import { checkText, terminal } from './terminal.js'

const LOOK: Look = { columns: 80, colours: false }

const long = 'a name that goes on and on until it does not fit beside anything else in any table of any width'

/** Two clerks who book places; everything about it is longer than a line. */
const booking = system('booking', {
  summary: `clerks who book the places of a train that has far too few of them, without looking ${long}`,
  parameters: { clerks: int(1, 3, { default: 2 }), [long.replaceAll(' ', '')]: oneOf(long, 'short') },
  state: ({ clerks }) =>
    struct({
      placesThatAreStillFreeOnTheTrain: int(0, 2, { default: 1 }),
      clerk: array(clerks, struct({ placesThatThisClerkHasSeenToBeFree: int(0, 2) })),
    }),
  behaviour: ({ program, action, precaution }) => {
    const looksAgain = precaution('look again before booking, and again if there is any doubt about it')
    return [
      program('clerk', {
        look: (s, me) => {
          me.placesThatThisClerkHasSeenToBeFree = s.placesThatAreStillFreeOnTheTrain
        },
        book: (s, me, pick) => {
          if (looksAgain ? s.placesThatAreStillFreeOnTheTrain === 0 : me.placesThatThisClerkHasSeenToBeFree === 0)
            return blocked
          s.placesThatAreStillFreeOnTheTrain -= pick([1])
          return 'done'
        },
      }),
      action('give back', { n: int(1, 2) }, { when: () => false, do: () => {} }),
    ]
  },
  properties: ({ always, step, reachable }) => ({
    [`no place is booked twice: ${long}`]: always(() => true),
    'places do not vanish': step(
      (before, after) => after.placesThatAreStillFreeOnTheTrain >= before.placesThatAreStillFreeOnTheTrain - 1,
    ),
    'a place is given back': reachable((s) => s.placesThatAreStillFreeOnTheTrain === 2),
  }),
})

function text(model: Model, options: CheckOptions = {}): string {
  return checkText(reportOf(check(model, options)), LOOK).join('\n')
}

function expectNarrow(report: string, columns = 80): void {
  expect(report.split('\n').filter((line) => [...line].length > columns)).toEqual([])
}

describe('every report fits on 80 columns', () => {
  const without = booking().precautions[0]!

  test.each<[string, Model, CheckOptions]>([
    ['a deadlock and what is never reached', booking(), { keepGoing: true }],
    ['a model that fails', booking().without(without), {}],
    ['a bound on states', booking({ clerks: 3 }), { bounds: { states: 2 } }],
    ['a bound on depth', booking(), { bounds: { depth: 1 }, storage: 'exact' }],
  ])('%s', (_, model, options) => expectNarrow(text(model, options)))

  test('and on narrower ones', () => {
    const report = reportOf(check(booking(), { keepGoing: true }))
    expectNarrow(checkText(report, { columns: 60, colours: false }).join('\n'), 60)
  })
})

describe('what a report says', () => {
  const counter = system('counter', {
    summary: 'a counter incremented by a read and a write',
    state: () => struct({ counter: int(0, 2), thread: array(2, struct({ seen: int(0, 2) })) }),
    behaviour: ({ program, precaution }) => {
      const atomic = precaution('read and write at once')
      return [
        program('thread', {
          read: (s, me) => {
            me.seen = s.counter
            if (!atomic) return 'write'
            s.counter++
            return 'done'
          },
          write: (s, me) => {
            s.counter = me.seen + 1
          },
        }),
      ]
    },
    properties: ({ always }) => ({
      'no increment is lost': always((s) => s.counter === s.thread.count((t) => t.at === 'done')),
    }),
  })

  test('of a model that holds', () => {
    expect(text(counter()).replace(/(under.)?0\.\d+.s/, 'T')).toBe(
      `\
counter — a counter incremented by a read and a write

  no increment is lost  always    holds
  no deadlock           deadlock  holds

  Exhaustive: all 5 reachable states (breadth-first, 5 generated, 3 levels,
  T).
  States stored as 64-bit fingerprints; chance that two were taken for one:
  below 1 in 10^18.
  Never possible: "thread: write".`.replace('T)', 'T)'),
    )
  })

  test('of a violation: the run, only what changed, what broke, and how to see it again', () => {
    expect(text(counter().without('read and write at once'))).toContain(`\
counter — a counter incremented by a read and a write
  without "read and write at once"

  no increment is lost  always    VIOLATED      after 4 steps
  no deadlock           deadlock  inconclusive

  "no increment is lost" is violated, shown by a run of 4 steps:

   1  thread 0  read → write
   2  thread 1  read → write
   3  thread 0  write → done
                  counter: 0 → 1
   4  thread 1  write → done

  After step 4, "no increment is lost" does not hold.

  See it again:
    npx shootdown check counter --without 'read and write at once'
`)
  })

  test('of a deadlock: where everybody stands', () => {
    const report = text(booking({ clerks: 2 }), { keepGoing: true })
    expect(report).toMatch(/After step \d, nothing can happen any more/)
    expect(report.replace(/\s+/g, ' ')).toContain('clerk 0 is at "done", clerk 1 is at "book"')
    expect(report).toContain('[picked 1]')
  })

  test('of what should be possible and is not', () => {
    expect(text(booking(), { keepGoing: true }).replace(/\s+/g, ' ')).toContain(
      '"a place is given back" should be possible, and no reachable state satisfies it.',
    )
  })

  test('of a model that fails: the field, the step and the value', () => {
    expect(text(booking({ clerks: 2 }).without(booking().precautions[0]!)).replace(/\s+/g, ' ')).toContain(
      'the model itself fails in "book" of clerk 1: placesThatAreStillFreeOnTheTrain cannot be -1: it is int(0, 2).',
    )
  })

  test('of a bound: which one, and how much was left', () => {
    expect(text(booking({ clerks: 3 }), { bounds: { depth: 2 } }).replace(/\s+/g, ' ')).toContain(
      'It ended at 2 levels (--max-depth)',
    )
  })

  test('of several checks, in one line at the end', () => {
    const checks = [counter(), counter().without('read and write at once')].map((m) => reportOf(check(m)))
    expect(terminal.end({ checks }, LOOK)).toMatch(
      /^2 checks: 1 holds, 1 is violated \(.*\)\.\nNot holding: counter\.\n$/,
    )
    expect(terminal.end({ checks: checks.slice(1) }, LOOK)).toBe('')
  })

  test('in colours only if they are asked for', () => {
    const report = reportOf(check(counter()))
    const escapes = String.fromCharCode(27)
    expect(terminal.each(report, { columns: 80, colours: true })).toContain(`${escapes}[32mholds`)
    expect(terminal.each(report, LOOK)).not.toContain(escapes)
  })
})
