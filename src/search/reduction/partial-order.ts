import type { BoundProgram, Model } from '../../model/model.js'
import type { StructLayout } from '../../schema/layout.js'
import type { Expansion, Visit } from '../expansion.js'
import { Accesses } from './accesses.js'
import type { Hypothesis } from './families.js'
import { Images } from './images.js'
import { Instances } from './instances.js'
import { layered } from './layered.js'
import { type Leaf, leavesOf } from './leaves.js'
import { permuteMasks } from './permute.js'
import { rankOf } from './rank.js'
import { Shown } from './shown.js'
import { Stubborn } from './stubborn.js'

/** Thrown when steps have turned out to touch more than the search so far has reckoned with. */
export class Outgrown extends Error {
  override readonly name = 'Outgrown'
}

/** After so many states it is seen whether the reduction is worth its time. */
const TRIAL = 4096
/** The part of the steps that has to be left out until then. */
const WORTH = 0.02

/** Thrown when next to nothing can be left out: to go on without is several times faster. */
export class Fruitless extends Error {
  override readonly name = 'Fruitless'
  /** After so many states; of their steps, this part had been left out. */
  constructor(
    readonly states: number,
    readonly part: number,
  ) {
    super()
  }
}

/** What is learnt of a model while it is searched, kept when a search has to begin again. */
export class Knowledge {
  readonly instances: Instances
  readonly accesses: Accesses
  readonly leaves: readonly Leaf[]
  private readonly shares: Float64Array
  private readonly times: Float64Array

  /** With symmetry on top, what is learnt of one process is learnt of all. */
  constructor(model: Model, layout: StructLayout, words: number, hypotheses: readonly Hypothesis[]) {
    this.instances = new Instances(model, layout)
    this.leaves = leavesOf(model, layout, hypotheses)
    const counts = hypotheses.map((h) => h.family.count)
    const images = new Images(model, this.instances, hypotheses)
    const masks = permuteMasks(this.leaves, counts)
    this.accesses = new Accesses(model, layout, words, this.instances, images, masks)
    this.shares = new Float64Array(this.instances.all.length)
    this.times = new Float64Array(this.instances.all.length)
  }

  noteShare(instance: number, share: number): void {
    this.shares[instance]! += share
    this.times[instance]!++
  }

  /**
   * The label of a program that is the best place for its rank to fall: where all must be shown anyway, because most of
   * what can be taken has to come along.
   */
  lastOf(program: BoundProgram): number {
    const shares = program.labels.map(() => ({ sum: 0, times: 0 }))
    this.instances.all.forEach((instance, i) => {
      if (instance.kind !== 'step' || instance.program !== program) return
      shares[instance.label]!.sum += this.shares[i]!
      shares[instance.label]!.times += this.times[i]!
    })
    const means = shares.map(({ sum, times }) => (times === 0 ? 0 : sum / times))
    return means.lastIndexOf(Math.max(...means))
  }
}

/** An expansion that leaves out successors which others make up for. */
export interface ReducedExpansion extends Expansion {
  /** Whether all choices since it was built rest on all that is known now. */
  isCurrent(): boolean
}

/**
 * The same system, steps that do not touch each other taken in one order of the many. It keeps properties of states and
 * deadlocks; runs to what it finds may be longer than need be.
 *
 * In each state only the instances of a stubborn set are shown (see Stubborn), or all. Why nothing that matters is missed,
 * for a search that has explored everything shown to it and in which nothing was seen to touch more than it was taken to
 * touch when the search began: let σ be a run of the whole system from an explored state s, and x an instance (a step, an
 * action, a property) that has its turn at the end of σ. Claim: x stays there within what it has been seen to touch; and
 * if x fails, or is a property that is decided there, some explored state shows it. By induction on the length of σ:
 *
 * - σ is empty: all instances are run in every explored state.
 * - σ has instances of the set chosen in s; t is the first. Those before it do not write what t reads in s, so t can be
 *   taken in s already (the second and third rule would have had one of those before it in the set otherwise), and by the
 *   first rule it commutes with them. After t, the rest of σ leads to the same state, from an explored state, and is shorter.
 * - σ has none. If x is in the set, nothing in σ writes what x reads in s (or, of a property, nothing in σ can lead to it):
 *   what it does at the end it does in s. Otherwise x does not touch what any u of the set that can be taken in s writes, as
 *   far as it has been seen (or, of a property, u cannot lead away from it); then σ, and x after it, are as possible after
 *   u, and up to the first access never seen before x does the same. So the claim may be asked of the explored state after
 *   u, with a run of the same length. This cannot go on for ever: some u shown leads to a state of greater rank, or else all
 *   instances are shown, and then the first of σ is in the set.
 *
 * A state without successors is reached itself: while it lasts, the third case would leave u possible at the end of σ.
 * The rank depends on the two states alone, so that what is shown does too, whatever the strategy.
 */
export function partialOrder(expansion: Expansion, knowledge: Knowledge): ReducedExpansion {
  const { model, layout, words, current, draft, at } = expansion
  const { instances, accesses, leaves } = knowledge
  const stubborn = new Stubborn(instances, accesses)
  const currentBytes = new Uint8Array(current.buffer)
  const draftBytes = new Uint8Array(draft.buffer)
  const rankOfState = rankOf(model, layout, leaves, (program) => knowledge.lastOf(program))
  const began = accesses.version
  const shown = new Shown(words)
  let rank = 0
  let expanded = 0
  let possible = 0
  let left = 0
  let grownAt = 0
  let version = accesses.version

  function collect(low: number, high: number): void {
    const instance = instances.firstOf[at.site]! + at.process
    if (rankOfState(draftBytes) > rank) stubborn.rising(instance)
    shown.push(low, high, instance, draft)
  }

  /** Goes on for a while after something new was seen: there may be more of it. */
  function giveUpInTime(): void {
    expanded++
    if (version !== accesses.version) {
      version = accesses.version
      grownAt = expanded
    }
    if (version !== began) stubborn.forEachShare((instance, share) => knowledge.noteShare(instance, share))
    if (version !== began && expanded > 2 * grownAt + 200) throw new Outgrown()
    if (expanded === TRIAL && left < WORTH * possible) throw new Fruitless(expanded, left / possible)
  }

  return layered(expansion, {
    isCurrent: () => accesses.version === began,
    show(source: Int32Array, from: number) {
      expansion.show(source, from)
      for (const condition of instances.conditions) accesses.in(condition, draft)
    },
    successors(low: number, high: number, visit: Visit) {
      stubborn.look(current, currentBytes)
      giveUpInTime()
      rank = rankOfState(currentBytes)
      shown.clear()
      let finished = false
      try {
        expansion.successors(low, high, collect)
        finished = true
      } finally {
        // Where a step fails, all that came before it is shown.
        const visited = shown.each(draft, finished ? stubborn.choose() : null, visit)
        possible += shown.size
        left += shown.size - visited
        draft.set(current)
      }
    },
  })
}
