import { blocked, id, set } from '../../../src/index.js'
import {
  deliver,
  deliverable,
  endOfInterrupt,
  type Interrupts,
  returnFromInterrupt,
  send,
} from '../interrupts/interrupts.js'
import type { Tlb } from './tlb.js'

/**
 * The plain shoot-down as routines: one processor interrupts others and waits until all of them have acknowledged; they are
 * in user mode, take the interrupt, forget what they are asked to, and acknowledge. The system keeps the interrupts at
 * `s.interrupts`, the translations at `s.tlb`, and `shootdownState` among its own fields.
 */
export function shootdownState(cpus: number) {
  return {
    /** Who has been interrupted and has not acknowledged. */
    asked: set(id('cpu', cpus)),
  }
}

/**
 * For the one who asks. The interrupts go out with one write to the interrupt controller, which has shorthands for many
 * targets. Goes to `next` when all have acknowledged or, if it does not wait, at once.
 */
export function initiate<S, Next extends string>(options: {
  readonly targets: (s: S) => Iterable<number>
  readonly next: () => Next
  readonly waits?: boolean
}) {
  const { targets, next, waits = true } = options
  return {
    'interrupt others': (s: S & HasShootdown) => {
      s.asked.assign(targets(s))
      for (const cpu of s.asked) send(s.interrupts, cpu, 'shootdown')
      return waits ? ('wait' as const) : next()
    },
    wait: (s: HasShootdown) => (s.asked.isEmpty ? next() : blocked),
  }
}

/** For those who are asked: `take` takes the interrupt in user mode, `steps` are the handler, which returns to `user`. */
export function serve(options: {
  readonly forget: (tlb: Tlb, cpu: number) => void
  readonly acknowledgesLast?: boolean
}) {
  const { forget, acknowledgesLast = true } = options
  const take = (s: HasShootdown, me: HasId) => {
    if (deliverable(s.interrupts, me.id).length === 0) return blocked
    deliver(s.interrupts, me.id, 'shootdown')
    return acknowledgesLast ? ('invalidate' as const) : ('acknowledge' as const)
  }
  const steps = {
    invalidate: (s: HasShootdown, me: HasId) => {
      forget(s.tlb, me.id)
      return acknowledgesLast ? 'acknowledge' : 'end of interrupt'
    },
    acknowledge: (s: HasShootdown, me: HasId) => {
      s.asked.delete(me.id)
      return acknowledgesLast ? 'end of interrupt' : 'invalidate'
    },
    'end of interrupt': (s: HasShootdown, me: HasId) => {
      endOfInterrupt(s.interrupts, me.id)
      returnFromInterrupt(s.interrupts, me.id)
      return 'user' as const
    },
  }
  return { take, steps }
}

/** All processors but processor 0, which is the one that asks. */
export function othersOf(cpus: number): readonly number[] {
  return Array.from({ length: cpus - 1 }, (_, i) => i + 1)
}

export interface HasShootdown {
  readonly tlb: Tlb
  readonly interrupts: Interrupts<'shootdown'>
  readonly asked: Iterable<number> & {
    readonly isEmpty: boolean
    delete(cpu: number): void
    assign(cpus: Iterable<number>): void
  }
}

interface HasId {
  readonly id: number
}
