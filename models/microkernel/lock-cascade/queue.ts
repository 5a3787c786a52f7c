import type { Pick, Precaution } from '../../../src/index.js'
import type { State } from '../dynamic-lock/beneath/beneath.js'
import { mcsLock } from '../dynamic-lock/beneath/mcs-lock.js'
import type { Barriers } from '../token-ring/barriers.js'
import type { AnyMemory } from '../token-ring/shared.js'
import type { Registers } from './design.js'

/** The coarse lock as a queue lock, and what each processor keeps for it. The fine locks stay as they are: few want one of them. */
export const queueVariables = mcsLock.variables
export const queueRegisters = mcsLock.registers

interface QueueOptions<Taken extends string, Given extends string> {
  readonly memory: AnyMemory
  readonly barriers: Barriers
  readonly precaution: Precaution
  /** Where a processor goes that has the lock, and one that has given it back. */
  readonly taken: Taken
  readonly given: (me: Registers) => Given
}

/** The cascade's names for what keeps the critical section between taking and release. */
const ORDERS: { readonly [name: string]: string } = {
  'order the critical section after the taking of the lock': 'order the critical section after the taking of a lock',
  'order the critical section before the release': 'order everything before the release of the coarse lock',
}

/** The steps `lock coarse` and `unlock coarse`, and those after them. */
export function coarseQueue<Taken extends string, Given extends string>(options: QueueOptions<Taken, Given>) {
  const { memory, barriers, precaution, taken, given } = options
  const { take, give } = mcsLock.operations({
    memory,
    in: (s) => (s as { readonly memory: State }).memory,
    barriers: {
      ...barriers,
      acquiring: (name) => barriers.acquiring(ORDERS[name] ?? name),
      releasing: (name) => barriers.releasing(ORDERS[name] ?? name),
    },
    precaution,
    readEpoch: noEpochs,
    epochIsOver: noEpochs,
  })
  const holder = new Holder()
  const steps: Record<string, Step> = {}
  for (const [label, step] of Object.entries({ ...take(LOCK, taken), ...give(UNLOCK, 'given') } as object))
    steps[FIRST.get(label) ?? label] = (s, me, pick) => {
      holder.me = me
      const next = step(s, holder, pick)
      return next === 'given' ? given(me) : next
    }
  return steps as unknown as {
    readonly [label in Label]: (s: unknown, me: Registers, pick: Pick) => Label | Taken | Given
  }
}

const LOCK = 'lock coarse: '
const UNLOCK = 'unlock coarse: '
const FIRST = new Map([
  [`${LOCK}clear link`, 'lock coarse'],
  [`${UNLOCK}read link`, 'unlock coarse'],
])

type Label =
  | 'lock coarse'
  | `lock coarse: ${'set flag' | 'swap tail' | 'link' | 'spin'}`
  | 'unlock coarse'
  | `unlock coarse: ${'swing tail back' | 'wait for link' | 'unlock next'}`

type Step = (s: unknown, me: Registers, pick: Pick) => unknown

interface Queueing extends Registers {
  previous: number | null
  next: number | null
}

/** A processor as the queue lock knows it: what it holds is the coarse lock. */
class Holder {
  me!: Registers

  get id() {
    return this.me.id
  }
  get previous() {
    return (this.me as Queueing).previous
  }
  set previous(cpu) {
    ;(this.me as Queueing).previous = cpu
  }
  get next() {
    return (this.me as Queueing).next
  }
  set next(cpu) {
    ;(this.me as Queueing).next = cpu
  }
  set holdsSpinLock(holds: boolean) {
    this.me.holdsCoarse = holds
  }
  /** What the dynamic lock forgets with the lock; the cascade forgets it when it leaves. */
  set state(_: string) {}
}

function noEpochs(): never {
  throw new Error('a queue lock knows of no epochs')
}
