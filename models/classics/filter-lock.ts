import { array, blocked, id, int, struct, system } from '../../src/index.js'

/** Peterson's lock for n processes: at each of n - 1 levels the last to come waits, so that one is left at the top. */
export const filterLock = system('filter-lock', {
  summary: 'mutual exclusion of n processes: each level holds one back',
  source: 'Peterson 1981; Herlihy & Shavit, The Art of Multiprocessor Programming, 2.4',
  parameters: { processes: int(2, 6, { default: 3 }) },
  state: ({ processes }) =>
    struct({
      last: array(processes - 1, id('process', processes)),
      process: array(processes, struct({ level: int(0, processes - 1), climbing: int(1, processes - 1) })),
    }),
  behaviour: ({ processes, program, precaution }) => {
    const announces = precaution('announce the level')
    const yields = precaution('let others go first')
    return [
      program('process', {
        'enter level': (_, me) => {
          if (announces) me.level = me.climbing
        },
        'be the last': (s, me) => {
          if (yields) s.last.set(me.climbing - 1, me.id)
        },
        wait: (s, me) => {
          const mustWait =
            s.last.get(me.climbing - 1) === me.id && s.process.some((p, i) => i !== me.id && p.level >= me.climbing)
          if (mustWait) return blocked
          if (me.climbing === processes - 1) return 'critical'
          me.climbing++
          return 'enter level'
        },
        critical: (_, me) => {
          me.level = 0
          me.climbing = 1
          return 'enter level'
        },
      }),
    ]
  },
  properties: ({ always, reachable }) => ({
    'mutual exclusion': always((s) => s.process.count((p) => p.at === 'critical') <= 1),
    'somebody enters': reachable((s) => s.process.some((p) => p.at === 'critical')),
  }),
})
