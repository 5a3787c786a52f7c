import { array, blocked, bool, int, place, struct, system } from '../../src/index.js'
import { fenceStep, storeFencePlace } from '../hardware/memory/fence-step.js'
import { memory, memoryModel } from '../hardware/memory/memory.js'

/**
 * A spin lock that is taken by an exchange and released by a store, and a counter that it protects. The release need not be
 * locked: what is asked is what it must be for the next one to see the counter as it was left.
 */
export const testAndSetLock = system('test-and-set-lock', {
  summary: 'a spin lock, and what its release must be',
  source: 'Lameter 2007, 3.5',
  parameters: {
    memoryModel,
    cpus: int(2, 3, { default: 2 }),
    rounds: int(1, 2, { default: 1 }),
    'taking the lock': place('relaxed', 'acquire', 'sequentially consistent'),
    'before the release': storeFencePlace,
    'the release': place('relaxed', 'release', 'sequentially consistent'),
  },
  components: ({ memoryModel: model, cpus, rounds }) => ({
    memory: memory({ model, cpus, variables: { taken: bool, counter: int(0, cpus * rounds) } }),
  }),
  state: ({ cpus, rounds }) =>
    struct({
      /** How often the counter was raised: what it should be. */
      raised: int(0, cpus * rounds),
      cpu: array(cpus, struct({ round: int(0, rounds), seen: int(0, cpus * rounds) })),
    }),
  behaviour: ({ program, precaution, components: { memory }, rounds, ...at }) => {
    const tests = precaution('wait until the lock is free')
    return [
      program('cpu', {
        begin: (_, me) => {
          if (me.round === rounds) return 'done'
          me.round++
        },
        // Who finds the lock taken has stored what was there.
        'test and set': (s, me) => {
          const taken = memory.exchange(s.memory, me.id, 'taken', true, at['taking the lock'])
          if (taken && tests) return blocked
        },
        read: (s, me) => {
          me.seen = memory.load(s.memory, me.id, 'counter')
        },
        write: (s, me) => {
          memory.store(s.memory, me.id, 'counter', me.seen + 1)
          s.raised++
        },
        ...fenceStep('fence before release', at['before the release'], { memory }),
        release: (s, me) => {
          memory.store(s.memory, me.id, 'taken', false, at['the release'])
          me.seen = 0
          return 'begin'
        },
      }),
    ]
  },
  properties: ({ always, reachable }) => ({
    'mutual exclusion': always(
      (s) => s.cpu.count((c) => c.at === 'read' || c.at === 'write' || c.at === 'release') <= 1,
    ),
    'what the last one left is seen': always((s) => !s.cpu.some((c) => c.at === 'write' && c.seen !== s.raised)),
    'everybody has been in': reachable((s) => !s.cpu.some((c) => c.at !== 'done')),
  }),
  mayStop: (s) => !s.cpu.some((c) => c.at !== 'done'),
})
