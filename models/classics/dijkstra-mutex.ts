import { array, bool, id, int, option, set, struct, system } from '../../src/index.js'

/**
 * The first solution of mutual exclusion for any number of processes: whoever has the turn steps forward and looks
 * whether it is alone there. A process that is not interested loses the turn to one that is.
 */
export const dijkstraMutex = system('dijkstra-mutex', {
  summary: 'mutual exclusion of n processes by reads and writes alone',
  source: 'Dijkstra 1965; TLA+ Examples, dijkstra-mutex/DijkstraMutex',
  parameters: { processes: int(2, 4, { default: 2 }) },
  state: ({ processes }) => {
    const process = id('process', processes)
    return struct({
      turn: process,
      process: array(
        processes,
        struct({
          interested: bool,
          forward: bool,
          // One local variable of the paper, for two uses: while the one is in use the other is empty.
          holder: option(process),
          unseen: set(process),
        }),
      ),
    })
  },
  initial: (s, { processes, pick }) => {
    s.turn = pick.int(0, processes - 1)
    // The local variable has no value yet. A process never looks at itself, so the full set is free to stand for that.
    for (let p = 0; p < processes; p++) s.process.get(p).unseen.fill()
  },
  behaviour: ({ processes, program, precaution }) => {
    const looks = precaution('look whether another has stepped forward')
    const all = Array.from({ length: processes }, (_, p) => p)
    return [
      program('process', {
        'want to enter': (_, me) => {
          me.interested = true
        },
        'my turn?': (s, me) => (s.turn === me.id ? 'step forward' : 'stay back'),
        'stay back': (_, me) => {
          me.forward = false
        },
        'whose turn?': (s, me) => {
          me.holder = s.turn
          me.unseen.clear()
        },
        'interested?': (s, me) => (s.process.get(me.holder!).interested ? 'try again' : 'take the turn'),
        'take the turn': (s, me) => {
          s.turn = me.id
        },
        'try again': () => 'my turn?',
        'step forward': (_, me) => {
          me.forward = true
          me.holder = null
          me.unseen.assign(looks ? all.filter((p) => p !== me.id) : [])
        },
        'look around': (s, me, pick) => {
          if (me.unseen.isEmpty) return 'critical'
          const other = pick(me.unseen)
          me.unseen.delete(other)
          return s.process.get(other).forward ? 'my turn?' : 'look around'
        },
        critical: () => {},
        'step back': (_, me) => {
          me.forward = false
        },
        'lose interest': (_, me) => {
          me.interested = false
        },
        elsewhere: () => 'want to enter',
      }),
    ]
  },
  // A process may stay elsewhere.
  fairness: ({ weak }) => [weak('process', { except: ['elsewhere'] })],
  properties: ({ always, reachable, leadsTo }) => ({
    'while somebody wants to enter, somebody enters': leadsTo.each(
      'process',
      (_, { at }) => at !== 'step back' && at !== 'lose interest' && at !== 'elsewhere',
      (s) => s.process.some((p) => p.at === 'critical'),
    ),
    'mutual exclusion': always((s) => s.process.count((p) => p.at === 'critical') <= 1),
    'somebody enters': reachable((s) => s.process.some((p) => p.at === 'critical')),
  }),
})
