import { type Bits, type Bool, compile, type Plain, wordVariable } from '../../../src/prove/index.js'
import { layoutFor } from './layout.js'
import { merge, withProcessor } from './merge.js'
import { isMask, type Machine, madeMask, only, processorCount, selects } from './selection.js'
import { coarsened, intersection, isSubset } from './sets.js'

/** Cluster masks to work with. Words up to 32 bits are numbers, wider ones are BigInt; processors are numbered from 0. */
export interface ClusterMasks<W extends number | bigint> {
  /** No processor. */
  readonly empty: W
  /** The mask of one processor. */
  only(processor: number): W
  /** Whether the mask selects the processor. */
  selects(mask: W, processor: number): boolean
  /** How many processors it selects. */
  count(mask: W): number
  /** A mask that selects all that either selects, of the least order, not below either's, that does. */
  merge(left: W, right: W): W
  /** The mask with one processor more. */
  withProcessor(mask: W, processor: number): W
  /** What both select, exactly. */
  intersection(left: W, right: W): W
  /** Whether all of `inner` is known to be selected by `outer`; "no" may be wrong where `inner` is of the higher order. */
  isSubset(inner: W, outer: W): boolean
  /** The same in clusters 2^by times as large. */
  coarsened(mask: W, by: number): W
  /** Whether a word is a mask, and any word made into one. */
  isMask(word: W): boolean
  madeMask(word: W): W
}

/**
 * Cluster masks (Uhlig 2005, 4.2.2) in words of 32 or 64 bits (or 6, 9 and 11, for small models) of a machine whose number
 * of processors is a power of two. Computed by the very terms of which the lemmas are proved.
 */
export function clusterMasks(width: 64, processors: number): ClusterMasks<bigint>
export function clusterMasks(width: 6 | 9 | 11 | 32, processors: number): ClusterMasks<number>
export function clusterMasks(width: number, processors: number): ClusterMasks<number> | ClusterMasks<bigint> {
  const most = 2 ** layoutFor(width).offset
  const k = Math.log2(processors)
  if (!Number.isInteger(k) || processors > most)
    throw new RangeError(`processors: a power of two up to ${most}, not ${processors}`)
  const toWord = width > 32 ? BigInt : Number
  return masksOf(width, toWord(k), toWord) as ClusterMasks<number> | ClusterMasks<bigint>
}

function masksOf(width: number, k: Plain, toWord: (n: number) => Plain): ClusterMasks<never> {
  const layout = layoutFor(width)
  const [ring, left, right] = ['k', 'left', 'right'].map((name) => wordVariable(name, width)) as [Bits, Bits, Bits]
  const machine: Machine = { layout, k: ring }
  const compiled = (term: Bits | Bool) => {
    const run = compile(['k', 'left', 'right'], term)
    return (a: Plain, b: Plain = a) => run(k, a, b)
  }
  const withNumber = (run: (a: Plain, b?: Plain) => Plain) => (mask: Plain, n: number) => run(mask, toWord(n))
  const one = compiled(only(machine, left))
  const counted = compiled(processorCount(machine, left))
  return {
    empty: toWord(0),
    only: (processor: number) => one(toWord(processor)),
    selects: withNumber(compiled(selects(machine, left, right))),
    count: (mask: Plain) => Number(counted(mask)),
    merge: compiled(merge(machine, left, right)),
    withProcessor: withNumber(compiled(withProcessor(machine, left, right))),
    intersection: compiled(intersection(machine, left, right)),
    isSubset: compiled(isSubset(machine, left, right)),
    coarsened: withNumber(compiled(coarsened(machine, left, right))),
    isMask: compiled(isMask(machine, left)),
    madeMask: compiled(madeMask(machine, left)),
  } as unknown as ClusterMasks<never>
}
