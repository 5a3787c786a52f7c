import { int } from '../../../src/index.js'

/**
 * How a system counts epochs, and how it tells that one is over. Nothing ever depends on the number of an epoch itself,
 * only on how far a recorded one lies behind the global one.
 */
export interface Epochs {
  readonly number: ReturnType<typeof int>
  /** The epoch after this one; null if the counter stays and every record has to become `older` instead. */
  next(epoch: number): number | null
  /**
   * Has every processor been quiescent since the event at which `record` was taken? This is the condition of Uhlig's
   * listings, LockEpoch + 1 < GlobalEpoch: the epoch of the event and the whole one after it are over.
   */
  isOver(record: number, epoch: number): boolean
}

/**
 * A counter without end, in finite memory. Of the distance between a record and the global epoch it only ever matters
 * whether it is 0, 1, or at least 2. So the models count up to 2, and where a kernel would go on they keep the global
 * epoch and move every record one back, down to 0, which then means "two epochs ago or earlier". That is the endless
 * counter exactly, up to names: nothing wraps, no run is cut off, and no record ever looks newer than it is.
 */
export const endless = upTo(2)

/**
 * The same behind store buffers, where others may still see the epoch before the newest: two before that one needs a name
 * too. No epoch is older that they see, for the token does not come round before the last one has reached memory.
 */
export const endlessBehindBuffers = upTo(3)

function upTo(latest: number): Epochs {
  return {
    number: int(0, latest),
    next: (epoch) => (epoch < latest ? epoch + 1 : null),
    isOver: (record, epoch) => record + 1 < epoch,
  }
}

/** The record's name after the global epoch, at its last number, has gone on. */
export function older(record: number): number {
  return Math.max(0, record - 1)
}

const WORD = 4

/**
 * A counter of one machine word, of two bits here: it wraps. Epochs are compared by their distance round the word, so an
 * old record may look newer than it is, which delays what waits for it; it never looks older.
 */
export const wrapping: Epochs = {
  number: int(0, WORD - 1),
  next: (epoch) => (epoch + 1) % WORD,
  isOver: (record, epoch) => (epoch - record + WORD) % WORD > 1,
}

/** The same word, with the comparison taken literally from the listings: the sum wraps too, and then 0 is less than anything. */
export const wrappingAsPrinted: Epochs = {
  ...wrapping,
  isOver: (record, epoch) => (record + 1) % WORD < epoch,
}

/** The tempting condition: the epoch of the event is over. Whoever had passed the token before the event is not covered. */
export function oneEpochOnly(epochs: Epochs): Epochs {
  return { ...epochs, isOver: (record, epoch) => record !== epoch }
}
