import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { array, blocked, check, component, int, type Model, noteOf, pickOf, set, struct, system } from '../index.js'
import { propertyReport } from '../report/report.js'
import { violationText } from '../report/terminal.js'
import { describeUsage } from '../system/errors.js'
import { accountOf } from './account.js'

const card = int(0, 2)
const cards = struct({ left: set(card), shuffles: int(0, 9) })

/** A pile of cards from which any may be drawn; how often it is shuffled is its own business. */
function pile(words: (drawn: readonly number[], left: number) => string) {
  return component({
    state: cards,
    bookkeeping: ['shuffles'],
    behaviour: ({ action }) => [
      action(
        'shuffle',
        { times: int(1, 2) },
        { when: (s) => s.shuffles === 0, do: (s, { times }) => void (s.shuffles += times) },
      ),
    ],
    describe: (before, after, { isOwn, label, arguments: given, notes }) => {
      if (isOwn) return `${label}d ${given.times} times, ${after.shuffles - before.shuffles} in all`
      return notes.length === 0 ? null : words(notes as number[], after.left.size)
    },
    summary: (s) => [`${s.left.size} cards in the pile`],
  })
}

interface Pile {
  readonly left: { delete(one: number): void } & Iterable<number>
}

/** Any of the cards is drawn. */
function draw(s: Pile): number {
  const note = noteOf(s)
  const drawn = pickOf(s)(s.left)
  s.left.delete(drawn)
  if (note !== null) note(drawn)
  return drawn
}

/** Two players draw from the first of two piles; who has a 2 lays it on the second, and has won. */
function game(words: Parameters<typeof pile>[0]) {
  return system('game', {
    components: () => ({ pile: pile(words), other: pile(words) }),
    state: () => struct({ player: array(2, struct({ hand: int(0, 2), mood: int(0, 1) })) }),
    initial: (s) => s.pile.left.fill(),
    behaviour: ({ program }) => [
      program('player', {
        draw: (s, me, pick) => {
          me.mood = pick([0, 1])
          me.hand = draw(s.pile)
          // What was drawn and put back has not been drawn.
          if (me.hand === 1) return blocked
        },
        win: (s, me) => {
          if (me.hand !== 2) return blocked
          s.other.left.add(2)
        },
      }),
    ],
    properties: ({ always }) => ({
      'nobody wins after a shuffle': always((s) => s.pile.shuffles !== 2 || s.other.left.isEmpty),
    }),
  })()
}

function shown(model: Model, verbose = false): string {
  const property = check(model).properties[0]!
  return violationText(propertyReport({ model }, property, 'again'), { columns: 80, colours: false, verbose }).join(
    '\n',
  )
}

const drawn = (notes: readonly number[], left: number) => `draws ${notes.join(' and ')}, and leaves ${left}`

describe('a run in the words of its components', () => {
  test('tells what they say in place of what changed in them, and not what they picked', () => {
    expect(shown(game(drawn))).toContain(`
   1            pile.shuffle (times: 2)
                  shuffled 2 times, 2 in all
   2  player 0  draw → win [picked 0]
                  draws 2, and leaves 2
                  player[0].hand: 0 → 2
   3  player 0  win → done
                  other.left: {} → {2}

  After step 3, "nobody wins after a shuffle" does not hold.

  pile then: left {0, 1}
    2 cards in the pile
  other then: left {2}
    1 cards in the pile
`)
  })

  test('tells everything if that is asked for', () => {
    const text = shown(game(drawn), true)
    expect(text).toContain(`
   1            pile.shuffle (times: 2)
                  shuffled 2 times, 2 in all
                  pile.shuffles: 0 → 2
   2  player 0  draw → win [picked 0, 2]
                  draws 2, and leaves 2
                  pile.left: {0, 1, 2} → {0, 1}
`)
  })

  test('goes on where a component fails to find words', () => {
    const text = shown(
      game(() => {
        throw new TypeError('words fail me')
      }),
    )
    expect(text).toContain('(cannot be described: TypeError: words fail me')
  })

  test('is told of a run without components as well', () => {
    const model = system('plain', {
      state: () => struct({ x: int(0, 1) }),
      behaviour: ({ action }) => [action('up', { when: (s) => s.x === 0, do: (s) => void s.x++ })],
      properties: ({ always }) => ({ low: always((s) => s.x === 0) }),
    })()
    const { finding } = check(model).properties[0]!
    expect(accountOf(model, finding!.path)).toEqual({
      bookkeeping: [],
      start: {},
      steps: [{ said: {}, picks: [] }],
      end: {},
    })
    expect(accountOf(model, [])).toBeNull()
  })
})

test('what is called bookkeeping must be a field of the component', () => {
  const part = { ...component({ state: cards }), bookkeeping: ['shufles'] }
  const wrong = system('wrong', { components: () => ({ part }), state: () => struct({}), behaviour: () => [] })
  const model = wrong.configure({})
  expect(E.isLeft(model) && model.left).toMatchObject({
    tag: 'unknown bookkeeping',
    component: 'part',
    name: 'shufles',
  })
  expect(E.isLeft(model) && describeUsage(model.left)).toBe(
    'wrong: the component "part" calls "shufles" its bookkeeping, which is no field of its state; it has "left", "shuffles"',
  )
})
