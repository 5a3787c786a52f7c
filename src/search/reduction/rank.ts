import type { BoundProgram, Model } from '../../model/model.js'
import type { StructLayout } from '../../schema/layout.js'
import { readCode } from '../../schema/pack.js'
import { placeOf } from '../place.js'
import type { Leaf } from './leaves.js'

/** A number for each state, the same for all permutations of it. */
export type Rank = (state: Uint8Array) => number

/**
 * The rank of a state: how far its processes have come, and only then what else it holds. A process loses rank where it
 * begins another round; `lastOf` says after which of its labels that shall be.
 */
export function rankOf(
  model: Model,
  layout: StructLayout,
  leaves: readonly Leaf[],
  lastOf: (program: BoundProgram) => number,
): Rank {
  const plain = new Set(leaves.flatMap((leaf) => (leaf.kind === 'plain' ? offsets(leaf.at, leaf.bytes) : [])))
  const labels = model.behaviour.flatMap((program) => {
    if (program.kind === 'action') return []
    const { process, offset, stride } = placeOf(layout, program)
    const label = process.fields.find((f) => f.name === 'at')!
    const { bytes } = label.layout
    const n = program.labels.length
    const last = lastOf(program)
    // After `last` comes rank 0; where programs end is above all labels.
    const ranks = Float64Array.from(
      { length: n + 1 },
      (_, i) => 256 * layout.bytes * (i === n ? n : (i + n - 1 - last) % n),
    )
    return Array.from({ length: program.count ?? 1 }, (_, i) => ({
      at: offset + label.offset + i * stride,
      bytes,
      ranks,
    }))
  })
  for (const { at, bytes } of labels) for (const i of offsets(at, bytes)) plain.delete(i)
  const others = Int32Array.from(plain)
  return (state) => {
    let rank = 0
    for (const { at, bytes, ranks } of labels) rank += ranks[bytes === 1 ? state[at]! : readCode(state, at, bytes)]!
    for (let i = 0; i < others.length; i++) rank += state[others[i]!]!
    return rank
  }
}

function offsets(at: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, i) => at + i)
}
