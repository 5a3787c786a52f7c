import { array, blocked, bool, int, struct, system } from '../../src/index.js'

/** Dining philosophers with plain forks: if all take the left one first, all can end up waiting for the right one. */
export const philosophers = system('philosophers', {
  summary: 'philosophers who take one fork after the other',
  source: 'Dijkstra 1971 (EWD 310); Hoare 1985',
  parameters: { philosophers: int(2, 16, { default: 5 }) },
  state: ({ philosophers }) =>
    struct({ taken: array(philosophers, bool), philosopher: array(philosophers, struct({})) }),
  behaviour: ({ philosophers, program, precaution }) => {
    const breaksSymmetry = precaution('one takes the right fork first')
    const fork = (philosopher: number, which: 0 | 1) => {
      const reversed = breaksSymmetry && philosopher === philosophers - 1
      return (philosopher + (reversed ? 1 - which : which)) % philosophers
    }
    return [
      program('philosopher', {
        'take first fork': (s, me) => {
          if (s.taken.get(fork(me.id, 0))) return blocked
          s.taken.set(fork(me.id, 0), true)
          return 'take second fork'
        },
        'take second fork': (s, me) => {
          if (s.taken.get(fork(me.id, 1))) return blocked
          s.taken.set(fork(me.id, 1), true)
          return 'eat'
        },
        eat: (s, me) => s.taken.set(fork(me.id, 0), false),
        'put back second fork': (s, me) => {
          s.taken.set(fork(me.id, 1), false)
          return 'take first fork'
        },
      }),
    ]
  },
  properties: ({ philosophers, always, reachable }) => ({
    'neighbours do not eat together': always(
      (s) => !s.philosopher.some((p, i) => p.at === 'eat' && s.philosopher.get((i + 1) % philosophers).at === 'eat'),
    ),
    'somebody eats': reachable((s) => s.philosopher.some((p) => p.at === 'eat')),
  }),
})
