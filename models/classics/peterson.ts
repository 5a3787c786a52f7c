import { array, blocked, bool, id, struct, system, withDefault } from '../../src/index.js'

/** Peterson's algorithm for two processes. The first step of each does nothing, as in the formulation it is checked against. */
export const peterson = system('peterson', {
  summary: 'mutual exclusion of two processes with three variables',
  source: 'Peterson 1981; TLA+ Examples, locks_auxiliary_vars/Peterson',
  state: () =>
    struct({
      turn: withDefault(id('process', 2), 0),
      process: array(2, struct({ wants: bool })),
    }),
  behaviour: ({ program, precaution }) => {
    const yields = precaution('give the other the turn')
    return [
      program('process', {
        idle: () => {},
        'raise flag': (_, me) => {
          me.wants = true
        },
        'give turn': (s, me) => {
          if (yields) s.turn = 1 - me.id
        },
        wait: (s, me) => (!s.process.get(1 - me.id).wants || s.turn === me.id ? 'critical' : blocked),
        critical: () => {},
        'lower flag': (_, me) => {
          me.wants = false
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
