import { array, id, int, oneOf, struct, system } from '../src/index.js'

/**
 * What every lock has to be, whatever it is made of: a process asks, is let in when nobody is inside, and goes.
 * A lock refines this system when each of its steps is one of these or changes nothing here.
 */
export const mutex = system('mutex', {
  summary: 'abstract mutual exclusion: idle, waiting, holding',
  source: 'Dijkstra 1965',
  parameters: { processes: int(1, 8, { default: 2 }) },
  state: ({ processes }) => struct({ process: array(processes, oneOf('idle', 'waiting', 'holding')) }),
  behaviour: ({ processes, action }) => {
    const p = id('process', processes)
    return [
      action(
        'ask',
        { p },
        {
          when: (s, { p }) => s.process.get(p) === 'idle',
          do: (s, { p }) => s.process.set(p, 'waiting'),
        },
      ),
      action(
        'enter',
        { p },
        {
          when: (s, { p }) => s.process.get(p) === 'waiting' && !s.process.some((other) => other === 'holding'),
          do: (s, { p }) => s.process.set(p, 'holding'),
        },
      ),
      action(
        'leave',
        { p },
        {
          when: (s, { p }) => s.process.get(p) === 'holding',
          do: (s, { p }) => s.process.set(p, 'idle'),
        },
      ),
    ]
  },
  properties: ({ always, step, reachable }) => ({
    'mutual exclusion': always((s) => s.process.count((p) => p === 'holding') <= 1),
    'nobody enters without having asked': step((before, after) =>
      after.process.every((now, p) => now !== 'holding' || before.process.get(p) !== 'idle'),
    ),
    'nobody enters as another leaves': step(
      (before, after) =>
        !before.process.some((p) => p === 'holding') ||
        after.process.every((now, p) => now !== 'holding' || before.process.get(p) === 'holding'),
    ),
    'everybody waits while one is inside': reachable((s) => {
      const waiting = s.process.count((p) => p === 'waiting')
      return waiting === s.process.length - 1 && s.process.some((p) => p === 'holding')
    }),
    'the last process gets in': reachable((s) => s.process.get(s.process.length - 1) === 'holding'),
  }),
})
