import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { int, struct, system } from '../../src/index.js'
import interrupts from './directives/interrupts.js'
import { resultsOf } from './results.js'

/** Sends one interrupt after the other, from as many as it must to as many as it may. */
const sender = system('sender', {
  parameters: { least: int(0, 9), most: int(0, 9) },
  state: () => struct({ sent: int(0, 9) }),
  behaviour: ({ most, action }) => [
    action(
      'send',
      {},
      {
        when: (s) => s.sent < Math.min(most, 3),
        do: (s) => {
          s.sent++
        },
      },
    ),
  ],
  mayStop: () => true,
  properties: ({ most, reachable }) => ({ 'some run takes the most': reachable((s) => s.sent === most) }),
})

const made = (...words: string[]) => interrupts({ words, text: '' }, resultsOf({ catalogue: [sender] }, '.'))

describe('a table of interrupts', () => {
  test('tells by how many they are fewer than with the first way', async () => {
    const table = await made('one by one: sender --least 2 --most 2', 'at times: sender --least 0 --most 3')
    expect(E.isRight(table) && table.right.split('\n').slice(2)).toEqual([
      '| one by one | 2 | 2 | 0 | 3 |',
      '| at times | 0 | 3 | -1 to 2 | 4 |',
    ])
  })

  test.each([
    [['sender'], '"sender" is not "NAME: MODEL options"'],
    [['wrong: sender --least 4 --most 4'], '"sender --least 4 --most 4" does not hold'],
    [[], 'the first way of "interrupts" has to take the same number of them in every run'],
    [
      ['a: sender --least 0 --most 1'],
      'the first way of "interrupts" has to take the same number of them in every run',
    ],
  ])('%j', async (words, message) => {
    expect(await made(...words)).toEqual(E.left(message))
  })
})
