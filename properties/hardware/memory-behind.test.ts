import { describe, expect, it } from 'vitest'
import { memory } from '../../models/hardware/memory/memory.js'
import { check, int, struct, system } from '../../src/index.js'

/** Under rc11, one processor stores 1, 2 and 3; another looks when that is done. */
function behind(messages: number) {
  const sequential = { fences: false, accesses: false }
  const variables = { x: int(0, 3) }
  const parts = memory({ model: 'rc11', cpus: 2, variables, messages, whenFull: 'wait', sequential })
  return system('behind', {
    components: () => ({ memory: parts }),
    state: () => struct({ stored: int(0, 3), one: struct({}), other: struct({ seen: int(0, 3) }) }),
    behaviour: ({ program }) => [
      program('one', {
        store: (s) => {
          parts.store(s.memory, 0, 'x', s.stored + 1)
          s.stored++
          return s.stored < 3 ? 'store' : 'done'
        },
      }),
      program('other', {
        look: (s, me) => {
          if (s.stored < 3) return 'look'
          me.seen = parts.load(s.memory, 1, 'x')
        },
      }),
    ],
    properties: ({ reachable, eventually }) => ({
      'all is stored': eventually((s) => s.stored === 3),
      ...Object.fromEntries(
        [0, 1, 2, 3].map((x) => [`sees ${x}`, reachable((s) => s.other.at === 'done' && s.other.seen === x)]),
      ),
    }),
    fairness: ({ weak }) => [weak('one')],
    mayStop: () => true,
  })()
}

describe('under rc11, a store that waits for room', () => {
  it.each([
    [4, []],
    [3, ['sees 0']],
    [2, ['sees 0', 'sees 1']],
  ])('leaves no processor further behind than %i messages', (messages, missed) => {
    const { properties } = check(behind(messages), { keepGoing: true })
    expect(properties.filter(({ verdict }) => verdict !== 'holds').map(({ name }) => name)).toEqual(missed)
  })
})
