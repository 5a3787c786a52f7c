import type { Model } from '../../model/model.js'
import type { StructLayout } from '../../schema/layout.js'
import type { Hypothesis } from './families.js'
import { leavesOf } from './leaves.js'
import { type Permute, permuteStates } from './permute.js'
import { flatFamilies, type Signatures, signaturesOf } from './signature.js'

/**
 * No more candidates than this are tried for one state. Up to seven members that nothing tells apart it is never met;
 * beyond it the form that is found is still a permutation of the state, which is all that soundness needs, but two
 * permutations of one state may get two forms.
 */
const MOST_CANDIDATES = 5040

/**
 * Brings states into a form that all their permutations share: of the permutations that sort each family by its members'
 * signatures, the one that gives the least bytes.
 */
export class Canonical {
  /** The form found last. */
  readonly form: Int32Array
  private readonly formBytes: Uint8Array
  private readonly permute: Permute
  private readonly signaturesInto: Signatures
  private readonly signatures: Int32Array[]
  private readonly flat: readonly boolean[]
  private readonly candidate: Int32Array
  private readonly candidateBytes: Uint8Array
  private readonly permutation: Uint8Array[]
  /** For each family, its members in the order in which they get their new numbers. */
  private readonly order: Uint8Array[]
  private source: Uint8Array = new Uint8Array(0)
  private tried = 0

  constructor(
    model: Model,
    layout: StructLayout,
    words: number,
    private readonly hypotheses: readonly Hypothesis[],
  ) {
    const leaves = leavesOf(model, layout, hypotheses)
    const counts = hypotheses.map((h) => h.family.count)
    this.permute = permuteStates(leaves, counts)
    this.signaturesInto = signaturesOf(leaves, counts)
    this.signatures = counts.map((n) => new Int32Array(n))
    this.flat = flatFamilies(leaves, counts.length)
    this.form = new Int32Array(words)
    this.formBytes = new Uint8Array(this.form.buffer)
    this.candidate = new Int32Array(words)
    this.candidateBytes = new Uint8Array(this.candidate.buffer)
    this.permutation = counts.map((n) => new Uint8Array(n))
    this.order = counts.map((n) => new Uint8Array(n))
  }

  /** Finds the canonical form of a packed state. */
  find(state: Uint8Array): void {
    this.source = state
    this.tried = 0
    this.signaturesInto(state, this.signatures)
    this.hypotheses.forEach((_, f) => {
      this.sort(f)
    })
    this.family(0)
  }

  /** Sorts the members by their signatures; there are few, so insertion does it. */
  private sort(f: number): void {
    const [order, signature] = [this.order[f]!, this.signatures[f]!]
    for (let i = 0; i < order.length; i++) {
      let at = i
      for (; at > 0 && signature[order[at - 1]!]! > signature[i]!; at--) order[at] = order[at - 1]!
      order[at] = i
    }
  }

  /** Tries the permutations of this family and those after it. */
  private family(f: number): void {
    if (f === this.hypotheses.length) this.attempt()
    else if (this.hypotheses[f]!.group === 'rotations') this.rotations(f)
    else this.members(f, 0)
  }

  /** Gives out the new numbers from `rank` on: each to any member that looks like the one whose turn it is. */
  private members(f: number, rank: number): void {
    const [order, signature, permutation] = [this.order[f]!, this.signatures[f]!, this.permutation[f]!]
    if (rank === order.length) {
      this.family(f + 1)
      return
    }
    const own = signature[order[rank]!]
    const flat = this.flat[f]!
    for (let other = rank; other < order.length && signature[order[other]!] === own; other++) {
      swap(order, rank, other)
      permutation[order[rank]!] = rank
      this.members(f, rank + 1)
      swap(order, rank, other)
      if (flat || this.tried >= MOST_CANDIDATES) return
    }
  }

  private rotations(f: number): void {
    const permutation = this.permutation[f]!
    const n = permutation.length
    for (let by = 0; by < n; by++) {
      for (let i = 0; i < n; i++) permutation[i] = (i + by) % n
      this.family(f + 1)
    }
  }

  private attempt(): void {
    const { form, candidate } = this
    if (this.tried++ === 0) {
      this.permute(this.source, this.formBytes, this.permutation)
      return
    }
    this.permute(this.source, this.candidateBytes, this.permutation)
    for (let k = 0; k < form.length; k++) {
      if (candidate[k] === form[k]) continue
      if (candidate[k]! < form[k]!) form.set(candidate)
      return
    }
  }
}

function swap(list: Uint8Array, i: number, j: number): void {
  const kept = list[i]!
  list[i] = list[j]!
  list[j] = kept
}
