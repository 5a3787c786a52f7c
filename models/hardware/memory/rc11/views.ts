import { array, int, struct } from '../../../../src/index.js'
import { Positions, Scratch, type Vector } from './positions.js'

/** Which sequentially consistent events a program can have: only for these something is remembered. */
export interface Sequential {
  readonly fences: boolean
  readonly accesses: boolean
}

/** What somebody knows of memory; the first part is explained at `Messages`, the others at `Psc`. */
export interface View {
  readonly sees: Vector
  readonly fence: Vector
  readonly fences: Vector
  readonly elsewhere: Vector
  readonly same: { get(at: number): Vector }
}

/** Views of so many locations, each with at most so many messages. */
export class Views {
  /** What is seen: a position for each location. */
  readonly seen: Positions
  /**
   * What is protected (`Psc`): for each location, before which message nothing may come that a fence happens before, if there are
   * fences; then, before which one no sequentially consistent access may come, if there are any.
   */
  readonly protection: Positions
  readonly type
  /** The types of what is there only for fences, and only for sequentially consistent accesses. */
  readonly ofFences
  readonly ofAccesses
  /** A vector of that kind for each location. */
  readonly ofAccessesAt

  constructor(
    private readonly locations: number,
    most: number,
    readonly sequential: Sequential,
  ) {
    const { fences, accesses } = sequential
    this.seen = new Positions(locations, most)
    this.protection = new Positions(locations * (Number(fences) + Number(accesses)), most, locations)
    const none = array(0, int(0, 0))
    this.ofFences = fences ? this.protection.type : none
    this.ofAccesses = accesses ? this.protection.type : none
    this.ofAccessesAt = array(accesses ? locations : 0, this.ofAccesses)
    this.type = struct({
      sees: this.seen.type,
      fence: this.ofFences,
      fences: this.ofFences,
      elsewhere: this.ofAccesses,
      same: this.ofAccessesAt,
    })
  }

  /** A view that is not part of the state. */
  scratch(): View {
    const vector = () => new Scratch(this.protection.words)
    const same = Array.from({ length: this.locations }, vector)
    const sees = new Scratch(this.seen.words)
    return { sees, fence: vector(), fences: vector(), elsewhere: vector(), same: { get: (at) => same[at]! } }
  }

  copy(view: View, other: View): void {
    this.each(view, other, (positions, one, two) => positions.copy(one, two))
  }

  /** The view holds all that the other one does. */
  join(view: View, other: View): void {
    this.each(view, other, (positions, one, two) => positions.join(one, two))
  }

  /** The view holds nothing but what the other one does, too. */
  meet(view: View, other: View): void {
    this.each(view, other, (positions, one, two) => positions.meet(one, two))
  }

  /** The view holds nothing that the other one does. */
  drop(view: View, other: View): void {
    this.each(view, other, (positions, one, two) => positions.drop(one, two))
  }

  private each(view: View, other: View, apply: (positions: Positions, one: Vector, two: Vector) => void): void {
    const { seen, protection, sequential } = this
    apply(seen, view.sees, other.sees)
    if (sequential.fences) {
      apply(protection, view.fence, other.fence)
      apply(protection, view.fences, other.fences)
    }
    if (sequential.accesses) {
      apply(protection, view.elsewhere, other.elsewhere)
      for (let at = 0; at < this.locations; at++) apply(protection, view.same.get(at), other.same.get(at))
    }
  }

  /** Everything in the view that `protection` describes. */
  eachProtection(view: View, show: (protection: Vector) => void): void {
    const { fences, accesses } = this.sequential
    if (fences) {
      show(view.fence)
      show(view.fences)
    }
    if (!accesses) return
    show(view.elsewhere)
    for (let at = 0; at < this.locations; at++) show(view.same.get(at))
  }
}
