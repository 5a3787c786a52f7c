import type { Access, Accesses } from './accesses.js'
import { overlap } from './bits.js'
import type { Instances } from './instances.js'
import { HARMS, HEALS } from './sensitivity.js'

/** A set of instances, a bit for each. */
export type Bits = Uint32Array

/**
 * Chooses, in one state, a set of instances that is stubborn: whatever the instances outside it do, in any order and for
 * as long as they like, those inside stay as they are, and taking one of them first leads to the same. It is closed under
 * three rules:
 * - for one that can be taken: all that ever touch what it touches here, one of the two writing;
 * - for a step whose process is elsewhere: the step that the process is at, since nothing else can bring it there;
 * - for one that cannot be taken: all that ever write what it reads here, since nothing else can let it go.
 * A property is as one that can be taken where it is decided: by the first rule it belongs to the set with a step that could
 * lead away from its decision, by the third all belong to it that could ever lead there.
 * "Ever" is what has been seen so far; if it grows, the search begins again.
 */
export class Stubborn {
  private readonly size: number
  private readonly found: Bits
  private readonly best: Bits
  /** Where sets have been closed from in the state at hand. */
  private readonly tried: Bits
  private readonly stack: number[] = []
  /** The access of each instance in the state at hand, if it has its turn there. */
  private readonly here: (Access | null)[]
  private readonly active: number[] = []
  /** Those that lead to a state of greater rank. */
  private readonly risers = new Set<number>()
  /** The instance that each process is at, or -1. */
  private readonly currentOf: Int32Array
  private readonly rules = new Map<Access, Bits>()
  private version = -1

  constructor(
    private readonly instances: Instances,
    private readonly accesses: Accesses,
  ) {
    this.size = Math.ceil(instances.all.length / 32)
    this.found = new Uint32Array(this.size)
    this.best = new Uint32Array(this.size)
    this.tried = new Uint32Array(this.size)
    this.here = instances.all.map(() => null)
    this.currentOf = new Int32Array(Math.max(0, ...instances.processOf) + 1)
  }

  /** Looks at a state: what each instance does there. */
  look(state: Int32Array, bytes: Uint8Array): void {
    const { instances, accesses, here, active } = this
    for (const instance of active) here[instance] = null
    active.length = 0
    this.risers.clear()
    this.currentOf.fill(-1)
    const note = (instance: number) => {
      here[instance] = accesses.in(instance, state)
      active.push(instance)
    }
    instances.forEachAt(bytes, (instance) => {
      note(instance)
      const process = instances.processOf[instance]!
      if (process >= 0) this.currentOf[process] = instance
    })
    for (const condition of instances.conditions) note(condition)
  }

  /** Notes that an instance leads to a state of greater rank than the one at hand. */
  rising(instance: number): void {
    this.risers.add(instance)
  }

  /**
   * Of the stubborn sets with an instance that leads to a greater rank, the smallest, by how many in it can be taken; null
   * if there is none that leaves something out. The set is overwritten by the next choice.
   */
  choose(): Bits | null {
    this.refresh()
    const enabled = this.active.filter((instance) => this.isEnabled(instance))
    let least = enabled.length
    this.tried.fill(0)
    for (const seed of this.risers) {
      if (least === 1) break
      const count = this.close(seed, least)
      this.tried[seed >> 5]! |= 1 << (seed & 31)
      if (count >= least) continue
      least = count
      this.best.set(this.found)
    }
    return least < enabled.length ? this.best : null
  }

  /** How much of what can be taken here has to come along with each instance, from 0 to 1. */
  forEachShare(each: (instance: number, share: number) => void): void {
    this.refresh()
    this.tried.fill(0)
    const enabled = this.active.filter((instance) => this.isEnabled(instance))
    for (const seed of enabled) each(seed, this.close(seed, Number.POSITIVE_INFINITY) / enabled.length)
  }

  private refresh(): void {
    if (this.version === this.accesses.version) return
    this.rules.clear()
    this.version = this.accesses.version
  }

  /**
   * Closes the set of one instance under the rules; how many in it can be taken. Gives up at `most`, and where it comes
   * to an instance that was tried before, since then all of that one's set belongs to it.
   */
  private close(seed: number, most: number): number {
    const { found, stack } = this
    found.fill(0)
    stack.length = 0
    this.push(seed)
    let count = 0
    for (let instance = stack.pop(); instance !== undefined; instance = stack.pop()) {
      if (this.isEnabled(instance) && ++count >= most) return count
      if ((this.tried[instance >> 5]! & (1 << (instance & 31))) !== 0) return most
      const access = this.here[instance]!
      if (access !== null) this.pushAll(this.follows(access))
      else {
        const process = this.instances.processOf[instance]!
        const current = process < 0 ? -1 : this.currentOf[process]!
        if (current >= 0) this.push(current)
      }
    }
    return count
  }

  private isEnabled(instance: number): boolean {
    return instance < this.instances.behaviours && this.here[instance]?.enabled === true
  }

  private push(instance: number): void {
    const bit = 1 << (instance & 31)
    if ((this.found[instance >> 5]! & bit) !== 0) return
    this.found[instance >> 5]! |= bit
    this.stack.push(instance)
  }

  private pushAll(bits: Bits): void {
    for (let w = 0; w < this.size; w++)
      for (let left = bits[w]! & ~this.found[w]!; left !== 0; left &= left - 1)
        this.push(32 * w + 31 - Math.clz32(left & -left))
  }

  /** The instances that must be in the set with this one, by the first rule or the third. */
  private follows(access: Access): Bits {
    const known = this.rules.get(access)
    if (known) return known
    const bits = new Uint32Array(this.size)
    const { instances } = this
    const isCondition = access.instance >= instances.behaviours
    // A property that is decided here, or fails, needs nothing more: this state shows it.
    const isDecided = isCondition && (access.held === null || access.held === instances.decides(access.instance))
    for (let other = 0; other < instances.all.length && !isDecided; other++)
      if (isCondition ? this.mayDecide(other, access) : this.belongs(other, access))
        bits[other >> 5]! |= 1 << (other & 31)
    this.rules.set(access, bits)
    return bits
  }

  /** Whether it may take what an instance ever does to make the condition one that is looked for. */
  private mayDecide(other: number, { instance }: Access): boolean {
    const { accesses } = this
    return accesses.alters(HARMS, accesses.changes[other]!, accesses.writes[other]!, instance)
  }

  private belongs(other: number, { reads, writes, changes, enabled }: Access): boolean {
    const { accesses, instances } = this
    const otherWrites = accesses.writes[other]!
    if (overlap(reads, otherWrites)) return true
    if (!enabled) return false
    if (other >= instances.behaviours) return accesses.alters(HEALS, changes, writes, other)
    if (overlap(writes, otherWrites) || overlap(writes, accesses.reads[other]!)) return true
    // Beyond the constraint nothing happens any more: a step that may lead there comes before or after all others.
    const { constraint } = instances
    return constraint !== null && accesses.alters(HARMS, changes, writes, constraint)
  }
}
