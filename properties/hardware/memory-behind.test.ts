import { describe, expect, it } from 'vitest'
import { memory } from '../../models/hardware/memory/memory.js'
import { bool, check, int, struct, system } from '../../src/index.js'

/** Under rc11, one processor stores 1, 2 and 3; another looks when that is done. */
function behind(messages: number, whenFull: 'wait' | 'forget') {
  const sequential = { fences: false, accesses: false }
  const variables = { x: int(0, 3) }
  const parts = memory({ model: 'rc11', cpus: 2, variables, messages, whenFull, sequential })
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

describe.each(['wait', 'forget'] as const)('under rc11, a store that finds no room: %s', (whenFull) => {
  it.each([
    [4, []],
    [3, ['sees 0']],
    [2, ['sees 0', 'sees 1']],
  ])('leaves no processor further behind than %i messages', (messages, missed) => {
    const { properties } = check(behind(messages, whenFull), { keepGoing: true })
    expect(properties.filter(({ verdict }) => verdict !== 'holds').map(({ name }) => name)).toEqual(missed)
  })
})

describe('under rc11, where a store that finds no room makes others forget', () => {
  /** One processor stores 1 and 2 by exchanges; another has reserved what was there first, and stores if it still has that. */
  function reserved() {
    const sequential = { fences: false, accesses: false }
    const variables = { x: int(0, 3) }
    const parts = memory({
      model: 'rc11',
      cpus: 2,
      variables,
      messages: 2,
      whenFull: 'forget',
      sequential,
      reservations: 'lost to stores',
    })
    return system('reserved', {
      components: () => ({ memory: parts }),
      state: () => struct({ one: struct({}), other: struct({ stored: bool, found: int(0, 3) }) }),
      behaviour: ({ program }) => [
        program('one', {
          first: (s) => void parts.exchange(s.memory, 0, 'x', 1, 'relaxed'),
          second: (s) => void parts.exchange(s.memory, 0, 'x', 2, 'relaxed'),
        }),
        program('other', {
          reserve: (s, me) => {
            me.found = parts.loadLinked(s.memory, 1, 'x')
          },
          store: (s, me) => {
            me.stored = parts.storeConditional(s.memory, 1, 'x', 3)
          },
        }),
      ],
      properties: ({ always, reachable }) => ({
        'what was forgotten is not stored behind': always(
          (s) => !(s.other.stored && s.other.found === 0 && s.one.at === 'done') || s.memory.x !== 3,
        ),
        'it stores behind the first': reachable((s) => s.other.stored && s.other.found === 1),
        'it stores before the exchanges': reachable((s) => s.other.stored && s.other.found === 0),
      }),
      mayStop: () => true,
    })()
  }

  it('a reservation of what is forgotten is lost', () => {
    const { properties } = check(reserved(), { keepGoing: true })
    expect(properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([])
  })
})
