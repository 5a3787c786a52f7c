import { expect, test } from 'vitest'
import { array, check, id, int, queue, set, struct, system } from '../index.js'
import { pickedText } from './picked.js'
import { record } from './record.js'

test('what was picked is told as a reader would write it', () => {
  expect([null, 3, true, 'idle', ['a', 2], { x: 1, y: ['b'] }].map(pickedText)).toEqual([
    'null',
    '3',
    'true',
    'idle',
    '[a, 2]',
    '{x: 1, y: [b]}',
  ])
})

test('views are told by what they show when they are picked', () => {
  const model = system('picks', {
    state: () =>
      struct({
        worker: array(2, struct({ load: int(0, 3) })),
        box: array(2, struct({ weight: int(0, 3) })),
        seen: set(id('worker', 2)),
        line: queue(int(0, 3), 2),
      }),
    behaviour: ({ program, action }) => [
      program('worker', { wait: () => 'done' }),
      action('give', {
        do: (s, _, pick) => {
          pick([...s.worker].slice(1)).load = 3
          pick([...s.box].slice(1)).weight = 2
          pick([s.line])
          pick.subset([...s.seen, 1])
        },
      }),
    ],
    properties: ({ always }) => ({ 'nobody works': always((s) => s.worker.get(1).load === 0) }),
  })()
  const run = record(model, check(model).properties[0]!)!
  expect(run.steps[0]!.picked.slice(0, 3)).toEqual(['process 1', '{weight: 2}', '[]'])
})
