import { describe, expect, it } from 'vitest'
import { memory } from '../../models/hardware/memory/memory.js'
import { array, blocked, bool, check, int, struct, system } from '../../src/index.js'
import { type MemoryModel, memoryModels } from '../../src/litmus/models.js'

/** One processor stores to x and y, and then each value there is gets another name. */
function renaming(model: MemoryModel) {
  const parts = memory({ model, cpus: 2, variables: { x: int(0, 3), y: array(2, int(0, 3)) } })
  return system('renaming', {
    components: () => ({ memory: parts }),
    state: () => struct({ isRenamed: bool, one: struct({ seen: int(0, 3) }), other: struct({ seen: int(0, 3) }) }),
    initial: (s) => parts.initialise(s.memory, 'x', 1),
    behaviour: ({ program }) => [
      program('one', {
        'store x': (s) => parts.store(s.memory, 0, 'x', 3),
        'store y': (s) => parts.store(s.memory, 0, 'y', 1, 2),
        rename: (s) => {
          parts.rename(s.memory, 'x', (value) => value - 1)
          parts.rename(s.memory, 'y', (value) => 3 - value)
          s.isRenamed = true
        },
        load: (s, me) => {
          me.seen = parts.load(s.memory, 0, 'x')
        },
      }),
      program('other', {
        wait: (s) => (s.isRenamed ? 'load' : blocked),
        load: (s, me) => {
          me.seen = parts.load(s.memory, 1, 'x')
        },
      }),
    ],
    properties: ({ always, reachable }) => ({
      'who has stored finds the new name': always((s) => s.one.at !== 'done' || s.one.seen === 2),
      'others find new names only': always((s) => s.other.at !== 'done' || s.other.seen === 0 || s.other.seen === 2),
      'others find what was stored': reachable((s) => s.other.at === 'done' && s.other.seen === 2),
      'in the end memory has new names only': always((s) => {
        if (s.one.at !== 'done' || !parts.isSettled(s.memory)) return true
        return s.memory.x === 2 && s.memory.y.get(0) === 3 && s.memory.y.get(1) === 1
      }),
      'others find what was there': reachable((s) => s.other.at === 'done' && s.other.seen === 0),
    }),
    mayStop: () => true,
  })()
}

describe('another name for each value of a variable', () => {
  it.each(memoryModels)('under %s', (model) => {
    const { properties } = check(renaming(model), { keepGoing: true })
    const broken = properties.filter(({ verdict }) => verdict !== 'holds').map(({ name }) => name)
    expect(broken).toEqual(model === 'sc' ? ['others find what was there'] : [])
  })
})
