import { array, bool, id, int, struct, system, withDefault } from '../../src/index.js'

/**
 * Dining philosophers after Chandy and Misra: a fork that has been used is dirty, and a dirty fork goes to the neighbour,
 * cleaned. A clean one is kept until its holder has eaten; so nobody can be passed over for ever.
 */
export const chandyMisra = system('chandy-misra', {
  summary: 'dining philosophers who hand each other dirty forks',
  source: 'Chandy & Misra 1984; TLA+ Examples, DiningPhilosophers',
  parameters: { philosophers: int(2, 8, { default: 5 }) },
  state: ({ philosophers }) =>
    struct({
      fork: array(philosophers, struct({ holder: id('philosopher', philosophers), clean: bool })),
      philosopher: array(philosophers, struct({ hungry: withDefault(bool, true) })),
    }),
  // Somebody starts with two forks: if everybody had one, the order in which they eat would go round in a circle.
  initial: (s, { philosophers }) => {
    for (let f = 0; f < philosophers; f++) s.fork.get(f).holder = f === 1 ? 0 : f
  },
  behaviour: ({ philosophers, program, precaution }) => {
    const keepsClean = precaution('keep a clean fork')
    return [
      program('philosopher', {
        'look at forks': (s, me) => {
          const right = (me.id + 1) % philosophers
          const mine = s.fork.get(me.id)
          const other = s.fork.get(right)
          const mayEat = mine.holder === me.id && other.holder === me.id && mine.clean && other.clean
          if (mine.holder === me.id && !(keepsClean && mine.clean)) {
            mine.holder = (me.id + philosophers - 1) % philosophers
            mine.clean = true
          } else if (other.holder === me.id && !(keepsClean && other.clean)) {
            other.holder = right
            other.clean = true
          }
          if (!me.hungry) return 'think'
          return mayEat ? 'eat' : 'look at forks'
        },
        eat: (s, me) => {
          me.hungry = false
          s.fork.get(me.id).clean = false
          s.fork.get((me.id + 1) % philosophers).clean = false
          return 'look at forks'
        },
        think: (_, me) => {
          me.hungry = true
          return 'look at forks'
        },
      }),
    ]
  },
  fairness: ({ weak }) => [weak('philosopher')],
  properties: ({ philosophers, always, reachable, alwaysEventually }) => ({
    'neighbours do not eat together': always(
      (s) => !s.philosopher.some((p, i) => p.at === 'eat' && s.philosopher.get((i + 1) % philosophers).at === 'eat'),
    ),
    'who eats has both forks': always((s) =>
      s.philosopher.every(
        (p, i) => p.at !== 'eat' || (s.fork.get(i).holder === i && s.fork.get((i + 1) % philosophers).holder === i),
      ),
    ),
    'nobody starves': alwaysEventually.each('philosopher', (_, me) => !me.hungry),
    'somebody eats': reachable((s) => s.philosopher.some((p) => p.at === 'eat')),
  }),
})
