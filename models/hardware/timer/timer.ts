import { array, bool, component, id, int, type Pick, struct } from '../../../src/index.js'

/** How often a timer ticks, in the units in which time passes. */
export interface Pace {
  /** Time from one tick to the next. */
  readonly tick: number
  /** By how much it may be longer or shorter, each time anew; less than `tick`. None, if it is not given. */
  readonly drift?: number
}

export interface TimerOptions extends Pace {
  /** Processors, each with a timer of its own; 1 for a timer that they share. */
  readonly cpus: number
}

/**
 * Timers that tick, in discrete time. Each is in a phase of its own. A tick that comes while the one before it has not been
 * taken is lost in it.
 *
 * When time passes is for the system to say, which knows what does not take any:
 *
 *     components: ({ cpus, tick }) => ({ timer: timer({ cpus, tick }) }),
 *     initial: (s, tools) => anyPhase(s.timer, tools),
 *     action('time passes', { when: …, do: (s, _, pick) => advance(s.timer, { tick, pick }) })
 */
export function timer({ cpus, tick, drift = 0 }: TimerOptions) {
  if (drift >= tick) throw new RangeError(`a timer cannot drift by ${drift} between ticks that are ${tick} apart`)
  return component({
    state: struct({
      cpu: array(
        id('cpu', cpus),
        struct({
          /** Units of time that are left until the one in which it ticks. */
          untilTick: int(0, tick + drift - 1),
          /** It has ticked, and nobody has taken the tick yet. */
          isDue: bool,
        }),
      ),
    }),
    properties: ({ step }) => ({
      'who begins to count again has ticked': step((before, after) =>
        after.cpu.every((c, i) => c.isDue || c.untilTick <= before.cpu.get(i).untilTick),
      ),
    }),
  })
}

/** Timers begin in any phase to one another. */
export function anyPhase(s: Timer, { tick, drift = 0, pick }: Pace & { readonly pick: Pick }): void {
  for (const cpu of s.cpu) cpu.untilTick = pick.int(0, tick + drift - 1)
}

/** One unit of time passes. */
export function advance(s: Timer, { tick, drift = 0, pick }: Pace & { readonly pick: Pick }): void {
  for (const cpu of s.cpu) {
    if (cpu.untilTick > 0) cpu.untilTick--
    else {
      cpu.isDue = true
      cpu.untilTick = (drift === 0 ? tick : pick.int(tick - drift, tick + drift)) - 1
    }
  }
}

/**
 * After how many ticks of its own a processor knows that every other one has ticked too. One is for the first, which may come
 * at once. From then on more time must pass than can be between two ticks of another timer: more, because of ticks that come
 * at the same moment the own one may be the first to be taken.
 */
export function ticksToWait({ tick, drift = 0 }: Pace): number {
  return 2 + Math.floor((tick + drift) / (tick - drift))
}

/** The part's state, as far as what works on it needs to know. */
export interface Timer {
  readonly cpu: Iterable<{ untilTick: number; isDue: boolean }>
}
