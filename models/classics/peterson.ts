import { array, blocked, bool, id, int, oneOf, place, struct, system, withDefault } from '../../src/index.js'
import { fenceStep, storeFencePlace } from '../hardware/memory/fence-step.js'
import { memory, memoryModel } from '../hardware/memory/memory.js'

/**
 * Peterson's algorithm for two processes. The first step of each does nothing, as in the formulation it is checked against.
 *
 * As published it needs memory to be sequentially consistent: where it is not, something has to stand between the stores and
 * the test. The critical section touches nothing; what its own accesses need is another matter.
 *
 * Under C11 histories grow with every round. Endless rounds are looked at with four messages for each location: a process
 * that would lag behind further is waited for, and what is stored is seen in the end.
 */
export const peterson = system('peterson', {
  summary: 'mutual exclusion of two processes with three variables',
  source: 'Peterson 1981; TLA+ Examples, locks_auxiliary_vars/Peterson',
  parameters: {
    memoryModel,
    rounds: oneOf<'endless' | 1 | 2 | 3>('endless', 1, 2, 3),
    'after raising the flag': storeFencePlace,
    'giving the turn': place('relaxed', 'release', 'sequentially consistent'),
    'after giving the turn': storeFencePlace,
  },
  components: ({ memoryModel: model, rounds }) => ({
    memory: memory({
      model,
      cpus: 2,
      ...(model === 'rc11' && rounds === 'endless' && { messages: 4, whenFull: 'wait' }),
      variables: { turn: withDefault(id('process', 2), 0), wants: array(id('process', 2), bool) },
    }),
  }),
  state: ({ rounds }) => struct({ process: array(2, struct({ round: int(0, rounds === 'endless' ? 0 : rounds) })) }),
  behaviour: ({ program, precaution, components: { memory }, rounds, ...at }) => {
    const yields = precaution('give the other the turn')
    return [
      program('process', {
        idle: (_, me) => {
          if (rounds === 'endless') return
          if (me.round === rounds) return 'done'
          me.round++
        },
        'raise flag': (s, me) => memory.store(s.memory, me.id, 'wants', me.id, true),
        ...fenceStep('fence after raising', at['after raising the flag'], { memory }),
        'give turn': (s, me) => {
          if (yields) memory.store(s.memory, me.id, 'turn', 1 - me.id, at['giving the turn'])
        },
        ...fenceStep('fence after giving', at['after giving the turn'], { memory }),
        // Either condition lets it in by itself: looking at both at once shows no other runs than at one after the other.
        wait: (s, me) => {
          const isAlone = !memory.load(s.memory, me.id, 'wants', 1 - me.id)
          return isAlone || memory.load(s.memory, me.id, 'turn') === me.id ? 'critical' : blocked
        },
        critical: () => {},
        'lower flag': (s, me) => {
          memory.store(s.memory, me.id, 'wants', me.id, false)
          return 'idle'
        },
      }),
    ]
  },
  // A process may stay idle; if it has begun it goes on.
  fairness: ({ weak }) => [weak('process', { except: ['idle'] })],
  properties: ({ always, reachable, leadsTo }) => ({
    'mutual exclusion': always((s) => s.process.count((p) => p.at === 'critical') <= 1),
    'who raises the flag enters': leadsTo.each(
      'process',
      (_, me) => me.at === 'give turn',
      (_, me) => me.at === 'critical',
    ),
    'somebody enters': reachable((s) => s.process.some((p) => p.at === 'critical')),
  }),
})
