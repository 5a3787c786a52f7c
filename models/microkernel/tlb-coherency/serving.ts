import { deliver, endOfInterrupt, returnFromInterrupt } from '../../hardware/interrupts/interrupts.js'
import type { Coherency, Processor } from './state.js'

/**
 * The side of the processor that is shot at. A request is a bit in its memory for each other processor; it is cleared when
 * the translations are invalidated, which is the acknowledgement. The interrupt only makes a processor in user mode look
 * at these bits. In the kernel interrupts are off, and a processor looks at them itself where the operation says so.
 *
 * Two things are taken in one step since nobody can tell: a request is posted to all others at once, each of which reads
 * only its own bits, and a processor invalidates all that it found asked of it, which concerns nobody else's translations.
 */
export function serving<First extends string>({ acknowledgesLast, first }: Serving<First>) {
  return {
    /** Begins to serve whatever is asked by now, to go on at `resumes` afterwards; null if nothing is. */
    serve(me: Processor, resumes: Processor['resumes']) {
      if (me.requests.isEmpty) return null
      me.serves.assign(me.requests)
      me.resumes = resumes
      return acknowledgesLast ? first : 'acknowledge'
    },

    /** What comes when the translations are invalidated that others have asked for. */
    invalidated: (me: Processor) => (acknowledgesLast ? 'acknowledge' : resume(me)),

    steps: {
      'look for requests': (s: Coherency, me: Processor) => {
        if (!me.requests.isEmpty) {
          me.serves.assign(me.requests)
          return acknowledgesLast ? first : 'acknowledge'
        }
        endOfInterrupt(s.interrupts, me.id)
        returnFromInterrupt(s.interrupts, me.id)
        return 'user'
      },
      acknowledge: (_: Coherency, me: Processor) => {
        for (const other of me.serves) me.requests.delete(other)
        return acknowledgesLast ? resume(me) : first
      },
    },
  } as const
}

interface Serving<First> {
  readonly acknowledgesLast: boolean
  /** The step with which the processor begins to invalidate translations for those whose requests it serves. */
  readonly first: First
}

/** A processor in user mode takes the interrupt. */
export function takeInterrupt(s: Coherency, me: Processor): 'look for requests' {
  deliver(s.interrupts, me.id, 'shootdown')
  return 'look for requests'
}

function resume(me: Processor): Processor['resumes'] {
  const { resumes } = me
  me.serves.clear()
  me.resumes = 'look for requests'
  return resumes
}
