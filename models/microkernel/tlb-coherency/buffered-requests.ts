import type { memoryOf } from './buffered-memory.js'
import { upTo } from './operation.js'

/**
 * The requests of `tlb-store-buffers`: a word for each processor and each of the others. A processor asks the others one after the
 * other, and looks in the same way at what they ask of it.
 */
export function bufferedRequests(cpus: number, memory: ReturnType<typeof memoryOf>) {
  const others = (cpu: number) => upTo(cpus).filter((other) => other !== cpu)
  const at = (to: number, from: number) => to * (cpus - 1) + others(to).indexOf(from)
  const following = (other: number) => (other + 1) % (cpus - 1)
  const asked = (me: Asking) => others(me.id)[me.asked]!
  const ofAsker = (me: Asking) => at(me.id, others(me.id)[me.asker]!)
  return {
    asked,

    /** Comes to the next of the others; false after the last. */
    next(me: Asking): boolean {
      me.asked = following(me.asked)
      return me.asked !== 0
    },

    post: (s: Buffered, me: Asking) => memory.store(s.memory, me.id, 'request', at(asked(me), me.id), true),

    isPending: (s: Buffered, me: Asking) => memory.load(s.memory, me.id, 'request', at(asked(me), me.id)),

    /** Whether one of the others asks for a flush; if not, it is the next one that is looked at. */
    isAsked(s: Buffered, me: Asking): boolean {
      if (memory.load(s.memory, me.id, 'request', ofAsker(me))) return true
      me.asker = following(me.asker)
      return false
    },

    /** Whether it has looked at what all of them ask. */
    hasLooked: (me: Asking) => me.asker === 0,

    acknowledge: (s: Buffered, me: Asking) => memory.store(s.memory, me.id, 'request', ofAsker(me), false),
  }
}

export interface Buffered {
  // biome-ignore lint/suspicious/noExplicitAny: the memory knows its variables
  readonly memory: any
}

interface Asking {
  readonly id: number
  /** Which of the others it asks or waits for, and whose request it looks at. */
  asked: number
  asker: number
}
