import { describe, expect, it } from 'vitest'
import { memory } from '../../models/hardware/memory/memory.js'
import { array, blocked, bool, check, int, struct, system } from '../../src/index.js'

const none = { fences: false, accesses: false }

type Giving = 'release' | 'relaxed'
type Taking = 'acquire' | 'relaxed'

/** Two processors take turns for ever, and count turns modulo 4 in memory. */
function turns(taking: Taking, giving: Giving) {
  return system('turns', {
    components: () => ({
      memory: memory({ model: 'rc11', cpus: 2, variables: { turn: int(0, 1), count: int(0, 3) }, sequential: none }),
    }),
    state: () => struct({ last: int(0, 3), cpu: array(2, struct({ seen: int(0, 3) })) }),
    behaviour: ({ program, components: { memory } }) => [
      program('cpu', {
        wait: (s, me) => (memory.load(s.memory, me.id, 'turn', taking) === me.id ? 'load' : blocked),
        load: (s, me) => {
          me.seen = memory.load(s.memory, me.id, 'count')
        },
        store: (s, me) => {
          s.last = (me.seen + 1) % 4
          memory.store(s.memory, me.id, 'count', s.last)
        },
        give: (s, me) => {
          memory.store(s.memory, me.id, 'turn', 1 - me.id, giving)
          return 'wait'
        },
      }),
    ],
    properties: ({ always }) => ({
      'one at a time': always((s) => s.cpu.count((c) => c.at !== 'wait') <= 1),
      'nothing old is read': always((s) => s.cpu.every((c) => c.at !== 'store' || c.seen === s.last)),
    }),
  })()
}

describe('under rc11', () => {
  it('what goes on for ever has finitely many states where all know what is new', () => {
    const { verdict, ledger } = check(turns('acquire', 'release'))
    expect([verdict, ledger.coverage]).toEqual(['holds', 'exhaustive'])
  })

  it.each([
    ['relaxed', 'release'],
    ['acquire', 'relaxed'],
  ] as const)('turns that are taken %s and given %s show what is old', (taking, giving) => {
    const { properties } = check(turns(taking, giving))
    expect(properties.find(({ name }) => name === 'nothing old is read')!.verdict).toBe('violated')
  })

  it('more messages than there is room for end in a verdict that is open', () => {
    const stores = (messages: number) =>
      system('stores', {
        components: () => ({
          memory: memory({ model: 'rc11', cpus: 2, variables: { x: int(0, 3) }, messages, sequential: none }),
        }),
        state: () => struct({ one: struct({}) }),
        behaviour: ({ program, components: { memory } }) => [
          program('one', {
            first: (s) => memory.store(s.memory, 0, 'x', 1),
            second: (s) => memory.store(s.memory, 0, 'x', 2),
            third: (s) => memory.store(s.memory, 0, 'x', 3),
          }),
        ],
        properties: ({ always }) => ({ nothing: always(() => true) }),
      })()
    expect(check(stores(4)).verdict).toBe('holds')
    const short = check(stores(3))
    expect(short.verdict).toBe('inconclusive')
    expect(JSON.stringify(short.ledger)).toContain('3 messages for each location')
    expect(() => stores(1)).toThrow('2 messages at least')
  })

  it('what was said not to be there is refused', () => {
    const fences = system('fences', {
      components: () => ({ memory: memory({ model: 'rc11', cpus: 1, variables: { x: bool }, sequential: none }) }),
      state: () => struct({ one: struct({}) }),
      behaviour: ({ program, components: { memory } }) => [program('one', { fence: (s) => memory.fence(s.memory, 0) })],
    })()
    expect(JSON.stringify(check(fences).properties)).toContain('the memory was told that there are none of these')
  })
})
