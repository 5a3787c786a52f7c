import { blocked, id, int, struct, system } from '../../../src/index.js'
import { linkTables, map, unmap } from '../tlb/page-tables.js'
import { flush, tlb } from '../tlb/tlb.js'
import { mayUse } from '../tlb/walk.js'
import { advance, anyPhase, ticksToWait, timer } from './timer.js'

const PAGE = 0

/**
 * A page is unmapped without interrupting anybody: every processor flushes at its timer ticks, and the one that unmaps waits
 * until everybody must have had one. All it knows is its own clock, so how long that takes depends on how far apart the
 * timers may drift.
 *
 * Processor 0 unmaps. Ticks are taken at once, as interrupts are never off here: time does not pass while one is due. Those
 * of the same moment are taken in any order.
 */
export const timerFlushAtTicks = system('timer-flush-at-ticks', {
  summary: 'a page is unmapped by waiting until every processor has flushed at a timer tick',
  source: 'Rashid et al. 1988 (Mach: one of three ways to keep TLBs consistent)',
  parameters: { cpus: int(2, 4, { default: 2 }), tick: int(1, 8, { default: 3 }), drift: int(0, 4, { default: 1 }) },
  components: ({ cpus, tick, drift }) => ({ tlb: tlb({ cpus, pages: 1 }), timer: timer({ cpus, tick, drift }) }),
  state: (pace) =>
    struct({
      unmapper: struct({
        /** Ticks of its own that it still waits for. */
        ticks: int(0, ticksToWait(pace)),
      }),
    }),
  initial: (s, tools) => {
    linkTables(s.tlb)
    map(s.tlb, 0, PAGE, 0, ['present', 'writable', 'user'])
    anyPhase(s.timer, tools)
  },
  behaviour: ({ cpus, tick, drift, program, action, precaution }) => {
    const flushes = precaution('flush at every tick')
    // A drift that is small beside the time between ticks comes to no tick more.
    const driftCounts = ticksToWait({ tick, drift }) > ticksToWait({ tick })
    const knowsDrift = driftCounts && precaution('count on the drift of the timers')
    const skipsFirst = precaution('do not count on the first tick, which may come at once')
    const ticks = ticksToWait(knowsDrift ? { tick, drift } : { tick }) - (skipsFirst ? 0 : 1)
    return [
      program('unmapper', {
        mapped: () => {},
        'clear entry': (s) => unmap(s.tlb, 0, PAGE),
        'begin to wait': (_, me) => {
          me.ticks = ticks
        },
        wait: (_, me) => (me.ticks === 0 ? 'unmapped' : blocked),
        unmapped: (s) => {
          map(s.tlb, 0, PAGE, 0, ['present', 'writable', 'user'])
          return 'mapped'
        },
      }),
      action(
        'timer tick',
        { cpu: id('cpu', cpus) },
        {
          when: (s, { cpu }) => s.timer.cpu.get(cpu).isDue,
          do: (s, { cpu }) => {
            s.timer.cpu.get(cpu).isDue = false
            if (flushes) flush(s.tlb, cpu)
            if (cpu === 0 && s.unmapper.ticks > 0) s.unmapper.ticks--
          },
        },
      ),
      action('time passes', {
        when: (s) => !s.timer.cpu.some((c) => c.isDue),
        do: (s, _, pick) => advance(s.timer, { tick, drift, pick }),
      }),
    ]
  },
  properties: ({ always, reachable }) => ({
    'nobody can use the page when it has been unmapped': always(
      (s) => s.unmapper.at !== 'unmapped' || !s.tlb.cpu.some((_, cpu) => mayUse(s.tlb, cpu, PAGE, 'read')),
    ),
    'two ticks come at the same moment': reachable((s) => s.timer.cpu.every((c) => c.isDue)),
    'the page is unmapped': reachable((s) => s.unmapper.at === 'unmapped'),
  }),
})
