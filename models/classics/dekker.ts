import { array, blocked, bool, id, int, struct, system, withDefault } from '../../src/index.js'
import { fenceStep, loadFencePlace, storeFencePlace } from '../hardware/memory/fence-step.js'
import { memory, memoryModel } from '../hardware/memory/memory.js'

const isLooking = ({ at }: { readonly at: string }) => at === 'look at flag' || at === 'look at turn'

/**
 * Dekker's algorithm for two processes: who finds the other's flag raised lowers its own until it has the turn. As published
 * it needs memory to be sequentially consistent. The critical section touches nothing; what its own accesses need is
 * another matter.
 */
export const dekker = system('dekker', {
  summary: 'mutual exclusion of two processes that give way by turns',
  source: 'Dekker, in Dijkstra 1965, Cooperating sequential processes, 2.1',
  parameters: {
    memoryModel,
    rounds: int(1, 3, { default: 2 }),
    'after raising the flag': storeFencePlace,
    'after raising it again': storeFencePlace,
    'before the critical section': loadFencePlace,
    'after giving the turn': storeFencePlace,
  },
  components: ({ memoryModel: model }) => ({
    memory: memory({
      model,
      cpus: 2,
      variables: { turn: withDefault(id('process', 2), 0), wants: array(id('process', 2), bool) },
      sequential: { fences: true, accesses: false },
    }),
  }),
  state: ({ rounds }) => struct({ process: array(2, struct({ round: int(0, rounds) })) }),
  behaviour: ({ program, precaution, components: { memory }, rounds, ...at }) => {
    const again = at['after raising it again']
    const before = at['before the critical section']
    const enter = before === 'none' ? 'critical' : 'fence before critical'
    const givesWay = precaution('give way to whose turn it is')
    return [
      program('process', {
        idle: (_, me) => {
          if (me.round === rounds) return 'done'
          me.round++
        },
        'raise flag': (s, me) => memory.store(s.memory, me.id, 'wants', me.id, true),
        ...fenceStep('fence after raising', at['after raising the flag'], { memory }),
        'look at flag': (s, me) => (memory.load(s.memory, me.id, 'wants', 1 - me.id) ? 'look at turn' : enter),
        'look at turn': (s, me) =>
          givesWay && memory.load(s.memory, me.id, 'turn') !== me.id ? 'give way' : 'look at flag',
        'give way': (s, me) => memory.store(s.memory, me.id, 'wants', me.id, false),
        'wait for turn': (s, me) => (memory.load(s.memory, me.id, 'turn') === me.id ? 'raise flag again' : blocked),
        'raise flag again': (s, me) => {
          memory.store(s.memory, me.id, 'wants', me.id, true)
          return again === 'none' ? 'look at flag' : 'fence after raising again'
        },
        ...fenceStep('fence after raising again', again, { memory, next: 'look at flag' }),
        ...fenceStep('fence before critical', before, { memory }),
        critical: () => {},
        'give turn': (s, me) => memory.store(s.memory, me.id, 'turn', 1 - me.id),
        ...fenceStep('fence after giving', at['after giving the turn'], { memory }),
        'lower flag': (s, me) => {
          memory.store(s.memory, me.id, 'wants', me.id, false)
          return 'idle'
        },
      }),
    ]
  },
  fairness: ({ weak, strong, memoryModel }) => [
    weak('process'),
    // Under C11 a load may find what is old, though stores are to be visible in reasonable time (7.17.3): not for ever.
    ...(memoryModel === 'rc11'
      ? [
          strong('process', {
            only: (before, after, { id }) => isLooking(before.process.get(id)) && !isLooking(after.process.get(id)),
          }),
        ]
      : []),
  ],
  properties: ({ always, reachable, leadsTo }) => ({
    'mutual exclusion': always((s) => s.process.count((p) => p.at === 'critical') <= 1),
    'who raises the flag enters': leadsTo.each(
      'process',
      (_, me) => me.at === 'look at flag',
      (_, me) => me.at === 'critical',
    ),
    'somebody gives way': reachable((s) => s.process.some((p) => p.at === 'wait for turn')),
  }),
  mayStop: (s) => !s.process.some((p) => p.at !== 'done'),
})
