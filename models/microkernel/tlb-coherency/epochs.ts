import { id, int, option } from '../../../src/index.js'

/**
 * TLB epochs: a processor counts its shoot-downs, and an object that it changes is tagged with the processor and its count.
 * As long as the count is the same, the shoot-down is outstanding (Uhlig 2005, 4.4.1).
 *
 * A count without end only ever says whether the tag is the processor's present epoch or an earlier one. So it needs no
 * number: the tag is taken off when the processor begins a new epoch, and what was kept with it can be forgotten, as nobody
 * would look at it. A count of one bit stands for a machine word, which wraps.
 */
export type Counting = 'endless' | 'wrapping'

export function tlbEpochs(counters: Counting) {
  const number = int(0, counters === 'endless' ? 0 : 1)
  return {
    tag: (cpus: number) => ({ by: option(id('cpu', cpus)), epoch: number }),
    count: { epoch: number },

    /** Whether the shoot-down that the object is tagged with is outstanding: one read of the other processor's epoch. */
    isOutstanding: (s: HasEpochs, object: Tag) => object.by !== null && object.epoch === s.cpu.get(object.by).epoch,

    tagWith(object: Tag, me: HasId & HasEpoch): void {
      object.by = me.id
      object.epoch = me.epoch
    },

    /** Begins a new epoch: one store. `forget`: what was kept with the tag. */
    advance<T extends Tag>(s: HasEpochs<T>, me: HasId & HasEpoch, forget: (object: T) => void): void {
      if (counters === 'wrapping') {
        me.epoch = 1 - me.epoch
        return
      }
      for (const object of s.object) {
        if (object.by !== me.id) continue
        object.by = null
        forget(object)
      }
    },
  }
}

interface HasEpoch {
  epoch: number
}

interface HasId {
  readonly id: number
}

interface Tag {
  by: number | null
  epoch: number
}

interface HasEpochs<T = Tag> {
  readonly cpu: { get(index: number): HasEpoch }
  readonly object: Iterable<T>
}
