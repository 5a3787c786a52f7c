import { array, bool, int, struct, system } from '../../../src/index.js'

/**
 * How long a round of the token takes, in discrete time: t_round ≤ 2·n·t_tick.
 *
 * Every processor has a timer of its own that ticks each `tick` units of time, in any phase to the others'. In user mode a
 * tick interrupts at once, and its handler tests for the token. In the kernel interrupts are off: an operation takes up to
 * `longest` units, and a tick that falls into it waits for its end. So a processor that has just missed the token sees it
 * one tick and one operation later at the latest, the operation having begun just before the tick: here that is
 * tick + longest - 1 units. The factor 2 of the bound is the assumption that no operation in the kernel takes longer than
 * the time between two ticks; with operations of tick + 2 units the bound is broken.
 *
 * Testing for the token and handing it on take no time here and are one step; what can happen between its parts is the
 * business of `token-ring`. Time only passes when no tick is due in user mode, since interrupts are not put off there.
 */
export const tokenRingTimed = system('token-ring-timed', {
  summary: 'the time for a round of the token, in discrete time',
  source: 'Uhlig 2005, 5.2.2',
  parameters: {
    cpus: int(2, 4, { default: 3 }),
    /** Only every so many-th kernel entry tests for the token. */
    every: int(1, 4, { default: 2 }),
    /** Time between two ticks of a processor. */
    tick: int(1, 4, { default: 2 }),
    /** Time that the longest operation in the kernel takes. */
    longest: int(1, 8, { default: 2 }),
  },
  state: ({ cpus, every, tick, longest }) =>
    struct({
      /** Since the token was last handed on by processor 0; one more than the bound stands for all longer times. */
      sinceRound: int(0, bound(cpus, tick) + 1),
      rounds: bool,
      cpu: array(
        cpus,
        struct({
          field: bool,
          entries: int(0, every - 1),
          untilTick: int(0, tick - 1),
          tickIsDue: bool,
          /** What is left of the operation in the kernel; 0 in user mode. */
          inKernel: int(0, longest),
        }),
      ),
    }),
  initial: (s, { tick, pick }) => {
    s.cpu.get(0).field = true
    for (const cpu of s.cpu) cpu.untilTick = pick.int(0, tick - 1)
  },
  behaviour: ({ cpus, every, tick, longest, action, precaution }) => {
    const ticksTest = precaution('test at timer ticks too')
    const cpu = int(0, cpus - 1)
    const handOn = (s: Ring, holder: number) => {
      if (!s.cpu.get(holder).field) return
      s.cpu.get(holder).field = false
      s.cpu.get((holder + 1) % cpus).field = true
      if (holder !== 0) return
      s.sinceRound = 0
      s.rounds = true
    }
    return [
      action(
        'enter kernel',
        { cpu, time: int(1, longest) },
        {
          when: (s, { cpu }) => isInterruptible(s.cpu.get(cpu)) && !s.cpu.get(cpu).tickIsDue,
          do: (s, { cpu, time }) => {
            const me = s.cpu.get(cpu)
            me.entries = (me.entries + 1) % every
            if (me.entries === 0) handOn(s, cpu)
            me.inKernel = time
          },
        },
      ),
      action(
        'timer tick',
        { cpu },
        {
          when: (s, { cpu }) => isInterruptible(s.cpu.get(cpu)) && s.cpu.get(cpu).tickIsDue,
          do: (s, { cpu }) => {
            s.cpu.get(cpu).tickIsDue = false
            if (ticksTest) handOn(s, cpu)
          },
        },
      ),
      action('time passes', {
        when: (s) => !s.cpu.some((c) => isInterruptible(c) && c.tickIsDue),
        do: (s) => {
          s.sinceRound = Math.min(s.sinceRound + 1, bound(cpus, tick) + 1)
          for (const c of s.cpu) {
            if (c.inKernel > 0) c.inKernel--
            if (c.untilTick === 0) c.tickIsDue = true
            c.untilTick = c.untilTick === 0 ? tick - 1 : c.untilTick - 1
          }
        },
      }),
    ]
  },
  properties: ({ cpus, tick, always, reachable }) => ({
    'a round takes at most 2·n·tick': always((s) => s.sinceRound <= bound(cpus, tick)),
    'a round is completed': reachable((s) => s.rounds),
    'a tick has to wait for the kernel': reachable((s) => s.cpu.some((c) => c.tickIsDue && c.inKernel > 0)),
  }),
})

function bound(cpus: number, tick: number): number {
  return 2 * cpus * tick
}

/** In user mode; in the kernel interrupts are off. */
function isInterruptible(cpu: { readonly inKernel: number }): boolean {
  return cpu.inKernel === 0
}

interface Ring {
  sinceRound: number
  rounds: boolean
  readonly cpu: { get(index: number): { field: boolean } }
}
