/** What a part of a search holds, in a form that can be written to a file and read back. */
export interface Saved {
  /** Whatever JSON can hold. */
  readonly facts: unknown
  /** The bulk of it. */
  readonly arrays: readonly Int32Array[]
}

/** Takes the arrays of what was saved one after the other, as they were put in. */
export type Arrays = Iterator<Int32Array>

export function nextArray(arrays: Arrays): Int32Array {
  const next = arrays.next()
  if (next.done) throw new RangeError('a checkpoint has fewer arrays than its parts have put in')
  return next.value
}
