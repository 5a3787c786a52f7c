import { array, blocked, bool, int, struct, system } from '../../src/index.js'

/**
 * A barrier that can be used again at once, made of a counter under a lock and two gates (counting semaphores). The
 * last to arrive opens the first gate for all; the second gate holds those who are through until everybody is.
 */
export const reusableBarrier = system('reusable-barrier', {
  summary: 'two gates and a counter: a barrier that can be used again and again',
  source: 'Downey, The Little Book of Semaphores, 3.7; TLA+ Examples, barriers/Barriers',
  parameters: { processes: int(1, 8, { default: 3 }) },
  state: ({ processes }) =>
    struct({
      locked: bool,
      arrived: int(0, processes),
      // Twice what they may hold, so that a gate opened twice is seen by the property and not by the type.
      gate1: int(0, 2 * processes),
      gate2: int(0, 2 * processes),
      process: array(processes, struct({})),
    }),
  behaviour: ({ processes, program, precaution }) => {
    const locks = precaution('count under the lock')
    const holdsBack = precaution('the second gate')
    return [
      program('process', {
        work: () => {},
        lock: (s) => {
          if (locks && s.locked) return blocked
          s.locked = true
          return 'count in'
        },
        'count in': (s) => {
          s.arrived++
        },
        'last in?': (s) => (s.arrived === processes ? 'open gate 1' : 'unlock'),
        'open gate 1': (s) => {
          s.gate1 += processes
        },
        unlock: (s) => {
          s.locked = false
        },
        'pass gate 1': (s) => {
          if (s.gate1 === 0) return blocked
          s.gate1--
          return 'lock again'
        },
        'lock again': (s) => {
          if (locks && s.locked) return blocked
          s.locked = true
          return 'count out'
        },
        'count out': (s) => {
          s.arrived--
        },
        'last out?': (s) => (s.arrived === 0 ? 'open gate 2' : 'unlock again'),
        'open gate 2': (s) => {
          if (holdsBack) s.gate2 += processes
        },
        'unlock again': (s) => {
          s.locked = false
        },
        'pass gate 2': (s) => {
          if (!holdsBack) return 'work'
          if (s.gate2 === 0) return blocked
          s.gate2--
          return 'work'
        },
      }),
    ]
  },
  properties: ({ processes, always, reachable }) => ({
    'nobody arrives while others leave': always(
      (s) =>
        !s.process.some((p) => p.at === 'work' || isArriving(p.at)) ||
        !s.process.some((p) => p.at === 'lock again' || isLeaving(p.at)),
    ),
    'one at a time counts': always((s) => s.process.count((p) => isCounting(p.at)) <= 1),
    'a gate lets everybody through once': always((s) => s.gate1 <= processes && s.gate2 <= processes),
    'one gate is closed': always((s) => s.gate1 === 0 || s.gate2 === 0),
    'somebody gets through': reachable((s) => s.process.some((p) => p.at === 'pass gate 2') && s.gate2 > 0),
  }),
})

const isArriving = (at: string) => at === 'lock' || at === 'count in' || at === 'last in?' || at === 'open gate 1'
const isLeaving = (at: string) => at === 'count out' || at === 'last out?' || at === 'open gate 2'
const isCounting = (at: string) =>
  at === 'unlock' || at === 'unlock again' || isLeaving(at) || (isArriving(at) && at !== 'lock')
