import { array, blocked, bool, int, struct, system } from '../../src/index.js'

/** The simplest lock: a flag that is tested and set in one step. The first step of each process does nothing. */
export const lock = system('lock', {
  summary: 'mutual exclusion by an atomic test-and-set',
  source: 'TLA+ Examples, locks_auxiliary_vars/Lock',
  parameters: { processes: int(1, 8, { default: 2 }) },
  state: ({ processes }) => struct({ taken: bool, process: array(processes, struct({})) }),
  behaviour: ({ program, precaution }) => {
    const waits = precaution('wait while it is taken')
    return [
      program('process', {
        idle: () => {},
        acquire: (s) => {
          if (waits && s.taken) return blocked
          s.taken = true
          return 'critical'
        },
        critical: () => {},
        release: (s) => {
          s.taken = false
          return 'idle'
        },
      }),
    ]
  },
  properties: ({ always, reachable }) => ({
    'mutual exclusion': always((s) => s.process.count((p) => p.at === 'critical' || p.at === 'release') <= 1),
    'whoever is inside has taken it': always(
      (s) => s.taken || s.process.every((p) => p.at === 'idle' || p.at === 'acquire'),
    ),
    'somebody enters': reachable((s) => s.process.some((p) => p.at === 'critical')),
  }),
})
