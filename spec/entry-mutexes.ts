import { array, id, int, option, struct, system } from '../src/index.js'

/**
 * What every locking of an object made of entries has to be, at whatever granularity: a process enters an entry in which
 * nobody is, while it is in no other, and leaves it again.
 */
export const entryMutexes = system('entry-mutexes', {
  summary: 'abstract mutual exclusion, one for each entry of an object',
  source: 'Dijkstra 1965, once for each entry',
  parameters: { processes: int(1, 8, { default: 2 }), entries: int(1, 8, { default: 2 }) },
  state: ({ processes, entries }) => struct({ process: array(processes, option(id('entry', entries))) }),
  behaviour: ({ processes, entries, action }) => {
    const p = id('process', processes)
    const entry = id('entry', entries)
    return [
      action(
        'enter',
        { p, entry },
        {
          when: (s, { p, entry }) => s.process.get(p) === null && !s.process.some((other) => other === entry),
          do: (s, { p, entry }) => s.process.set(p, entry),
        },
      ),
      action(
        'leave',
        { p },
        {
          when: (s, { p }) => s.process.get(p) !== null,
          do: (s, { p }) => s.process.set(p, null),
        },
      ),
    ]
  },
  properties: ({ processes, entries, always, step, reachable }) => ({
    'mutual exclusion': always((s) =>
      s.process.every((entry) => entry === null || s.process.count((other) => other === entry) === 1),
    ),
    'nobody goes from one entry to another without leaving': step((before, after) =>
      after.process.every((now, p) => {
        const was = before.process.get(p)
        return was === null || now === null || now === was
      }),
    ),
    'as many are inside as there is room for': reachable(
      (s) => s.process.count((entry) => entry !== null) === Math.min(processes, entries),
    ),
  }),
})
