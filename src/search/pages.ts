/** Words in a page of memory, the smallest that there is. */
const PAGE = 1024

/**
 * Has this part of a fresh array's memory made writable before anybody looks into it. A page that is read before it is
 * written is at first the one page of zeros that all share, and has to be replaced at the first write: a second fault, and
 * with several threads a TLB shoot-down, too. What is in the memory stays as it is, even if others write to it at the time.
 */
export function makeWritable(memory: Int32Array, from = 0, to = memory.length): void {
  // One instruction, that counts as writing whatever it finds; `Atomics.or` and the like read first.
  for (let at = from; at < to; at += PAGE) Atomics.compareExchange(memory, at, 0, 0)
}
